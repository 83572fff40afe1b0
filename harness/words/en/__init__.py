"""The sentences of the core, in English. What is said of one assignment alone stands in that assignment."""

from harness.words.en import (
    audit,
    board,
    decisions,
    doctor,
    facts,
    gradebook,
    gradescope,
    insight,
    late,
    likeness,
    names,
    networks,
    pages,
    regrade,
    runs,
    stored,
    structure,
    terminal,
)
from harness.words.template import Catalogue

WORDS: Catalogue = {
    **audit.WORDS,
    **board.WORDS,
    **decisions.WORDS,
    **doctor.WORDS,
    **facts.WORDS,
    **gradebook.WORDS,
    **gradescope.WORDS,
    **insight.WORDS,
    **late.WORDS,
    **likeness.WORDS,
    **names.WORDS,
    **networks.WORDS,
    **pages.WORDS,
    **regrade.WORDS,
    **runs.WORDS,
    **stored.WORDS,
    **structure.WORDS,
    **terminal.WORDS,
}

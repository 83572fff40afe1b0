"""The sentences of the core, in Russian. What is said of one assignment alone stands in that assignment."""

from harness.words.ru import (
    audit,
    board,
    decisions,
    facts,
    gradebook,
    gradescope,
    hints,
    late,
    likeness,
    names,
    networks,
    pages,
    runs,
    structure,
    terminal,
)
from harness.words.template import Catalogue

WORDS: Catalogue = {
    **audit.WORDS,
    **board.WORDS,
    **decisions.WORDS,
    **facts.WORDS,
    **gradebook.WORDS,
    **gradescope.WORDS,
    **hints.WORDS,
    **late.WORDS,
    **likeness.WORDS,
    **names.WORDS,
    **networks.WORDS,
    **pages.WORDS,
    **runs.WORDS,
    **structure.WORDS,
    **terminal.WORDS,
}

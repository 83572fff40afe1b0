"""The sentences of the core, in English. What is said of one assignment alone stands in that assignment."""

from harness.words.en import (
    audit,
    decisions,
    facts,
    gradebook,
    gradescope,
    late,
    likeness,
    names,
    networks,
    runs,
    structure,
)
from harness.words.template import Catalogue

WORDS: Catalogue = {
    **names.WORDS,
    **structure.WORDS,
    **networks.WORDS,
    **runs.WORDS,
    **decisions.WORDS,
    **audit.WORDS,
    **facts.WORDS,
    **likeness.WORDS,
    **late.WORDS,
    **gradebook.WORDS,
    **gradescope.WORDS,
}

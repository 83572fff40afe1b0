"""The sentences of the core, in English. What is said of one assignment alone stands in that assignment."""

from harness.words.en import (
    audit,
    decisions,
    facts,
    late,
    likeness,
    names,
    networks,
    regrade,
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
    **regrade.WORDS,
}

"""The sentences of the core, in Russian. What is said of one assignment alone stands in that assignment."""

from harness.words.ru import (
    audit,
    decisions,
    facts,
    hints,
    late,
    likeness,
    names,
    networks,
    pages,
    runs,
    structure,
)
from harness.words.template import Catalogue

WORDS: Catalogue = {
    **names.WORDS,
    **structure.WORDS,
    **networks.WORDS,
    **runs.WORDS,
    **hints.WORDS,
    **decisions.WORDS,
    **audit.WORDS,
    **facts.WORDS,
    **likeness.WORDS,
    **late.WORDS,
    **pages.WORDS,
}

"""The sentences of the core, in Russian. What is said of one assignment alone stands in that assignment."""

from harness.words.ru import pages
from harness.words.template import Catalogue

WORDS: Catalogue = {
    **pages.WORDS,
}

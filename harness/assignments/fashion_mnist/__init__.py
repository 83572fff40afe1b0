"""Everything that is true of the Fashion-MNIST control work alone."""

from harness.assignments.fashion_mnist.words import ENGLISH
from harness.words.say import add_words

add_words("fashion_mnist", en=ENGLISH)

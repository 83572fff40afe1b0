"""The control work on Fashion-MNIST: port CNN-MNIST to it, insert an Inception module, push F1 as high as you can."""

from pathlib import Path

from harness.assignment.assignment import Assignment, Comparison
from harness.assignments.fashion_mnist.data.spec import FASHION_MNIST
from harness.assignments.fashion_mnist.fresh import GROWTH
from harness.assignments.fashion_mnist.inception import sentence
from harness.assignments.fashion_mnist.roles import CNN, INCEPTION, ROLES, cast
from harness.assignments.fashion_mnist.words import ENGLISH
from harness.assignments.fashion_mnist.words_ru import RUSSIAN
from harness.words.say import add_words

_HERE = Path(__file__).parent

add_words("fashion_mnist", en=ENGLISH, ru=RUSSIAN)

ASSIGNMENT = Assignment(
    name="fashion_mnist",
    title="Fashion-MNIST control work",
    tasks=7,
    data=FASHION_MNIST,
    rubric=_HERE / "rubric.yaml",
    checks=_HERE / "checks",
    roles=ROLES,
    cast=cast,
    of_module=sentence,
    comparison=Comparison(CNN, INCEPTION, "From the port to the Inception network"),
    guest=_HERE / "guest",
    course=_HERE / "course",
    growth=GROWTH,
    known=_HERE / "likeness" / "known",
    honest=_HERE / "likeness" / "honest.json",
    lines=_HERE / "lines.json",
)

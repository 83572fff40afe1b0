"""Which cells of the executed notebook a criterion is about, as far as that is known."""

from collections.abc import Iterator

from harness.grade.record import CriterionGrade, Grade
from harness.words.phrase import Phrase, Value

MAX_LINKS = 5


def cells_of(grade: Grade, criterion: CriterionGrade) -> list[int]:
    """Numbers of cells, in order: that which begins the task, those that the reasons name, and those that trained a network
    that they name. Empty where nothing is known."""
    insight = grade.insight
    found = {insight.headings[criterion.task]} if criterion.task in insight.headings else set[int]()
    named = set[str]()
    reasons = [criterion.said, *(check.said for check in criterion.checks)]
    for said in reasons:
        for one in said.get("reason", ()):
            for name, value in _values(one):
                if name == "cell" and isinstance(value, int):
                    found.add(value)
                elif isinstance(value, str):
                    named.add(value)
    ids = {network.id for network in grade.networks if named & {network.title, *network.names}}
    last = {curve.network: curve.cell for curve in insight.curves if curve.network in ids}
    return sorted(found | {cell for cell in last.values() if cell is not None})[:MAX_LINKS]


def _values(said: Phrase) -> Iterator[tuple[str, Value]]:
    """The values of a phrase and of those in it, by name."""
    for name, value in said.values.items():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Phrase):
                yield from _values(part)
            else:
                yield name, part

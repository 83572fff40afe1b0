"""Which cells of the executed notebook a criterion is about, as far as that is known."""

from collections.abc import Iterator
from dataclasses import dataclass

from harness.grade.record import CriterionGrade, Grade
from harness.words.phrase import Phrase, Value, phrase

MAX_LINKS = 5


@dataclass(frozen=True)
class Link:
    """A cell, and what it is to the criterion where it only trained ``networks`` that the criterion names."""

    cell: int
    networks: tuple[str, ...] = ()

    @property
    def text(self) -> Phrase:
        """What the link says."""
        if not self.networks:
            return phrase("page.cell_link", number=self.cell)
        return phrase("page.cell_trained", number=self.cell, networks=self.networks)


def links_of(grade: Grade, criterion: CriterionGrade) -> list[Link]:
    """The cells, in order: that which begins the task, those that the reasons name, and those that trained a network that they
    name. Empty where nothing is known."""
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
    about = [network for network in grade.networks if named & {network.title, *network.names}]
    last = {curve.network: curve.cell for curve in insight.curves}
    trained = dict[int, list[str]]()
    for network in about:
        cell = last.get(network.id)
        if cell is not None and cell not in found:
            trained.setdefault(cell, []).append(network.title)
    links = [Link(cell) for cell in found] + [Link(cell, tuple(titles)) for cell, titles in trained.items()]
    return sorted(links, key=lambda link: link.cell)[:MAX_LINKS]


def _values(said: Phrase) -> Iterator[tuple[str, Value]]:
    """The values of a phrase and of those in it, by name."""
    for name, value in said.values.items():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Phrase):
                yield from _values(part)
            else:
                yield name, part

"""What the board of a class shows as lines to beat: the reference solution's networks, and some of the zoo.

``python -m reference.measure.lines`` writes the file anew, from the results that are kept here.
"""

from pathlib import Path

from harness.assignment.find import find_assignment
from harness.assignment.lines import Line, Lines
from harness.evidence.network import BEST
from harness.grade.record import Grade
from reference.measure.graded import FILE as GRADE
from reference.measure.results import Results

RESULTS = Path(__file__).resolve().parents[1]
OF_THE_ZOO = ("softmax_regression", "fcnn", "lenet")
"""More would hide the class, and the rest of the zoo lies close to the port of the reference."""


def lines() -> Lines:
    """The lines, the lowest F1 first."""
    rows = Results.model_validate_json((RESULTS / "results.json").read_bytes()).rows
    grade = Grade.read(RESULTS / GRADE)
    found = [
        Line(
            name=row.title,
            macro_f1=row.metrics.macro_f1,
            interval=row.metrics.macro_f1_interval,
            parameters=row.training.parameters,
            seconds=round(sum(epoch.seconds for epoch in row.training.epochs), 1),
        )
        for row in rows
        if row.network in OF_THE_ZOO and row.metrics is not None and row.training is not None
    ]
    found += [
        Line(
            name=network.title,
            role=role,
            macro_f1=network.hidden.macro_f1,
            interval=network.hidden.macro_f1_interval,
            parameters=network.parameters,
            seconds=grade.times["run"] if role == BEST else None,
        )
        for network in grade.networks
        for role in network.roles
        if network.hidden is not None
    ]
    return Lines(content=[grade.content_hash], lines=sorted(found, key=lambda one: one.macro_f1))


def main() -> None:
    """Writes the file of the assignment."""
    path = find_assignment(Grade.read(RESULTS / GRADE).assignment, RESULTS).lines
    assert path is not None
    path.write_text(lines().model_dump_json(indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""The class report in a few sentences on the terminal."""

from rich.console import Console

from harness.class_report.report import ClassReport
from harness.report.paper import say as tell
from harness.report.text import number, one_line
from harness.words.phrase import Phrase, phrase
from harness.words.say import say


def print_summary(report: ClassReport, console: Console) -> None:
    """Prints what a lecturer asks first: how many, how good, what was hard, and who waits."""
    counts = report.counts
    done = phrase(
        "class_report.done",
        works=counts.works,
        marks=counts.marks,
        waits=counts.waits,
        ours=counts.ours,
        dry=counts.dry,
    )
    tell(console, say(done), "bold")
    for one in _sentences(report):
        tell(console, one_line(say(one), 300), "")


def _sentences(report: ClassReport) -> list[Phrase]:
    said = []
    if report.points is not None:
        low, high = map(number, report.points.quarters)
        said.append(
            phrase("class_report.points_are", median=number(report.points.median), low=low, high=high)
        )
    if report.f1 is not None:
        low_f1, high_f1 = report.f1.quarters
        said.append(phrase("class_report.f1_is", median=report.f1.median, low=low_f1, high=high_f1))
    criteria = [(one.difficulty, one) for one in report.items if not one.check and one.difficulty is not None]
    if criteria:
        difficulty, hardest = min(criteria, key=lambda one: one[0])
        said.append(phrase("class_report.hardest_item", title=hardest.title, difficulty=difficulty))
    if report.hard.classes:
        first = report.hard.classes[0]
        said.append(phrase("class_report.hardest_class", name=first.name, mean=first.mean))
    return said

"""A dry run on the terminal: what would be recognised, and what is missing."""

from rich.console import Console

from harness.grade.record import Grade, Status
from harness.outcome import Outcome
from harness.report.paper import say
from harness.report.terminal import EXACTLY, STYLES, print_failures
from harness.report.text import SYMBOLS, one_line

UNDECIDED = (Status.SKIPPED, Status.ERROR)
MISSING = (Status.FAILED, Status.PARTIAL)


def print_dry_run(grade: Grade, console: Console) -> None:
    """Prints how the run went, what was changed for it, and each check with what it found or misses. No points and no
    score: every ``fit`` was cut to a few steps."""
    grade = EXACTLY.of(grade)
    say(console, f"Dry run of {one_line(grade.submission, 60)}: every fit is cut to a few steps.", "bold")
    good = grade.outcome is Outcome.GRADED
    say(console, one_line(grade.reason, 500), "green" if good else "red")
    for reason in grade.held:
        say(console, f"The mark would wait for a person: {one_line(reason, 500)}", "bold yellow")
    for note in grade.notes:
        say(console, f"Note: {one_line(note, 500)}", "yellow")
    print_failures(grade, console)
    for one in grade.adapted:
        say(
            console,
            f"Changed so that it could run: {one_line(one.was)} became {one_line(one.now)}.",
            "yellow",
        )
    missing = 0
    for criterion in grade.criteria:
        if not criterion.checks:
            continue
        say(console, f"\nTask {criterion.task}. {one_line(criterion.title)}", "bold")
        for check in criterion.checks:
            missing += check.status in MISSING
            reason = f" {one_line(check.reason, 500)}" if check.reason else ""
            say(console, f"{SYMBOLS[check.status]} {one_line(check.title)}{reason}", STYLES[check.status])
    if not any(criterion.checks for criterion in grade.criteria):
        say(console, "\nNothing could be looked at.", "bold")
        return
    undecided = sum(check.status in UNDECIDED for one in grade.criteria for check in one.checks)
    say(
        console,
        f"\n{missing or 'Nothing'} missing, {undecided or 'nothing'} undecided. The mark needs the whole training.",
        "bold",
    )

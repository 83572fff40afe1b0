"""A dry run on the terminal: what would be recognised, and what is missing."""

from rich.console import Console

from harness.grade.record import Grade, Status
from harness.outcome import Outcome
from harness.report.paper import say
from harness.report.terminal import EXACTLY, STYLES, print_failures
from harness.report.text import SYMBOLS, one_line
from harness.words.phrase import phrase
from harness.words.say import say as told

UNDECIDED = (Status.SKIPPED, Status.ERROR)
MISSING = (Status.FAILED, Status.PARTIAL)


def print_dry_run(grade: Grade, console: Console) -> None:
    """Prints how the run went, what was changed for it, and each check with what it found or misses. No points and no
    score: every ``fit`` was cut to a few steps."""
    grade = EXACTLY.of(grade)
    say(console, told(phrase("dry.run_of", name=one_line(grade.submission, 60))), "bold")
    good = grade.outcome is Outcome.GRADED
    say(console, one_line(grade.reason, 500), "green" if good else "red")
    for reason in grade.held:
        say(console, told(phrase("dry.would_wait", reason=one_line(reason, 500))), "bold yellow")
    for note in grade.notes:
        say(console, told(phrase("terminal.note", note=one_line(note, 500))), "yellow")
    print_failures(grade, console)
    for one in grade.adapted:
        say(console, told(phrase("dry.changed", was=one_line(one.was), now=one_line(one.now))), "yellow")
    missing = 0
    for criterion in grade.criteria:
        if not criterion.checks:
            continue
        task = phrase("dry.task", task=criterion.task, title=one_line(criterion.title))
        say(console, f"\n{told(task)}", "bold")
        for check in criterion.checks:
            missing += check.status in MISSING
            reason = f" {one_line(check.reason, 500)}" if check.reason else ""
            say(console, f"{SYMBOLS[check.status]} {one_line(check.title)}{reason}", STYLES[check.status])
    if not any(criterion.checks for criterion in grade.criteria):
        say(console, f"\n{told(phrase('dry.nothing'))}", "bold")
        return
    undecided = sum(check.status in UNDECIDED for one in grade.criteria for check in one.checks)
    say(console, f"\n{told(phrase('dry.missing', missing=missing, undecided=undecided))}", "bold")

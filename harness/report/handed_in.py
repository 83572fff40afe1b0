"""Who of a course handed in, and who did not, on the terminal."""

from rich.console import Console

from harness.intake.enrol import Enrolment
from harness.report.paper import say
from harness.report.text import one_line


def print_enrolment(enrolment: Enrolment, console: Console) -> None:
    """Prints a line for each work of nobody on the roster, and for each student of whom nothing was found."""
    for name, why in enrolment.strangers.items():
        say(console, f"Not on the roster: {one_line(name, 60)}: {one_line(why, 500)}.", "yellow")
    for student, perhaps in enrolment.silent.items():
        after = f" ({one_line(perhaps, 200)})" if perhaps else ""
        say(console, f"No work was found of {one_line(str(student), 120)}{after}.", "yellow")
    none = f", and none of {len(enrolment.silent)}" if enrolment.silent else ""
    say(console, f"Of the roster, work was found of {len(enrolment.students)} students{none}.", "")

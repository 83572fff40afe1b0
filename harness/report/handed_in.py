"""Who of a course handed in, and who did not, on the terminal."""

from rich.console import Console

from harness.intake.enrol import Enrolment
from harness.report.paper import say
from harness.report.text import one_line
from harness.words.phrase import phrase
from harness.words.say import say as told


def print_enrolment(enrolment: Enrolment, console: Console) -> None:
    """Prints a line for each work of nobody on the roster, and for each student of whom nothing was found."""
    for name, why in enrolment.strangers.items():
        stranger = phrase("enrol.stranger", name=one_line(name, 60), why=one_line(told(why), 500))
        say(console, told(stranger), "yellow")
    for student, perhaps in enrolment.silent.items():
        names = [one_line(name, 60) for name in perhaps]
        say(console, told(phrase("enrol.silent", who=one_line(str(student), 120), perhaps=names)), "yellow")
    counts = phrase("enrol.counts", found=len(enrolment.students), missing=len(enrolment.silent))
    say(console, told(counts), "")

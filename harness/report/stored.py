"""A stored grade on the terminal, or as JSON."""

import json

from rich.console import Console

from harness.grade.find import Stored
from harness.grade.results import FEEDBACK
from harness.report.paper import say
from harness.report.terminal import print_grade
from harness.report.text import minute, one_line, visible
from harness.words.phrase import phrase
from harness.words.say import say as words


def print_stored(found: Stored, console: Console) -> None:
    """Prints the grade as it was printed when it was made, with what a person decided since, and where it lies."""
    for why in found.unread:
        say(console, one_line(words(phrase("stored.unread", why=why)), 500), "yellow")
    print_grade(found.grade, console)
    console.print()
    attempts = [str(number) for number in found.numbers]
    when = phrase("stored.when", started=minute(found.grade.started), attempts=attempts)
    say(console, one_line(words(when), 500), "dim")
    lies = found.folder / FEEDBACK
    where = (
        phrase("stored.page", path=str(lies))
        if lies.is_file()
        else phrase("stored.folder", path=str(found.folder))
    )
    console.print(visible(words(where)), markup=False, highlight=False, soft_wrap=True)


def as_json(found: Stored) -> str:
    """``grade.json`` as it was made, what persons decided or null, what the grade counts after it, and the folder."""
    grade = found.grade
    return json.dumps(
        {
            "folder": str(found.folder),
            "attempts": found.numbers,
            "points": grade.points,
            "is_mark": grade.is_mark,
            "decision": None if grade.decision is None else grade.decision.model_dump(mode="json"),
            "overrides": [one.model_dump(mode="json") for one in grade.overrides],
            "comments": [one.model_dump(mode="json") for one in grade.comments],
            "grade": json.loads(grade.text()),
        },
        indent=2,
    )

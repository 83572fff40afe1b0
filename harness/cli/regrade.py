"""``harness regrade``: grades made anew from what was kept, without running anything of a student."""

import argparse
import os

from rich.console import Console

from harness.cli.common import add_exporting, add_rubric, place_of, say
from harness.cli.parser import whole_number
from harness.outcome import HELD_EXIT_CODE

HELP = "apply a changed rubric, check or scale to what is graded, without running it again"

EXAMPLES = (
    ("harness regrade --dry-run", "who moves and by how much; nothing is written"),
    ("harness regrade --jobs 4", "grades and pages are written anew"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    add_exporting(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="show who moves and by how much, and write nothing"
    )
    parser.add_argument(
        "--again", action="store_true", help="ask every check, also where its answer is known"
    )
    parser.add_argument(
        "--jobs",
        type=whole_number,
        metavar="NUMBER",
        default=0,
        help="how many at a time (default: as many as CPUs)",
    )


def run(given: argparse.Namespace, console: Console) -> int:
    """Shows who moves, then writes; returns 0, or 22 where a grade waits for a person or could not be made anew. Raises
    `HarnessError`."""
    from harness import regrading
    from harness.checks.identity import ids_of
    from harness.checks.judges import Judges
    from harness.checks.names import FIXTURES
    from harness.errors import UsageError
    from harness.grade.results import submissions
    from harness.grading.regrade import Standard
    from harness.report.regraded import print_moved

    place = place_of(given)
    rubric, results = place.rubric(), place.results(given.output)
    if not submissions(results):
        raise UsageError(f"There are no grades in {results}; give --output where they lie elsewhere.")

    def tell(text: str) -> None:
        say(console, text)

    exports = place.exports(given.export, leaderboard=not given.no_leaderboard, output=given.output, say=tell)
    standard = Standard(rubric, place.rubric_text(), place.drawing(tell))
    assignment, jobs = rubric.of(), given.jobs or os.cpu_count() or 1
    places = {name: rubric.place(name) for name in rubric.checks()}
    fixtures, calls = assignment.checks / FIXTURES, assignment.data.calls
    with Judges(places, fixtures, calls, jobs) as judges:
        asking = regrading.Asking(judges.verdicts, ids_of(places, fixtures, calls), given.again)
        found = regrading.look(results, standard, asking, jobs)
    print_moved(found.moved, len(found.same), found.left, console)
    if given.dry_run:
        tell("Nothing was written (--dry-run).")
    else:
        shown = len(found.left)
        regrading.write(found, exports, rubric.feedback.hidden)
        for (name, attempt), why in list(found.left.items())[shown:]:
            tell(f"{name}, attempt {attempt}: {why}.")
        exports.close()
    return HELD_EXIT_CODE if found.waiting or found.left else 0

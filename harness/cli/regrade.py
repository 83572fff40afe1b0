"""``harness regrade``: grades made anew from what was kept, without running anything of a student."""

import argparse
import os

from rich.console import Console

from harness.cli.common import add_exporting, add_rubric, place_of, say
from harness.cli.parser import whole_number
from harness.outcome import HELD_EXIT_CODE
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.regrade")

EXAMPLES = (
    ("harness regrade --dry-run", phrase("example.regrade.1")),
    ("harness regrade --jobs 4", phrase("example.regrade.2")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    add_exporting(parser)
    parser.add_argument("--dry-run", action="store_true", help=told(phrase("help.regrade.dry_run")))
    parser.add_argument("--again", action="store_true", help=told(phrase("help.regrade.again")))
    parser.add_argument(
        "--jobs",
        type=whole_number,
        metavar="NUMBER",
        default=0,
        help=told(phrase("help.regrade.jobs")),
    )


def run(given: argparse.Namespace, console: Console) -> int:
    """Shows who moves, then writes; returns 0, or 22 where a grade waits for a person or could not be made anew. Raises
    `HarnessError`."""
    from harness import regrading
    from harness.errors import UsageError
    from harness.grade.results import submissions
    from harness.grading.points import judges_of
    from harness.grading.regrade import Standard
    from harness.report.regraded import print_moved

    place = place_of(given)
    rubric, results = place.rubric(), place.results(given.output)
    if not submissions(results):
        raise UsageError(phrase("results.none", folder=results))

    def tell(text: str) -> None:
        say(console, text)

    exports = place.exports(given.export, leaderboard=not given.no_leaderboard, output=given.output, say=tell)
    drawing = place.drawing(tell)
    jobs = given.jobs or os.cpu_count() or 1
    with judges_of(rubric, jobs) as judges:
        standard = Standard(rubric, place.rubric_text(), drawing, judges)
        asking = regrading.Asking(judges.of_views, judges.ids, given.again)
        found = regrading.look(results, standard, asking, jobs)
    print_moved(found.moved, len(found.same), found.left, console)
    if given.dry_run:
        tell(told(phrase("regrade.dry")))
    else:
        shown = len(found.left)
        regrading.write(found, exports, rubric.feedback.hidden)
        for (name, attempt), why in list(found.left.items())[shown:]:
            tell(told(phrase("regrade.left", name=name, attempt=attempt, why=why)))
        exports.close()
    return HELD_EXIT_CODE if found.waiting or found.left else 0

"""``harness grade``: one submission."""

import argparse
from pathlib import Path

from rich.console import Console

from harness.cli.common import RUN, add_grading, place_of, say, warn
from harness.cli.parser import group
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.grade")
EXAMPLES = (
    ("harness grade submissions/alice", phrase("example.grade.1")),
    ("harness grade alice.ipynb --runner docker --gpus none", phrase("example.grade.2")),
    ("harness grade alice.zip --smoke", phrase("example.grade.3")),
    (
        "harness grade alice.zip --rubric ../course/rubric.yaml --handed-in 2026-11-20T23:59",
        phrase("example.grade.4"),
    ),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_grading(parser)
    group(parser, RUN).add_argument("--audit", action="store_true", help=told(phrase("help.all.audit")))
    parser.add_argument("path", type=Path, help=told(phrase("help.grade.path")))
    how = group(parser, RUN)
    how.add_argument("--extra-attempt", action="store_true", help=told(phrase("help.grade.extra_attempt")))
    how.add_argument(
        "--handed-in",
        metavar="TIME",
        help=told(phrase("help.grade.handed_in")),
    )
    how.add_argument("--baseline", metavar="NAME", help=told(phrase("help.grade.baseline")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Grades, writes and prints; returns the exit code of the outcome. Raises `HarnessError`."""
    from harness.assignment.deadline import zone_of
    from harness.errors import UsageError
    from harness.grade.counting import too_many
    from harness.grade.results import new_attempt, sweep
    from harness.grading.lateness import judged, known_arrival
    from harness.grading.pipeline import grade_submission
    from harness.intake.submission import read_submission
    from harness.intake.times import Arrival, parse_time
    from harness.publish import publish
    from harness.report.progress import Progress
    from harness.report.terminal import print_grade
    from harness.sandbox.choose import choose_backend

    place = place_of(given)
    submission = read_submission(given.path)
    results, deadline, arrival = place.results(given.output), place.rubric().deadline, Arrival()
    if given.handed_in is not None:
        if deadline is None:
            raise UsageError(phrase("grade.no_deadline"))
        arrival = Arrival(at=parse_time(given.handed_in, zone_of(deadline.zone), "--handed-in"))
    arrival = known_arrival(results, submission.results_name, submission.content_hash, arrival)
    bounded = not (given.smoke or given.extra_attempt or given.baseline)
    most = place.rubric().attempts if bounded else None
    if why := too_many(results, submission.results_name, submission.content_hash, most):
        raise UsageError(phrase("grade.refused", name=submission.name, why=why))
    packages = place.rubric().run.packages
    backend = choose_backend(
        given.runner, installation=place.for_sandboxes, gpus=given.gpus, packages=packages
    )
    exports = place.exports(
        given.export,
        leaderboard=not given.no_leaderboard,
        output=given.output,
        baseline=given.baseline,
        say=lambda text: say(console, text),
    )
    setting = place.setting(
        backend,
        given.gpus,
        given.smoke,
        lambda text: say(console, text),
        audit=given.audit,
        keys=getattr(given, "keys", 1),
        longer=getattr(given, "longer", False),
    )
    warn(console, backend)
    sweep(results, lambda text: say(console, text))
    with new_attempt(results, submission.results_name) as attempt:
        with Progress(console, submission.name) as progress:
            grade = grade_submission(submission, setting, attempt, progress)
        grade = judged(grade, place.rubric(), arrival)
        if given.baseline is not None:
            grade = grade.model_copy(update={"baseline": given.baseline})
        grade, folder = publish(grade, attempt, exports, place.rubric().feedback.hidden)
    print_grade(grade, console)
    say(console, told(phrase("grade.feedback", path=folder / "feedback.html")))
    exports.hand_over(grade, folder)
    exports.close()
    return grade.exit_code

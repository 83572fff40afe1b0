"""``harness gradescope``: grades as Gradescope takes them, and the harness as an autograder of Gradescope."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from harness.cli.common import add_rubric, place_of, say
from harness.errors import HarnessError, UsageError
from harness.words.phrase import phrase
from harness.words.say import say as told

if TYPE_CHECKING:
    from harness.workplace import Workplace

HELP = phrase("verb.gradescope")
EXAMPLES = (
    ("harness gradescope results alice", phrase("example.gradescope.1")),
    ("harness gradescope zip --wheel harness.whl", phrase("example.gradescope.2")),
)
RESULTS, ZIP, PREPARE, RUN = "results", "zip", "prepare", "run"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument(
        "what",
        choices=(RESULTS, ZIP, PREPARE, RUN),
        help=told(phrase("help.gradescope.what")),
    )
    parser.add_argument("name", nargs="?", help=told(phrase("help.gradescope.name")))
    parser.add_argument("--output", type=Path, help=told(phrase("help.gradescope.output")))
    parser.add_argument("--to", type=Path, metavar="FILE", help=told(phrase("help.gradescope.to")))
    parser.add_argument("--wheel", type=Path, metavar="FILE", help=told(phrase("help.gradescope.wheel")))
    parser.add_argument(
        "--autograder",
        type=Path,
        default=Path("/autograder"),
        help=told(phrase("help.gradescope.autograder")),
    )


def run(given: argparse.Namespace, console: Console) -> int:
    """Does one of them; returns 0. Raises `HarnessError`; while grading, what fails is told in ``results.json``."""

    place = place_of(given)
    what = {RESULTS: _results, ZIP: _zip, PREPARE: _prepare, RUN: _run}[given.what]
    what(given, place, console)
    return 0


def _results(given: argparse.Namespace, place: "Workplace", console: Console) -> None:
    from harness.grade.counting import counted
    from harness.grade.results import latest
    from harness.gradebook.gradescope import result_of
    from harness.intake.names import results_name

    if given.name is None:
        raise UsageError(phrase("gradescope.which"))
    folder, rubric = place.results(given.output), place.rubric()
    found = latest(folder, given.name) or latest(folder, results_name(given.name))
    if found is None:
        raise UsageError(phrase("results.none_of", name=given.name, folder=folder))
    grade, _ = counted(found, best=rubric.attempts_count == "best")
    _write(given.to or Path("results.json"), result_of(grade, rubric.feedback.hidden), console)


def _zip(given: argparse.Namespace, place: "Workplace", console: Console) -> None:
    from harness.dataset.key import load_key
    from harness.gradebook.autograder import autograder_zip
    from harness.gradebook.sheet import write_whole

    if given.wheel is None:
        raise UsageError(phrase("gradescope.wheel"))
    key = load_key(place.home, say=lambda text: say(console, text))
    path = given.to or Path("autograder.zip")
    write_whole(path, autograder_zip(place.rubric_path, place.rubric(), key, given.wheel))
    say(console, told(phrase("gradescope.made", path=path)))


def _prepare(given: argparse.Namespace, place: "Workplace", console: Console) -> None:
    from harness.sandbox.choose import choose_backend

    backend = choose_backend("local", installation=place.for_sandboxes, packages=place.rubric().run.packages)
    backend.prepare(lambda text: say(console, text))
    place.drawing(lambda text: say(console, text))


def _run(given: argparse.Namespace, place: "Workplace", console: Console) -> None:
    from harness.gradebook.gradescope import no_result

    try:
        made = _graded(given, place, console)
    except HarnessError as error:
        say(console, told(error.phrase))
        made = no_result(error.phrase)
    except Exception as error:  # noqa: BLE001 - Gradescope shows a student nothing else than this file
        say(console, f"{type(error).__name__}: {error}")
        made = no_result(phrase("gradescope.unknown", error=type(error).__name__))
    _write(given.autograder / "results" / "results.json", made, console)


def _graded(given: argparse.Namespace, place: "Workplace", console: Console) -> dict[str, Any]:
    """Grades what Gradescope put down. Raises `HarnessError`."""
    from harness.cli import grade as verb
    from harness.grade.results import latest
    from harness.gradebook.gradescope import Metadata, no_result, result_of
    from harness.intake.submission import read_submission
    from harness.sandbox.choose import choose_backend
    from harness.sandbox.owned import work_folder

    rubric, folder = place.rubric(), given.autograder / "submission"
    backend = choose_backend("local", installation=place.for_sandboxes, packages=rubric.run.packages)
    if getattr(backend, "warning", None) is not None:
        # The key and the checks lie on this machine.
        return no_result(phrase("gradescope.no_isolation"))
    metadata = Metadata.read(given.autograder / "submission_metadata.json")
    submission = read_submission(folder)
    if (stands := metadata.too_many(submission.content_hash, rubric.attempts)) is not None:
        return stands
    words = [str(folder), "--rubric", str(place.rubric_path), "--runner", "local", "--no-leaderboard"]
    if rubric.deadline is not None and metadata.created_at is not None:
        words += ["--handed-in", metadata.created_at.isoformat()]
    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    with work_folder() as results:
        verb.run(parser.parse_args([*words, "--output", str(results), "--extra-attempt"]), console)
        found = latest(results, submission.results_name)
        if found is None:
            raise UsageError(phrase("gradescope.no_grade"))
        return result_of(found[0], rubric.feedback.hidden)


def _write(path: Path, made: dict[str, Any], console: Console) -> None:
    from harness.gradebook.sheet import write_whole

    write_whole(path, (json.dumps(made, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
    say(console, told(phrase("gradescope.written", path=path, scored="score" in made)))

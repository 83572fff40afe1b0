"""``harness override``: a person sets points in place of the automatic ones, or comments."""

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from harness.cli.common import add_exporting, add_rubric, author, place_of, say
from harness.cli.parser import group, whole_number
from harness.errors import UsageError
from harness.outcome import USAGE_EXIT_CODE
from harness.words.phrase import Phrase, phrase
from harness.words.say import say as told

if TYPE_CHECKING:
    from harness.grade.record import Grade
    from harness.overriding import Wish

HELP = phrase("verb.override")
EXAMPLES = (
    (
        'harness override alice --criterion inception_module --points 20 --why "The third branch is there."',
        phrase("example.override.1"),
    ),
    (
        'harness override alice --criterion inception_module --take-back --why "It was another work."',
        phrase("example.override.2"),
    ),
    ('harness override alice --comment "Well argued."', phrase("example.override.3")),
    ("harness override alice", phrase("example.override.4")),
    ("harness override", phrase("example.override.5")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    add_exporting(parser)
    parser.add_argument("name", nargs="?", help=told(phrase("help.override.name")))
    parser.add_argument(
        "--attempt", type=whole_number, metavar="NUMBER", help=told(phrase("help.override.attempt"))
    )
    what = group(parser, phrase("help.group.override"))
    what.add_argument("--criterion", metavar="ID", help=told(phrase("help.override.criterion")))
    points = what.add_mutually_exclusive_group()
    points.add_argument("--points", type=_number, metavar="NUMBER", help=told(phrase("help.override.points")))
    points.add_argument("--take-back", action="store_true", help=told(phrase("help.override.take_back")))
    what.add_argument("--why", metavar="SENTENCE", help=told(phrase("help.all.why")))
    what.add_argument("--comment", metavar="TEXT", help=told(phrase("help.override.comment")))
    what.add_argument("--by", metavar="PERSON", help=told(phrase("help.all.by")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Writes the decision down, or the pages anew; returns 0. Raises `HarnessError`."""
    from harness.enacting import catch_up
    from harness.grade.results import submissions
    from harness.overriding import Wish, override, which

    _check(given)
    place = place_of(given)
    rubric, results = place.rubric(), place.results(given.output)
    shown, best = rubric.feedback.hidden, rubric.attempts_count == "best"

    def tell(text: str) -> None:
        say(console, text)

    exports = place.exports(given.export, leaderboard=not given.no_leaderboard, output=given.output, say=tell)
    if given.criterion is None and given.comment is None:
        names = submissions(results)
        if given.name is not None:
            names = [which(results, given.name, given.attempt, best=best)[1].parent.name]
        code = _bring_up_to_date(names, lambda name: catch_up(results / name, exports, shown), tell)
        exports.close()
        return code
    grade, folder = which(results, given.name, given.attempt, best=best)
    wish = Wish(given.by or author(), given.criterion, given.points, given.why or "", given.comment)
    grade = override(grade, folder, wish, exports, shown)
    _tell(grade, wish, tell)
    tell(told(phrase("decide.page", path=folder / "feedback.html")))
    exports.close()
    return 0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(told(phrase("override.number", text=text))) from None


def _check(given: argparse.Namespace) -> None:
    """Raises `UsageError` where the options do not fit together."""
    decides = given.points is not None or given.take_back
    if given.name is None and (decides or given.criterion is not None or given.comment is not None):
        raise UsageError(phrase("override.whose"))
    if decides and given.criterion is None:
        raise UsageError(phrase("override.which"))
    if given.criterion is not None and not decides:
        raise UsageError(phrase("override.no_points", criterion=given.criterion))
    if given.criterion is not None and given.why is None:
        raise UsageError(phrase("override.no_why"))
    if given.why is not None and given.criterion is None:
        raise UsageError(phrase("override.why"))


def _tell(grade: "Grade", wish: "Wish", tell: Callable[[str], None]) -> None:
    from harness.report.text import number

    for one in grade.criteria:
        if one.id == wish.criterion:
            automatic = one.points if one.automatic is None else one.automatic
            has = (number(one.points), number(one.max_points), number(automatic))
            tell(
                told(
                    phrase(
                        "override.criterion",
                        criterion=one.id,
                        has=has,
                        attempt=grade.attempt,
                        name=grade.submission,
                    )
                )
            )
    if wish.comment is not None:
        tell(told(phrase("override.commented", attempt=grade.attempt, name=grade.submission)))
    tell(told(_has(grade)))


def _has(grade: "Grade") -> Phrase:
    """What the attempt counts now."""
    from harness.report.text import number

    return phrase(
        "override.has",
        attempt=grade.attempt,
        name=grade.submission,
        has=(number(grade.points), number(grade.max_points), number(grade.automatic_points)),
        is_mark=grade.is_mark,
        waits=grade.waits,
    )


def _bring_up_to_date(
    names: Sequence[str], catch_up: Callable[[str], Sequence["Grade"]], tell: Callable[[str], None]
) -> int:
    """Brings each submission up to date, whatever is wrong with another; returns 0, or 2 where a file must be mended."""
    code, written = 0, 0
    for name in names:
        try:
            changed = catch_up(name)
        except UsageError as error:
            code = USAGE_EXIT_CODE
            tell(told(error.phrase))
            continue
        written += len(changed)
        for grade in changed:
            tell(told(_has(grade)))
            for reason in grade.held if grade.waits else ():
                tell(told(phrase("override.held", name=grade.submission, reason=reason)))
    tell(told(phrase("override.pages", count=written)))
    return code

"""``harness leaderboard``: MLflow's pages over the marks, or the board, as a page or a table."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from harness.cli.common import add_left_out, add_output, add_rubric, left_out, place_of, say, write_private
from harness.cli.parser import group, whole_number
from harness.words.phrase import phrase
from harness.words.say import say as told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.board.board import Truth
    from harness.board.standing import Entry
    from harness.dataset.drawing import Drawing
    from harness.workplace import Workplace

HELP = phrase("verb.leaderboard")
EXAMPLES = (
    ("harness leaderboard", phrase("example.leaderboard.1")),
    ("harness leaderboard --host 0.0.0.0 --port 8080", phrase("example.leaderboard.2")),
    ("harness leaderboard --html board.html", phrase("example.leaderboard.3")),
    ("harness leaderboard --table --names name", phrase("example.leaderboard.4")),
)
DEFAULT_PORT = 5000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument(
        "--port",
        type=whole_number,
        metavar="NUMBER",
        default=DEFAULT_PORT,
        help=told(phrase("help.leaderboard.port", port=DEFAULT_PORT)),
    )
    parser.add_argument(
        "--host", metavar="ADDRESS", default="127.0.0.1", help=told(phrase("help.leaderboard.host"))
    )
    board = group(parser, phrase("help.group.board"))
    board.add_argument("--html", type=Path, metavar="FILE", help=told(phrase("help.leaderboard.html")))
    board.add_argument("--table", action="store_true", help=told(phrase("help.leaderboard.table")))
    board.add_argument("--aliases", type=Path, metavar="FILE", help=told(phrase("help.leaderboard.aliases")))
    board.add_argument(
        "--names",
        choices=("alias", "name"),
        help=told(phrase("help.leaderboard.names")),
    )
    add_left_out(board)
    add_output(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Makes the board, or serves MLflow's pages until Ctrl-C. Raises `HarnessError`."""

    place = place_of(given)
    if given.html is not None or given.table or given.aliases is not None:
        return _board(given, place, console)
    from harness.leaderboard.ui import open_ui

    experiment = place.rubric().experiment_name
    open_ui(place.project, port=given.port, host=given.host, environ=os.environ, experiment=experiment)
    return 0


def _board(given: argparse.Namespace, place: "Workplace", console: Console) -> int:
    import csv
    import io
    from datetime import datetime

    from harness.assignment.lines import called_lines, read_lines
    from harness.board.board import make_board
    from harness.board.standing import standing
    from harness.grade.alias import ALIASES, aliases
    from harness.report.view import roles_of

    rubric = place.rubric()
    assignment = rubric.of()
    lines = read_lines(assignment.lines)
    results = place.results(given.output)
    found = standing(
        results,
        best=rubric.attempts_count == "best",
        lines=lines.content,
        left_out=left_out(given, results),
    )
    names = [entry.name for entry in found.entries]
    # Where nobody stands on the board, a key of a split is neither asked for nor made.
    drawing = place.drawing(lambda text: say(console, text)) if names else None
    alias_of = aliases(drawing.derive(ALIASES), names) if drawing is not None else {}
    if given.aliases is not None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([("submission", "alias"), *sorted(alias_of.items())])
        write_private(given.aliases, text.getvalue())
        say(console, told(phrase("board.aliases_are", file=str(given.aliases))))
    if given.html is None and not given.table:
        return 0
    board = make_board(
        found,
        alias_of if (given.names or rubric.leaderboard.names) == "alias" else {name: name for name in names},
        called_lines(assignment.name, lines.lines),
        roles_of(assignment.name, assignment.roles),
        rubric.feedback.hidden,
        lambda: _truth(drawing, found.entries, len(assignment.data.classes)),
    )
    if given.html is not None:
        from harness.board.page import render

        write_private(given.html, render(board, rubric.called, datetime.now().astimezone().date()))
        say(console, told(phrase("board.page_is", file=str(given.html))))
    if given.table:
        from harness.board.terminal import print_board

        print_board(board, console)
    # Names are in these sentences, and the page may have none.
    for name, why in found.unread.items():
        say(console, told(phrase("board.unread_is", name=name, why=why)))
    return 0


def _truth(drawing: "Drawing | None", entries: "Sequence[Entry]", classes: int) -> "Truth | None":
    """The hidden labels, where a grade was made on them."""
    from harness.board.board import Truth

    if drawing is None or all(entry.split_id != drawing.split_id for entry in entries):
        return None
    return Truth(drawing.split_id, drawing.split().hidden_labels.astype("int64"), classes)

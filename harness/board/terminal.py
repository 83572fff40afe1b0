"""The board as a table on the terminal."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.board.board import Board
from harness.board.page import could_be, interval, took
from harness.report.paper import say as tell
from harness.report.text import count, one_line
from harness.words.phrase import phrase
from harness.words.say import say

NAME = 34
WIDTH = 132


def print_board(board: Board, console: Console) -> None:
    """Prints the rows, the best first, and how to read them; names without markup and control characters."""
    if board.rows:
        console.print(_table(board, console))
    tell(console, say(phrase("board.ranked", count=len(board.students))), "bold")
    for one in (*board.about, *board.left_out):
        tell(console, say(one), "dim")


def _table(board: Board, console: Console) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, width=min(WIDTH, console.width))
    headers = [phrase("board.rank"), phrase("board.student"), phrase("board.score")]
    if board.exact:
        headers += [phrase("board.could_be"), phrase("board.interval")]
    headers += [phrase("board.parameters"), phrase("board.run_time"), phrase("board.attempts")]
    for place, header in enumerate(headers):
        table.add_column(
            Text(say(header), "bold"),
            justify="left" if place == 1 else "right",
            no_wrap=place != 1,
            overflow="fold",
        )
    for row in board.rows:
        rank = (
            "–"
            if row.place is None
            else f"{'=' * row.is_tied}{row.place.rank}{' ≈' * (not row.place.compared)}"
        )
        name = Text(one_line(row.label, NAME), "yellow" if row.place is None else "default")
        for badge in row.badges:
            name.append(f"\n★ {say(badge)}", "cyan")
        cells = [Text(rank), name, Text(row.score)]
        if board.exact:
            cells += [Text(say(one) if one else "") for one in (could_be(row), interval(row))]
        cells += [
            Text(say(phrase("board.unknown")) if row.parameters is None else count(row.parameters)),
            Text(say(took(row))),
            Text("" if row.attempts is None else str(row.attempts)),
        ]
        table.add_row(*cells, style="bold" if row.place and row.place.rank == 1 else "")
    return table

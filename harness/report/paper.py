"""Paragraphs and tables on a terminal, in at most `WIDTH` columns."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 100


def say(console: Console, text: str, style: str) -> None:
    """One paragraph, in at most 100 columns, without markup."""
    console.print(Text(text, style), width=min(WIDTH, console.width))


def table_of(console: Console, *headers: str) -> Table:
    """A table without rows yet, a column for each header."""
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        width=min(WIDTH, console.width),
    )
    for header in headers:
        table.add_column(Text(header, "bold"), overflow="fold")
    return table

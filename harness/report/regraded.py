"""What a regrade changes, on the terminal."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.report.paper import WIDTH, say
from harness.report.text import number, one_line
from harness.words.phrase import Phrase, phrase
from harness.words.say import say as words

Standing = tuple[float, float, bool]


class Moved(Protocol):
    """A grade that moves, as `harness.regrading.Moved` is one."""

    @property
    def submission(self) -> str: ...
    @property
    def attempt(self) -> int: ...
    @property
    def before(self) -> Standing: ...
    @property
    def after(self) -> Standing: ...
    @property
    def criteria(self) -> Mapping[str, tuple[float | None, float | None]]: ...
    @property
    def waits(self) -> bool: ...
    @property
    def held(self) -> Sequence[str]: ...
    @property
    def decided(self) -> Sequence[Phrase]: ...


def print_moved(
    moved: Sequence[Moved], same: int, left: Mapping[tuple[str, int], str], console: Console
) -> None:
    """Prints one row for each grade that moves, the largest change first; decisions beneath which a mark changes; how many stay
    the same; and which are not made anew, and why."""
    if moved:
        console.print(_table(moved, console))
    for one in moved:
        for said in one.decided:
            say(console, one_line(words(said), 500), "bold yellow")
        for reason in one.held:
            say(
                console,
                words(phrase("moved.held", name=one_line(one.submission, 60), reason=one_line(reason, 500))),
                "magenta",
            )
    alike = defaultdict[tuple[str, str], list[int]](list)
    for (name, attempt), why in left.items():
        alike[name, why].append(attempt)
    for (name, why), attempts in alike.items():
        kept = phrase(
            "moved.left", name=one_line(name, 60), attempts=sorted(attempts), why=one_line(why, 500)
        )
        say(console, words(kept), "yellow")
    say(console, words(phrase("moved.counts", changed=len(moved), same=same, left=len(left))), "bold")


def _table(moved: Sequence[Moved], console: Console) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, width=min(WIDTH, console.width))
    headers = (
        phrase("terminal.submission"),
        phrase("moved.attempt"),
        phrase("moved.before"),
        phrase("moved.after"),
        phrase("moved.change"),
        phrase("moved.where"),
    )
    for header in headers:
        table.add_column(Text(words(header), "bold"), overflow="fold")
    for column in table.columns[1:5]:
        column.justify, column.no_wrap = "right", True
    table.columns[0].ratio, table.columns[5].ratio = 2, 3
    for one in sorted(moved, key=lambda one: (-abs(one.after[0] - one.before[0]), one.submission)):
        change = one.after[0] - one.before[0]
        table.add_row(
            Text(one_line(one.submission, 40)),
            Text(str(one.attempt)),
            _standing(one.before),
            _standing(one.after),
            Text(
                ("+" if change > 0 else "") + number(change),
                "green" if change > 0 else "red" if change else "",
            ),
            Text(_where(one)),
        )
    return table


def _standing(standing: Standing) -> Text:
    points, most, is_mark = standing
    return Text(
        words(phrase("terminal.of", points=number(points), most=number(most))), "" if is_mark else "dim"
    )


def _where(moved: Moved) -> str:
    def told(points: float | None) -> str:
        return words(phrase("moved.none")) if points is None else number(points)

    parts = [f"{one_line(name, 40)} {told(was)} → {told(now)}" for name, (was, now) in moved.criteria.items()]
    if moved.before[2] != moved.after[2]:
        if moved.waits:
            parts.append(words(phrase("moved.held_now")))
        else:
            parts.append(words(phrase("moved.mark_now") if moved.after[2] else phrase("moved.no_mark_now")))
    return ", ".join(parts)

"""Badges: few, and each true whatever the hidden images had been."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from harness.assignment.lines import Line
from harness.board.ranking import Place
from harness.board.standing import Entry
from harness.words.phrase import Phrase, phrase


def badges(
    entries: Sequence[Entry], places: Sequence[Place], lines: Sequence[Line], roles: Mapping[str, str]
) -> list[list[Phrase]]:
    """The badges of each entry, in its order."""
    found = [list[Phrase]() for _ in entries]
    for given in (_first_over(entries, lines, roles), _biggest_step(entries), _smallest(entries, places)):
        for place, badge in given:
            found[place].append(badge)
    return found


def _first_over(
    entries: Sequence[Entry], lines: Sequence[Line], roles: Mapping[str, str]
) -> Iterator[tuple[int, Phrase]]:
    """Who first had an F1 whose whole interval lies over the highest line that anybody's does. When works came must be known of
    all of them: the order in which they were graded says nothing."""
    marks = [(place, mark) for place, entry in enumerate(entries) for mark in entry.marks]
    times = [(place, mark, mark.handed_in) for place, mark in marks if mark.handed_in is not None]
    if len(times) < len(marks):
        return
    for line in sorted(lines, key=lambda one: -one.macro_f1):
        over: list[tuple[datetime, int]] = [
            (at, place) for place, mark, at in times if mark.interval[0] > line.macro_f1
        ]
        if over:
            first = min(over)
            if [at for at, _ in over].count(first[0]) == 1:
                yield first[1], phrase("board.badge_first", line=line.title(roles))
            return


def _biggest_step(entries: Sequence[Entry]) -> Iterator[tuple[int, Phrase]]:
    """Whose F1 rose most from one mark to the next, where both intervals lie apart."""
    steps = [
        (round(after.macro_f1 - before.macro_f1, 3), place)
        for place, entry in enumerate(entries)
        for before, after in zip(entry.marks, entry.marks[1:], strict=False)
        if after.interval[0] > before.interval[1]
    ]
    if steps:
        gain, place = max(steps)
        if [other for other, _ in steps].count(gain) == 1:
            yield place, phrase("board.badge_step", gain=gain)


def _smallest(entries: Sequence[Entry], places: Sequence[Place]) -> Iterator[tuple[int, Phrase]]:
    """Whose network has the fewest parameters of all that share the first rank; all of theirs must be known."""
    tied = [place for place, one in enumerate(places) if one.rank == 1]
    sizes = [(size, place) for place in tied if (size := entries[place].parameters) is not None]
    if len(tied) > 1 and len(sizes) == len(tied):
        smallest, place = min(sizes)
        if [size for size, _ in sizes].count(smallest) == 1:
            yield place, phrase("board.badge_small")

"""What the board shows, made of who stands on it: rows in order, lines to beat among them, and sentences on the whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from harness.assignment.lines import Line
from harness.board.badges import badges
from harness.board.ranking import RESAMPLES, Place, places, resampled_f1, told_apart
from harness.board.standing import Entry, Mark, Standing
from harness.grading.metrics import macro_f1
from harness.words.phrase import Phrase, phrase
from harness.words.say import not_shown, say
from harness.words.shown import Shown, band


@dataclass(frozen=True)
class Truth:
    """The hidden labels, int64 (N,), of a split, and how many classes there are."""

    split_id: str
    labels: NDArray[np.int64]
    classes: int


@dataclass(frozen=True)
class Row:
    """One line of the board: of a student, or, without a place, a line to beat.

    ``score`` is what is shown of the F1; ``macro_f1`` and ``interval`` are None where the rubric shows bands alone.
    """

    label: str
    score: str
    place: Place | None = None
    is_tied: bool = False
    macro_f1: float | None = None
    interval: tuple[float, float] | None = None
    parameters: int | None = None
    seconds: float | None = None
    marks: tuple[Mark, ...] = ()
    attempts: int | None = None
    badges: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Board:
    """All of it. ``rows`` are the best first; ``about`` says how to read them, ``left_out`` what is not on the board."""

    rows: list[Row]
    about: list[Phrase]
    left_out: list[Phrase] = field(default_factory=list)
    shown: Shown = Shown.EXACT

    @property
    def exact(self) -> bool:
        """Whether it shows the scores themselves."""
        return self.shown is Shown.EXACT

    @property
    def students(self) -> list[Row]:
        """The rows of students."""
        return [row for row in self.rows if row.place is not None]


def make_board(
    standing: Standing,
    labels: Mapping[str, str],
    lines: Sequence[Line],
    roles: Mapping[str, str],
    shown: Shown,
    truth: Callable[[], Truth | None],
) -> Board:
    """The board of a class.

    Args:
        standing: who stands on it.
        labels: what each entry is called, by its name.
        lines: lines to beat.
        roles: the words for each role that a network can play.
        shown: how much of the hidden images the board shows.
        truth: gives the hidden labels; asked only where ranks are made of them, and may know none.
    """
    left_out = [phrase("board.without", count=standing.without)] if standing.without else []
    if standing.unread:
        left_out.append(phrase("board.unread", count=len(standing.unread)))
    if shown is Shown.NONE:
        return Board([], [phrase("board.none")], left_out, shown)
    entries = sorted(standing.entries, key=lambda one: (-one.macro_f1, labels[one.name]))
    if shown is Shown.BANDS:
        return _banded(entries, labels, lines, roles, left_out)
    found, images = _places(entries, truth)
    given = badges(entries, found, lines, roles)
    ranks = [place.rank for place in found if place.compared]
    rows = [
        Row(
            label=labels[entry.name],
            score=f"{entry.macro_f1:.3f}",
            place=place,
            is_tied=place.compared and ranks.count(place.rank) > 1,
            macro_f1=entry.macro_f1,
            interval=entry.interval,
            parameters=entry.parameters,
            seconds=entry.seconds,
            marks=entry.marks,
            attempts=len(entry.marks),
            badges=tuple(badge),
        )
        for entry, place, badge in zip(entries, found, given, strict=True)
    ]
    about = [phrase("board.ties")] if rows else []
    if images:
        about.append(phrase("board.resampled", resamples=RESAMPLES, images=images))
    if uncompared := sum(not place.compared for place in found):
        about.append(phrase("board.uncompared", count=uncompared))
    rows += [
        Row(
            label=say(line.title(roles)),
            score=f"{line.macro_f1:.3f}",
            macro_f1=line.macro_f1,
            interval=line.interval,
            parameters=line.parameters,
            seconds=line.seconds,
        )
        for line in lines
    ]
    if lines:
        about.append(phrase("board.lines_of"))
    # A line stands above those who have its F1: they have not beaten it.
    rows.sort(key=lambda row: (-(row.macro_f1 or 0), row.place is not None))
    return Board(rows, about, left_out, shown)


def _places(entries: Sequence[Entry], truth: Callable[[], Truth | None]) -> tuple[list[Place], int]:
    """The place of each entry, and on how many images they were told apart, 0 where on none."""
    f1 = np.array([entry.macro_f1 for entry in entries])
    better = np.zeros((len(entries), len(entries)), bool)
    answers: dict[int, NDArray[np.int64]] = {}
    known = truth() if len(entries) > 1 else None
    if known is not None:

        def score(predicted: NDArray[np.int64]) -> float:
            return macro_f1(known.labels, predicted, known.classes)

        for place, entry in enumerate(entries):
            if entry.split_id == known.split_id:
                predicted = entry.predicted(known.labels, known.classes, score)
                if predicted is not None:
                    answers[place] = predicted
        if len(answers) > 1:
            among = list(answers)
            resampled = resampled_f1(known.labels, list(answers.values()), known.classes)
            better[np.ix_(among, among)] = told_apart(f1[among], resampled, len(known.labels))
    # One that stands alone is compared with nobody, and nothing is to be said of it.
    compared = [place in answers or len(entries) == 1 for place in range(len(entries))]
    images = len(known.labels) if known is not None and len(answers) > 1 else 0
    return places(f1.tolist(), better, compared), images


def _banded(
    entries: Sequence[Entry],
    labels: Mapping[str, str],
    lines: Sequence[Line],
    roles: Mapping[str, str],
    left_out: list[Phrase],
) -> Board:
    """The board by bands: no order within one, and nothing that tells more, neither badges nor pictures."""
    lows = [band(entry.macro_f1)[0] for entry in entries]
    rows = []
    for entry, low in zip(entries, lows, strict=True):
        above, within = sum(other > low for other in lows), lows.count(low)
        rows.append(
            Row(
                label=labels[entry.name],
                score=not_shown(entry.macro_f1, Shown.BANDS),
                place=Place(above + 1, above + within, True),
                is_tied=within > 1,
                parameters=entry.parameters,
                seconds=entry.seconds,
                attempts=len(entry.marks),
            )
        )
    shaded_lines = [
        Row(
            label=say(line.title(roles)),
            score=not_shown(line.macro_f1, Shown.BANDS),
            parameters=line.parameters,
            seconds=line.seconds,
        )
        for line in lines
    ]
    rows = sorted([*rows, *shaded_lines], key=lambda row: row.label)
    # Bands of the same width sort as their words do.
    rows.sort(key=lambda row: row.score, reverse=True)
    return Board(rows, [phrase("board.bands")] if entries else [], left_out, Shown.BANDS)

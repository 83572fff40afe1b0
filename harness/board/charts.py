"""The board's pictures, as SVG: shapes tell apart what colours do, and the table holds every value."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log10

from markupsafe import Markup

from harness.board.axis import Axis, f1_axis, tens_axis, time_axis
from harness.board.board import Row
from harness.report import svg
from harness.report.svg import element
from harness.report.text import one_line
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

WIDTH, HEIGHT = 760, 360
LEFT, RIGHT, TOP, BOTTOM = 58, 226, 12, 52
LABEL_GAP = 18.0
NAME = 60


@dataclass(frozen=True)
class Chart:
    """A picture with its heading, and what must be said below it."""

    title: Phrase
    svg: Markup
    notes: tuple[Phrase, ...] = ()


def rows_axis(rows: Sequence[Row]) -> Axis | None:
    """The axis of F1 that all pictures of these rows share; None where there are none."""
    scores = [row.macro_f1 for row in rows if row.macro_f1 is not None]
    highs = [row.interval[1] for row in rows if row.interval is not None]
    return f1_axis(scores, max(highs)) if scores else None


def whisker(row: Row, axis: Axis) -> Markup:
    """The interval of a row, with a dot at its F1 (a bar, for a line to beat, and an arrow, where it is beyond the axis)."""
    if row.interval is None or row.macro_f1 is None:
        return Markup("")
    if row.macro_f1 < axis.low:
        return svg.whisker_of(element("path", d="M14 9H3m5 -4l-5 4l5 4"))
    low, at, high = (axis.share(value) for value in (row.interval[0], row.macro_f1, row.interval[1]))
    bar = element("path", d=f"M{svg.whisker_x(at):.1f} 1v16")
    return svg.whisker(low, high, svg.dot(at) if row.place else bar)


def charts(rows: Sequence[Row]) -> list[Chart]:
    """F1 against size and against time, and from attempt to attempt: those for which something is known."""
    axis = rows_axis([row for row in rows if row.place]) and rows_axis(rows)
    if axis is None:
        return []
    parameters, times = phrase("board.parameters_axis"), phrase("board.time_axis")
    found = [
        _against(rows, axis, lambda row: row.parameters, phrase("board.against_parameters"), parameters),
        _against(
            rows,
            axis,
            lambda row: None if row.seconds is None else row.seconds / 60,
            phrase("board.against_time"),
            times,
            phrase("board.time_is"),
        ),
        _over_time(rows, axis),
    ]
    return [one for one in found if one is not None]


def front(points: Sequence[tuple[float, float]]) -> list[int]:
    """Places of the points (cost, score) that no other one beats at its cost or less, the cheapest first."""
    kept, best = list[int](), float("-inf")
    for place in sorted(range(len(points)), key=lambda one: (points[one][0], -points[one][1])):
        if points[place][1] > best:
            kept.append(place)
            best = points[place][1]
    return kept


def _against(
    rows: Sequence[Row],
    axis: Axis,
    cost: Callable[[Row], float | None],
    title: Phrase,
    words: Phrase,
    *notes: Phrase,
) -> Chart | None:
    known = [(row, at, row.macro_f1) for row in rows if (at := cost(row)) and row.macro_f1 is not None]
    if not any(row.place for row, _, _ in known):
        return None
    across = tens_axis([at for _, at, _ in known])
    spots = [(_x(across, log10(at)), _y(axis, f1)) for _, at, f1 in known]
    of_class = [(at, f1, spot) for (row, at, f1), spot in zip(known, spots, strict=True) if row.place]
    best = front([(at, f1) for at, f1, _ in of_class])
    parts = [*_frame(axis, across, words), *_lines(rows, axis)]
    parts.append(element("path", class_="front", d=_stairs([of_class[place][2] for place in best])))
    # The first ranks are drawn last, above the others.
    for (row, _, _), spot in sorted(zip(known, spots, strict=True), key=lambda one: -_rank(one[0][0])):
        parts.append(_spot(row, *spot))
    shown = say(phrase("board.description", shown=len(known), front=len(best)))
    unknown = sum(row.place is not None for row in rows) - sum(row.place is not None for row, _, _ in known)
    said = [*notes, *([phrase("board.unknown_cost", count=unknown)] if unknown else [])]
    keys = [
        _key("first", phrase("board.first")),
        _key("others", phrase("board.others")),
        _key("front", phrase("board.front")),
    ]
    return Chart(title, _svg(title, shown, parts, keys), (*said, *_clipped(rows, axis)))


def _over_time(rows: Sequence[Row], axis: Axis) -> Chart | None:
    """Each mark where it came, those of a student joined, and the best so far. Where nobody has two, and it is not known when
    works came, there is nothing to see."""
    marks = [mark for row in rows for mark in row.marks]
    came = all(mark.handed_in is not None for mark in marks)
    if not marks or not (came or any(len(row.marks) > 1 for row in rows)):
        return None
    paths = list[list[tuple[datetime, float]]]()
    for row in rows:
        times = [(mark.handed_in if came else mark.graded, mark.macro_f1) for mark in row.marks]
        paths.append([(at, f1) for at, f1 in times if at is not None])
    every = sorted(point for path in paths for point in path)
    if not every:
        return None
    across = time_axis([at for at, _ in every])
    words = phrase("board.by_handing_in") if came else phrase("board.by_grading")
    parts = [*_frame(axis, across, words), *_lines(rows, axis)]
    for row, path in zip(rows, paths, strict=True):
        spots = [(_x(across, at.timestamp()), _y(axis, f1)) for at, f1 in sorted(path)]
        name = element("title", one_line(row.label, NAME))
        if len(spots) > 1:
            parts.append(
                element("path", name, class_="path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots))
            )
        parts += [element("circle", name, class_="mark", cx=x, cy=y, r=3.0) for x, y in spots]
    best = list[tuple[float, float]]()
    highest = 0.0
    for at, f1 in every:
        if f1 > highest:
            highest = f1
            best.append((_x(across, at.timestamp()), _y(axis, f1)))
    parts.append(element("path", class_="front", d=_stairs(best)))
    title = phrase("board.over_time")
    keys = [_key("front", phrase("board.best_so_far"))]
    return Chart(title, _svg(title, say(words), parts, keys), tuple(_clipped(rows, axis)))


def _svg(title: Phrase, description: str, parts: Sequence[Markup], keys: Sequence[Markup]) -> Markup:
    legend, at = list[Markup](), LEFT
    for key in keys:
        legend.append(element("g", key, transform=f"translate({at} {HEIGHT + 4})"))
        at += 180
    return element(
        "svg",
        element("title", say(title)),
        element("desc", description),
        *parts,
        *legend,
        class_="chart",
        role="img",
        viewBox=f"0 0 {WIDTH} {HEIGHT + 20}",
    )


def _key(kind: str, words: Phrase) -> Markup:
    drawn = {
        "first": element("path", class_="spot first", d=_DIAMOND, transform="translate(8 6)"),
        "others": element("circle", class_="spot", cx=8, cy=6, r=4.0),
        "front": element("path", class_="front", d="M0 6h18"),
    }[kind]
    return Markup("").join([drawn, element("text", say(words), x=26, y=11)])


def _frame(axis: Axis, across: Axis, words: Phrase) -> Iterator[Markup]:
    bottom = HEIGHT - BOTTOM
    for value, text in axis.ticks:
        y = _y(axis, value)
        yield element("path", class_="grid", d=f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}")
        yield element("text", text, x=LEFT - 8, y=y + 5, text_anchor="end")
    for place, (value, text) in enumerate(across.ticks):
        x = _x(across, value)
        yield element("path", class_="grid", d=f"M{x:.1f} {TOP}V{bottom}")
        anchor = "middle" if place > 0 else "start"
        yield element("text", text, x=x, y=bottom + 18, text_anchor=anchor)
    yield element("text", say(words), x=(LEFT + WIDTH - RIGHT) / 2, y=bottom + 38, text_anchor="middle")


def _lines(rows: Sequence[Row], axis: Axis) -> Iterator[Markup]:
    """The lines to beat, dashed, each with its name at the right end, where names do not cover one another."""
    lines = sorted(
        ((row, row.macro_f1) for row in rows if row.place is None and (row.macro_f1 or 0) >= axis.low),
        key=lambda one: one[1] or 0,
    )
    lowest = HEIGHT - BOTTOM + LABEL_GAP
    for row, f1 in lines:
        y = _y(axis, f1 or 0)
        lowest = min(y, lowest - LABEL_GAP)
        end = WIDTH - RIGHT
        yield element("path", class_="line", d=f"M{LEFT} {y:.1f}H{end}l8 {lowest - y:.1f}")
        yield element(
            "text", f"{row.score} {one_line(row.label, 24)}", x=end + 12, y=lowest + 5, class_="name"
        )


_DIAMOND = "M0 -7l7 7l-7 7l-7 -7z"


def _spot(row: Row, x: float, y: float) -> Markup:
    name = element("title", f"{one_line(row.label, NAME)}: {row.score}")
    if row.place is None:
        return element(
            "path", name, class_="spot line-spot", d=f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"
        )
    if row.place.rank == 1:
        return element("path", name, class_="spot first", d=_DIAMOND, transform=f"translate({x:.1f} {y:.1f})")
    return element("circle", name, class_="spot", cx=x, cy=y, r=4.0)


def _rank(row: Row) -> int:
    return row.place.rank if row.place else 10**9


def _stairs(spots: Sequence[tuple[float, float]]) -> str:
    """From each spot right to the next one's place, then up to it, and on to the right end."""
    start = "M{:.1f} {:.1f}".format(*spots[0])
    return start + "".join(f"H{x:.1f}V{y:.1f}" for x, y in spots[1:]) + f"H{WIDTH - RIGHT}"


def _clipped(rows: Sequence[Row], axis: Axis) -> list[Phrase]:
    low = sum(row.macro_f1 is not None and row.macro_f1 < axis.low for row in rows)
    return [phrase("board.clipped", count=low, low=axis.low)] if low else []


def _x(axis: Axis, value: float) -> float:
    return LEFT + (WIDTH - RIGHT - LEFT) * axis.share(value)


def _y(axis: Axis, value: float) -> float:
    return TOP + (HEIGHT - BOTTOM - TOP) * (1 - axis.share(value))

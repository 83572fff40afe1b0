"""The class report's pictures, as SVG. Beside each stand its numbers in words."""

from dataclasses import dataclass

from markupsafe import Markup

from harness.board.axis import Axis, f1_axis
from harness.class_report.items import Item
from harness.class_report.report import Spread
from harness.report.svg import dot, element, whisker
from harness.report.text import number
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

WIDTH, HEIGHT = 560, 230
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 40, 30
GAP = 3.0
BARS_OF_POINTS = 10
BARS_A_TICK = 2
SHARES = 300


@dataclass(frozen=True)
class Histogram:
    """A histogram: its picture, and a sentence where some values lie beyond its lower end."""

    svg: Markup
    beyond: Phrase | None = None


def points_histogram(spread: Spread) -> Histogram:
    """How many have how many points, in percent, in steps of ten."""
    step = 100 / BARS_OF_POINTS
    ticks = tuple((place * 2 * step, f"{place * 2 * step:.0f} %") for place in range(BARS_OF_POINTS // 2 + 1))
    axis = Axis(0.0, 100.0, ticks)
    return Histogram(
        _histogram(spread, axis, step, phrase("class_report.points"), f"{number(spread.median)} %")
    )


def f1_histogram(spread: Spread) -> Histogram:
    """How many have which F1; who is far below the others stands in the first bar."""
    axis = f1_axis(spread.values, spread.values[-1])
    step = (axis.ticks[1][0] - axis.ticks[0][0]) / BARS_A_TICK
    low = sum(value < axis.low for value in spread.values)
    picture = _histogram(spread, axis, step, phrase("class_report.f1"), f"{spread.median:.3f}")
    return Histogram(picture, phrase("class_report.beyond", count=low, low=axis.low) if low else None)


def _histogram(spread: Spread, axis: Axis, step: float, title: Phrase, median: str) -> Markup:
    bars = max(1, round((axis.high - axis.low) / step))
    counts = [0] * bars
    for value in spread.values:
        counts[min(max(int((value - axis.low) / step + 1e-9), 0), bars - 1)] += 1
    bottom, wide = HEIGHT - BOTTOM, (WIDTH - LEFT - RIGHT) / bars
    parts, labels = [element("path", class_="grid", d=f"M{LEFT} {bottom}H{WIDTH - RIGHT}")], []
    for place, count in enumerate(counts):
        if count:
            tall = (bottom - TOP) * count / max(counts)
            x, y = LEFT + wide * place, bottom - tall
            parts.append(
                element("rect", class_="bar", x=x + GAP / 2, y=y, width=wide - GAP, height=tall, rx=2)
            )
            labels.append(element("text", str(count), x=x + wide / 2, y=y - 5, text_anchor="middle"))
    for value, text in axis.ticks:
        share = axis.share(value)
        anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        x = LEFT + (WIDTH - LEFT - RIGHT) * share
        parts.append(element("text", text, x=x, y=bottom + 19, text_anchor=anchor))
    x = LEFT + (WIDTH - LEFT - RIGHT) * axis.share(spread.median)
    words = say(phrase("class_report.median_is", value=median))
    anchor = "end" if x > WIDTH / 2 else "start"
    labels.append(element("text", words, class_="name", x=x, y=13, text_anchor=anchor))
    # The line is beneath the counts, so that each can be read.
    parts += [element("path", class_="median", d=f"M{x:.1f} 20V{bottom}"), *labels]
    told = say(phrase("class_report.histogram", counts=counts))
    return element(
        "svg",
        element("title", say(title)),
        element("desc", f"{words}. {told}"),
        *parts,
        class_="chart",
        role="img",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )


def shares(item: Item) -> Markup:
    """A bar of those who have all points of an item, a part, and none."""
    whole = max(item.full + item.some + item.none, 1)
    parts, at = list[Markup](), 0.0
    for count, kind in ((item.full, "full"), (item.some, "some"), (item.none, "none")):
        wide = SHARES * count / whole
        if count:
            parts.append(element("rect", class_=kind, x=at, y=0, width=wide, height=14))
        at += wide
    return element("svg", *parts, class_="shares", viewBox=f"0 0 {SHARES} 14", aria_hidden="true")


def reach(low: float, mean: float, high: float, start: float) -> Markup:
    """From the lowest to the highest of values in [0, 1], with a dot at their mean, on an axis from ``start`` to 1."""
    low, mean, high = ((value - start) / (1 - start) for value in (low, mean, high))
    return whisker(low, high, dot(mean))

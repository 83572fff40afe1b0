"""The confusion matrix as a picture and as a sentence."""

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from harness.report.text import one_line
from harness.words.phrase import phrase
from harness.words.say import say

CELL = 44
GAP = 2
LEFT = 118
RIGHT = 56
TOP = 100
LEGEND = 34
FONTS = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif"
CORRECT = "#174a8c"
MISTAKE = "#b3420a"
LIGHT_TEXT_FROM = 0.75
"""Opacity from which white on `CORRECT` reads better than black (contrast of at least 4.5 on either side)."""


class Confusion(NamedTuple):
    """``images`` of the ``total`` images of class ``true`` were taken for class ``predicted``."""

    true: str
    predicted: str
    images: int
    total: int


def most_confused(
    matrix: Sequence[Sequence[int]], class_names: Sequence[str], count: int = 3
) -> list[Confusion]:
    """The ``count`` largest entries off the diagonal, largest first; fewer where fewer are above zero."""
    _check_shape(matrix, class_names)
    pairs = [
        Confusion(class_names[row], class_names[column], entry, sum(entries))
        for row, entries in enumerate(matrix)
        for column, entry in enumerate(entries)
        if row != column and entry > 0
    ]
    return sorted(pairs, key=lambda pair: -pair.images)[:count]


def confusion_sentence(matrix: Sequence[Sequence[int]], class_names: Sequence[str]) -> str:
    """The most confused pairs in one sentence, or that there is none."""
    pairs = most_confused(matrix, class_names)
    if not pairs:
        return say(phrase("matrix.none"))
    told = [
        phrase("matrix.pair", true=pair.true, predicted=pair.predicted, images=pair.images, total=pair.total)
        for pair in pairs
    ]
    return say(phrase("matrix.confused", pairs=told))


def confusion_svg(matrix: Sequence[Sequence[int]], class_names: Sequence[str]) -> str:
    """The confusion matrix as an SVG heat map that stands alone and also takes on a page's colours.

    Rows are true classes, columns predicted ones, each cell shows its count. Colour is the share of the row:
    blue on the diagonal, orange (on a square-root scale, so that few mistakes are still seen) off it.

    Args:
        matrix: n rows of n counts.
        class_names: the n names, in the order of the labels.

    Raises:
        ValueError: the matrix is not n by n, or an entry is negative.
    """
    _check_shape(matrix, class_names)
    names = [one_line(name, 14) for name in class_names]
    side = CELL * len(names)
    width, height = LEFT + side + RIGHT, TOP + side + LEGEND
    title = say(phrase("matrix.title", count=sum(map(sum, matrix))))
    true, predicted = escape(say(phrase("matrix.true"))), escape(say(phrase("matrix.predicted")))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="confusion" role="img" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" font-family="{FONTS}" font-size="14">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(one_line(confusion_sentence(matrix, class_names), 1000))}</desc>",
        f'<rect class="paper" width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text class="axis" x="{LEFT}" y="16" font-size="13" fill="#4a5460">{predicted} →</text>',
        f'<text class="axis" transform="translate(15 {TOP}) rotate(-90)" text-anchor="end" font-size="13" '
        f'fill="#4a5460">← {true}</text>',
    ]
    for index, name in enumerate(names):
        middle = CELL * index + CELL // 2
        parts.append(
            f'<text class="label" transform="translate({LEFT + middle + 4} {TOP - 8}) rotate(-45)" '
            f'fill="#15191e">{escape(name)}</text>'
            f'<text class="label" x="{LEFT - 8}" y="{TOP + middle + 5}" text-anchor="end" '
            f'fill="#15191e">{escape(name)}</text>'
        )
    for row, entries in enumerate(matrix):
        for column, entry in enumerate(entries):
            parts.append(_cell(row, column, entry, sum(entries), names))
    parts.append(_legend(TOP + side + 20))
    parts.append("</svg>")
    return "\n".join(parts)


def _cell(row: int, column: int, entry: int, total: int, names: Sequence[str]) -> str:
    share = entry / total if total else 0.0
    correct = row == column
    opacity = share if correct else share**0.5
    colour = (CORRECT if correct else MISTAKE) if entry else "#8a94a0"
    shade = "count light" if correct and opacity >= LIGHT_TEXT_FROM else "count" if entry else "count none"
    ink = {"count light": "#ffffff", "count": "#000000", "count none": "#6b7480"}[shade]
    x, y, size = LEFT + CELL * column, TOP + CELL * row, CELL - GAP
    font = min(16.0, (size - 6) / (0.6 * len(str(entry))))
    hint = say(
        phrase(
            "matrix.cell",
            true=names[row],
            predicted=names[column],
            images=entry,
            total=total,
            correct=correct,
        )
    )
    return (
        f"<g data-true={quoteattr(names[row])} data-predicted={quoteattr(names[column])}>"
        f"<title>{escape(hint)}</title>"
        f'<rect x="{x}" y="{y}" width="{size}" height="{size}" rx="4" fill="{colour}" '
        f'fill-opacity="{max(opacity, 0.08):.3f}"/>'
        f'<text class="{shade}" x="{x + size / 2:g}" y="{y + size / 2 + font * 0.36:.1f}" '
        f'text-anchor="middle" font-size="{font:.3g}" font-weight="{600 if correct else 400}" '
        f'fill="{ink}">{entry}</text></g>'
    )


def _legend(y: int) -> str:
    """Two keys below the matrix: what blue and what orange stand for."""
    texts = [
        (LEFT, CORRECT, say(phrase("matrix.correct"))),
        (LEFT + 100, MISTAKE, say(phrase("matrix.mistake"))),
    ]
    return "".join(
        f'<rect x="{x}" y="{y - 11}" width="13" height="13" rx="3" fill="{colour}"/>'
        f'<text class="axis" x="{x + 20}" y="{y}" font-size="13" fill="#4a5460">{escape(words)}</text>'
        for x, colour, words in texts
    )


def _check_shape(matrix: Sequence[Sequence[int]], class_names: Sequence[str]) -> None:
    size = len(class_names)
    if len(matrix) != size or any(len(row) != size for row in matrix):
        raise ValueError(f"A confusion matrix of {size} classes needs {size} rows of {size} counts.")
    if any(entry < 0 for row in matrix for entry in row):
        raise ValueError("A confusion matrix holds counts of images, and one entry is negative.")

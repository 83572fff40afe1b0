"""Learning curves, as SVG: a line for the training, a dashed one for the validation."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from harness.grade.insight import Curve
from harness.grade.record import Grade
from harness.report.svg import element
from harness.report.text import one_line
from harness.words.phrase import phrase
from harness.words.say import say

WIDTH, HEIGHT = 320, 190
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 30
VALIDATION = "val_"
MAX_PANELS = 2
NAME = 30

Series = Sequence[float | None]


@dataclass(frozen=True)
class DrawnCurve:
    """One training: the network's name, how long it took in words, its cell, and a picture for each thing that was followed."""

    title: str
    how: str
    cell: int | None
    panels: list[Markup]


def drawn_curves(grade: Grade) -> list[DrawnCurve]:
    """Every training of which values are known."""
    return [
        DrawnCurve(
            one_line(curve.title, 60),
            say(phrase("curves.how", epochs=curve.epochs, seconds=curve.seconds)),
            curve.cell,
            panels,
        )
        for curve in grade.insight.curves
        if (panels := _panels(curve))
    ]


def _panels(curve: Curve) -> list[Markup]:
    names = [
        name
        for name in curve.series
        if not name.startswith(VALIDATION) or name.removeprefix(VALIDATION) not in curve.series
    ]
    found = []
    for name in names:
        lines = [curve.series[name], curve.series.get(f"{VALIDATION}{name}", [])]
        if name.startswith(VALIDATION):
            lines.reverse()
        if any(value is not None for line in lines for value in line):
            found.append(
                _panel(one_line(name.removeprefix(VALIDATION), NAME), lines[0], lines[1], curve.epochs)
            )
    return found[:MAX_PANELS]


def _panel(name: str, training: Series, validation: Series, epochs: int) -> Markup:
    values = [value for value in (*training, *validation) if value is not None]
    low, high = min(values), max(values)

    def place(index: int, of: int, value: float) -> str:
        x = LEFT + (WIDTH - LEFT - RIGHT) * (index / (of - 1) if of > 1 else 0.5)
        # Halves first: the difference of two large numbers may be none.
        share = (value / 2 - low / 2) / (high / 2 - low / 2) if high / 2 > low / 2 else 0.5
        return f"{x:.1f} {TOP + (HEIGHT - TOP - BOTTOM) * (1 - share):.1f}"

    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    ends = [(high, TOP), (low, bottom)] if high > low else [(low, (TOP + bottom) / 2)]
    parts = [
        element("path", class_="grid", d=f"M{LEFT} {TOP}H{right}M{LEFT} {bottom}H{right}"),
        *(element("text", f"{value:.3g}", x=LEFT - 6, y=y + 4, text_anchor="end") for value, y in ends),
        element("text", say(phrase("curves.epoch", number=1)), x=LEFT, y=HEIGHT - 10),
        element("text", name, class_="name", x=(LEFT + right) / 2, y=HEIGHT - 10, text_anchor="middle"),
    ]
    if epochs > 1:
        last = say(phrase("curves.epoch", number=epochs))
        parts.append(element("text", last, x=right, y=HEIGHT - 10, text_anchor="end"))
    for line, kind in ((training, "training"), (validation, "validation")):
        parts += _line(
            [None if value is None else place(index, len(line), value) for index, value in enumerate(line)],
            kind,
        )
    label = phrase(
        "curves.panel", name=name, training=_ends(training), validation=_ends(validation), epochs=epochs
    )
    return element(
        "svg", *parts, class_="curve", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=say(label)
    )


def _line(spots: Sequence[str | None], kind: str) -> list[Markup]:
    """The line through the spots, with a gap where there is none; a spot without neighbours is a dot."""
    drawn, dots = list[str](), list[Markup]()
    for index, spot in enumerate(spots):
        if spot is None:
            continue
        before = index > 0 and spots[index - 1] is not None
        after = index + 1 < len(spots) and spots[index + 1] is not None
        if before or after:
            drawn.append(f"{'L' if before else 'M'}{spot}")
        else:
            x, y = spot.split()
            dots.append(element("circle", class_=kind, cx=x, cy=y, r=3))
    return [*dots, *([element("path", class_=kind, d="".join(drawn))] if drawn else [])]


def _ends(line: Series) -> list[float]:
    """The first and the last value."""
    known = [value for value in line if value is not None]
    return [known[0], known[-1]] if known else []

"""The plots of `results.json`, as PNG files."""

import io
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from reference.measure.results import Measured, Results, Row, Training
from reference.measure.table import protocol_words

DPI = 120
LABEL_PLACES = (
    (6, 4),
    (6, -10),
    (-6, 4),
    (-6, -10),
    (0, 12),
    (0, -18),
    (10, 18),
    (10, -24),
    (-10, 18),
    (-10, -24),
)
"""Where a label may stand, in points from its point; the first place free of labels and inside the frame is taken."""


def has_scores(results: Results) -> bool:
    """Whether there is a network to plot."""
    return any(row.network and row.metrics for row in results.rows)


def has_curves(results: Results, experiment: str) -> bool:
    """Whether there is a variant of the experiment to plot."""
    return bool(_trained(results, experiment))


def networks_figure(results: Results) -> bytes:
    """Macro-F1 with its interval against multiply-adds and against parameters, a colour for each protocol."""
    figure = Figure(figsize=(15, 7), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True)
    axes: tuple[tuple[Axes, str, Callable[[Training], int]], ...] = (
        (panels[0], "multiply-adds of one image", lambda training: training.multiply_adds),
        (panels[1], "parameters", lambda training: training.parameters),
    )
    groups = _by_protocol([row for row in results.rows if row.network])
    for panel, what, cost in axes:
        points: list[tuple[float, float, str]] = []
        for words, rows in groups.items():
            scored = [(row, row.training, row.metrics) for row in rows]
            known = [(row, cost(training), m) for row, training, m in scored if training and m]
            if not known:
                continue
            lows = [m.macro_f1 - m.macro_f1_interval[0] for _, _, m in known]
            highs = [m.macro_f1_interval[1] - m.macro_f1 for _, _, m in known]
            xs, ys = [x for _, x, _ in known], [m.macro_f1 for _, _, m in known]
            panel.errorbar(xs, ys, yerr=[lows, highs], fmt="o", markersize=5, capsize=3, lw=1, label=words)
            points += [(x, m.macro_f1, row.title) for row, x, m in known]
        panel.set_xscale("log")
        panel.set_xlabel(f"{what} (logarithmic)")
        panel.grid(visible=True, alpha=0.3)
        panel.margins(0.12)
        _label(figure, panel, points)
    panels[0].set_ylabel("macro-F1 on the hidden images, 95 % interval")
    panels[0].legend(loc="best", fontsize=8)
    if any(row.stand_in for row in results.rows):
        figure.suptitle("STAND-IN DATA: not Fashion-MNIST")
    return _png(figure)


def experiment_figure(results: Results, experiment: str) -> bytes:
    """Loss and accuracy of training by epoch, and what was measured before and after training, by variant."""
    rows = _trained(results, experiment)
    titles = Counter(row.title for row, _ in rows)
    curves = [
        (f"{row.title} ({protocol_words(row.protocol)})" if titles[row.title] > 1 else row.title, training)
        for row, training in rows
    ]
    names = list(
        dict.fromkeys(name for _, training in curves for point in training.measured for name in point)
    )
    figure = Figure(figsize=(7 * (2 + len(names)), 5.5), layout="constrained")
    panels: Sequence[Axes] = figure.subplots(1, 2 + len(names))
    for number, (title, training) in enumerate(curves):
        epochs = range(1, len(training.epochs) + 1)
        style: dict[str, Any] = {"color": f"C{number}", "marker": "o", "markersize": 4, "label": title}
        panels[0].plot(epochs, _numbers([epoch.loss for epoch in training.epochs]), **style)
        panels[1].plot(epochs, _numbers([epoch.accuracy for epoch in training.epochs]), **style)
        for panel, name in zip(panels[2:], names, strict=True):
            _measured(panel, name, training.measured, style)
    for panel, what in zip(panels, ("loss", "accuracy"), strict=False):
        panel.set(xlabel="epoch", ylabel=f"training {what}, mean over the epoch")
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    for panel, name in zip(panels[2:], names, strict=True):
        panel.set(xlabel="place in the network, from the input on", title=name)
    for panel in panels:
        panel.grid(visible=True, alpha=0.3)
        panel.legend(fontsize=8)
    figure.suptitle(results.experiments[experiment].title)
    return _png(figure)


def _trained(results: Results, experiment: str) -> list[tuple[Row, Training]]:
    """The variants that trained for at least an epoch, or a part of one."""
    rows = [row for row in results.rows if row.experiment == experiment]
    return [(row, row.training) for row in rows if row.training and row.training.epochs]


def _measured(panel: Axes, name: str, points: Sequence[Measured], style: dict[str, Any]) -> None:
    """The list of that name before training (dashed) and after the last epoch."""
    lists = [point[name] for point in points if point.get(name)]
    for values, line, when in ((lists[:1], "--", "before training"), (lists[1:][-1:], "-", "after training")):
        for one in values:
            numbers = _numbers(one)
            places = range(1, len(numbers) + 1)
            panel.plot(places, numbers, **{**style, "label": f"{style['label']}, {when}", "linestyle": line})
            if all(number > 0 for number in numbers):
                panel.set_yscale("log")


def _numbers(values: Sequence[float | None]) -> list[float]:
    return [float("nan") if value is None else value for value in values]


def _by_protocol(rows: Sequence[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(protocol_words(row.protocol), []).append(row)
    return groups


def _label(figure: Figure, panel: Axes, points: Sequence[tuple[float, float, str]]) -> None:
    """Writes each title beside its point, where it covers no other title if that can be."""
    figure.draw_without_rendering()
    frame, taken = panel.get_window_extent(), list[Bbox]()
    for x, y, title in sorted(points, key=lambda point: -point[1]):
        best: tuple[int, Annotation] | None = None
        for right, up in LABEL_PLACES:
            align = "left" if right > 0 else "right" if right < 0 else "center"
            label = panel.annotate(
                title, (x, y), (right, up), textcoords="offset points", ha=align, fontsize=8
            )
            box = label.get_window_extent()
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1
            covered = sum(box.overlaps(other) for other in taken) + (0 if inside else 1)
            if best is None or covered < best[0]:
                if best is not None:
                    best[1].remove()
                best = (covered, label)
            else:
                label.remove()
            if covered == 0:
                break
        if best is not None:
            taken.append(best[1].get_window_extent())


def _png(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI)
    return file.getvalue()

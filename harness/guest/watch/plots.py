"""Watches what is drawn with matplotlib, which seaborn, pandas and scikit-learn draw with, too: images of the data,
tables with a row and a column for each class as heat maps, the heights of bars, and lines, such as those of a training."""

import functools
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np

from harness.wire.events import Event
from harness.wire.limits import MAX_HISTORY, MAX_NUMBERS

from ..channel import never_in_the_way, send
from ..patches.declare import Layer, Patch
from ..visible import Visible, pooled, unit_images

MAX_PLOTS, MAX_LINES = 500, 200
SAME = 0.999
"""Correlation of an image that is drawn with the raw one; rounding to fewer grey levels leaves more than this."""


class Plots:
    """Reports each drawing, with the number of the cell as the notebook shows it."""

    def __init__(self, visible: Visible, cell: Callable[[], int]) -> None:
        self._visible, self._cell = visible, cell
        self._sent = self._lines_sent = 0
        self._inside = False
        self._figures = weakref.WeakKeyDictionary[Any, int]()
        self._single = weakref.WeakKeyDictionary[Any, list[float]]()

    def patches(self) -> list[Patch]:
        """Of the methods of ``matplotlib.axes.Axes`` that draw numbers."""
        looks: list[tuple[str, Callable[[Any, Any, Any], None]]] = [
            ("imshow", lambda result, a, k: self._image(_first(a, k, "X"))),
            ("pcolormesh", lambda result, a, k: self._image(k["C"] if "C" in k else a[-1])),
            ("bar", lambda result, a, k: self._bars(a[1] if len(a) > 1 else k.get("height"), result)),
            ("barh", lambda result, a, k: self._bars(a[1] if len(a) > 1 else k.get("width"), result)),
            ("pie", lambda result, a, k: self._bars(_first(a, k, "x"))),
            ("hist", lambda result, a, k: self._bars(result[0])),
            ("plot", lambda result, a, k: self._lines(result)),
        ]
        does = "Reports what is drawn."
        return [
            Patch("matplotlib.axes._axes", f"Axes.{name}", does, self._watched(look), Layer.WATCH)
            for name, look in looks
        ]

    def _watched(self, look: Callable[[Any, Any, Any], None]) -> Callable[[Any], Any]:
        return functools.partial(self._watching, look=look)

    def _watching(self, original: Any, look: Callable[[Any, Any, Any], None]) -> Any:
        @functools.wraps(original)
        def draw(axes: Any, *args: Any, **kwargs: Any) -> Any:
            outermost, self._inside = not self._inside, True
            try:
                result = original(axes, *args, **kwargs)
            finally:
                self._inside = not outermost
            if outermost:
                with never_in_the_way("looking at a plot"):
                    look(result, args, kwargs)
            return result

        return draw

    def _image(self, drawn: Any) -> None:
        array = np.ma.filled(np.ma.asarray(drawn), np.nan) if np.ma.isMA(drawn) else np.asarray(drawn)
        height, width, colours = self._visible.with_channels.shape[1:]
        classes = len(self._visible.classes)
        array = array[..., None] if array.ndim == 2 else array[..., :colours]
        if array.ndim != 3 or array.dtype.kind not in "iufb":
            return
        if array.shape == (classes, classes, 1):
            self._send("table", array)
        elif (
            array.size
            and array.shape[0] % height == array.shape[1] % width == 0
            and array.shape[2] == colours
        ):
            rows = self._rows_of(array[:height, :width])
            if rows is not None:
                self._send("image", None, of=rows)

    def _rows_of(self, image: np.ndarray) -> str | None:
        """``train`` or ``test`` where the image is one of the data, at whatever brightness; ``mean`` where it is the
        mean of the training images or of one class of them."""
        visible = self._visible
        drawn = image.astype(np.float32)[None]
        near = np.argpartition(-np.abs(visible.features @ unit_images(pooled(drawn, *visible.grid))[0]), 4)[
            :4
        ]
        raw = unit_images(visible.with_channels[near].astype(np.float32))
        pixels = unit_images(drawn)[0]
        likeness = np.abs(raw @ pixels)
        best = int(near[likeness.argmax()])
        if likeness.max() < SAME:
            return "mean" if np.abs(visible.means @ pixels).max() >= SAME else None
        return "train" if best < visible.train_rows else "test"

    def _bars(self, heights: Any, drawn: Any = ()) -> None:
        array = np.asarray(heights)
        if array.dtype.kind not in "iuf" or not 0 < array.size <= MAX_NUMBERS:
            return
        if array.size == 1 and len(drawn) == 1:
            array = self._one_by_one(float(array.ravel()[0]), drawn[0].axes)
        if array.size > 1:
            self._send("bars", array)

    def _one_by_one(self, height: float, axes: Any) -> np.ndarray:
        """The heights of as many bars as there are classes, when one of them is drawn that completes them; else nothing. Seaborn
        draws bars of different colours so."""
        heights = self._single.setdefault(axes, [])
        heights.append(height)
        classes = len(self._visible.classes)
        return np.array(heights[-classes:] if len(heights) % classes == 0 else [])

    def _lines(self, lines: list[Any]) -> None:
        for line in lines:
            self._lines_sent += 1
            if self._lines_sent > MAX_LINES:
                return
            figure = self._figures.setdefault(line.axes.figure, len(self._figures) + 1)
            heights = np.asarray(line.get_ydata())
            known = heights.dtype.kind in "iuf" and heights.size <= MAX_HISTORY
            self._send("line", heights if known else None, figure=figure)

    def _send(
        self, shows: str, data: np.ndarray | None, of: str | None = None, figure: int | None = None
    ) -> None:
        self._sent += shows != "line"
        if self._sent <= MAX_PLOTS:
            numbers = [] if data is None else data.ravel().tolist()
            told = {"shows": shows, "data": numbers, "of": of, "figure": figure}
            send({"event": Event.PLOT, "cell": self._cell(), **told})


def _first(args: tuple[Any, ...], kwargs: dict[str, Any], name: str) -> Any:
    return args[0] if args else kwargs.get(name)

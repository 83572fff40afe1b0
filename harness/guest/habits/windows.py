"""Windows: there is no screen here. Images of OpenCV are drawn in the output, and questions for a key are answered."""

import itertools
from collections.abc import Iterator
from typing import Any

from ..channel import phrase
from ..patches.declare import Around, Patch, around
from .adapted import tell
from .colab import draw

IDLE = (
    *("namedWindow", "destroyWindow", "destroyAllWindows", "startWindowThread", "moveWindow"),
    *("resizeWindow", "setWindowTitle", "setWindowProperty", "setMouseCallback", "createTrackbar"),
)
ANSWERS: dict[str, Any] = {"getTrackbarPos": 0, "getWindowProperty": -1.0}
KEYS = ("waitKey", "waitKeyEx", "pollKey")
PRESSED = itertools.cycle(map(ord, "q\x1b"))
"""What a loop waits for that shows images until somebody ends it: the letter q, or the escape key."""


def changes() -> list[Patch]:
    """Of what needs a screen."""
    listed: list[tuple[str, Around]] = [
        ("imshow", _imshow),
        *((name, _instead(name, itertools.repeat(None))) for name in IDLE),
        *((name, _instead(name, itertools.repeat(value))) for name, value in ANSWERS.items()),
        *((name, _instead(name, PRESSED)) for name in KEYS),
    ]
    does = "Does without a screen."
    return [
        *(Patch("cv2", name, does, around(function)) for name, function in listed),
        Patch("matplotlib.pyplot", "switch_backend", does, around(_switch_backend)),
    ]


def _switch_backend(original: Any, newbackend: str) -> None:
    try:
        original(newbackend)
    except ImportError:
        tell(f"plt.switch_backend('{newbackend}')", phrase("adapted.no_screen"))


def _imshow(original: Any, winname: Any, mat: Any) -> None:
    tell("cv2.imshow", phrase("adapted.picture"))
    draw(mat)


def _instead(name: str, answers: Iterator[Any]) -> Around:
    def call(original: Any, *args: Any, **kwargs: Any) -> Any:
        tell(f"cv2.{name}", phrase("adapted.no_screen"))
        return next(answers)

    return call

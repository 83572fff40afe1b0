"""A split that is drawn when its images are needed; what every command asks of it is kept from the first time on."""

import contextlib
import hmac
import math
import os
import secrets
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from harness.dataset.dataset import Dataset
from harness.dataset.split import ALGORITHM_VERSION, Split

KEY_BYTES = 32
"""Of a key that no person gave."""
KEPT_VERSION = 3
"""To be changed with what `Truth` holds, or how it is computed."""
_AT_A_TIME = 1000
"""Images whose pixels are squared together."""


class Truth(BaseModel):
    """What exploring the visible training set must give: mean and deviation of its raw pixels, and of each class the mean
    and the number of images."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    mean: float
    deviation: float
    class_means: list[float] = []
    class_counts: list[int] = []


class _Kept(BaseModel):
    """What is kept on disk: nothing of the hidden part, nor which images are in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    split_id: str
    truth: Truth


@dataclass(frozen=True, eq=False)
class Drawing:
    """A split and what is known of it before it is drawn; safe to share between threads.

    Args:
        split_id: as in `Split`.
        stand_in: as in `Split`.
        truth: of the visible training set.
        draw: draws the split.
        key: that of the split, for what else must be secret; `derive` alone reads it.
    """

    split_id: str
    stand_in: bool
    truth: Truth
    draw: Callable[[], Split]
    key: bytes = field(repr=False)
    _drawn: list[Split] = field(default_factory=list, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def of(cls, split: Split, classes: int, key: bytes | None = None) -> "Drawing":
        """A split that is drawn already."""
        truth = _truth(split, classes)
        return cls(
            split.split_id, split.stand_in, truth, lambda: split, key or secrets.token_bytes(KEY_BYTES)
        )

    def derive(self, purpose: str) -> bytes:
        """A secret of 32 bytes for this purpose: the same as long as key and purpose are."""
        return hmac.digest(self.key, f"derived\0{purpose}".encode(), "sha256")

    def split(self) -> Split:
        """The split, drawn by the first call."""
        with self._lock:
            if not self._drawn:
                self._drawn.append(self.draw())
            return self._drawn[0]


def kept(
    folder: Path,
    dataset: Dataset,
    key: bytes,
    sizes: tuple[int, ...],
    classes: int,
    draw: Callable[[], Split],
) -> Drawing:
    """The drawing of what was kept in ``folder`` for this data set, key and sizes; drawn now, and kept, where nothing was.

    Raises:
        UsageError: the split cannot be drawn.
    """
    about = repr((KEPT_VERSION, ALGORITHM_VERSION, dataset.identity, sizes, classes)).encode()
    path = folder / f"{hmac.digest(key, b'kept' + bytes(1) + about, 'sha256').hex()[:32]}.json"
    try:
        found = _Kept.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        drawing = Drawing.of(draw(), classes, key)
        # A folder that cannot be written costs the next command the time, and nothing else.
        with contextlib.suppress(OSError):
            _write(path, _Kept(split_id=drawing.split_id, truth=drawing.truth).model_dump_json())
        return drawing
    return Drawing(found.split_id, dataset.stand_in, found.truth, draw, key)


def _truth(split: Split, classes: int) -> Truth:
    pixels = split.train_images.reshape(len(split.train_images), -1)
    by_image = pixels.mean(axis=1)
    # As integers and some at a time: `numpy.std` makes arrays eight times as large as the pixels, which takes a second.
    squares = sum(
        int(np.square(pixels[start : start + _AT_A_TIME], dtype=np.uint32).sum(dtype=np.uint64))
        for start in range(0, len(pixels), _AT_A_TIME)
    )
    return Truth(
        mean=float(by_image.mean()),
        deviation=math.sqrt(squares * pixels.size - int(pixels.sum()) ** 2) / pixels.size,
        class_means=[float(by_image[split.train_labels == label].mean()) for label in range(classes)],
        class_counts=np.bincount(split.train_labels, minlength=classes).tolist(),
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, arriving = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(arriving).replace(path)

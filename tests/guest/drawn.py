"""Visible splits of drawn images, of any height and width, gray or in colour. NumPy alone, for host and guest."""

import numpy as np

# Guest code that imports nothing but NumPy may be looked at here; tests/test_import_rule.py is about the host's own.
from harness.guest.visible import Visible

TRAIN, TEST = 120, 30
CLASSES = list("abcd")


class Drawn(Visible):
    """A visible split of drawn images: those of a class are one picture of soft blots, each under noise of its own."""

    def __init__(self, height: int, width: int, colours: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        labels = rng.integers(0, len(CLASSES), TRAIN + TEST)
        blots = rng.integers(0, 256, (len(CLASSES), 3, 3, colours))
        rows, columns = (np.arange(side) * 3 // side for side in (height, width))
        pictures = blots[:, rows][:, :, columns][labels]
        pixels = np.clip(pictures + rng.integers(-40, 41, pictures.shape), 0, 255).astype(np.uint8)
        self.__dict__["images"] = pixels if colours == 3 else pixels[..., 0]
        self.__dict__["train_labels"], self.__dict__["test_labels"] = labels[:TRAIN], labels[TRAIN:]
        self.__dict__["about"] = {"name": "drawn", "classes": CLASSES, "image_shape": [height, width]}

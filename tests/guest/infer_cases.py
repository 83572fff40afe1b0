"""Runs in the guest environment: infers the preprocessing of many inputs and prints what came out, as JSON.

Usage: ``python infer_cases.py SEED`` with the folder of the visible split in HARNESS_DATA.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import cv2
import keras
import numpy as np
import scipy.ndimage
import skimage.transform
import tensorflow as tf
from drawn import TRAIN, Drawn
from PIL import Image
from sklearn.preprocessing import StandardScaler

from harness.guest.preprocessing.apply import apply
from harness.guest.preprocessing.infer import infer
from harness.guest.visible import Visible

visible = Visible.of_sandbox()
rng = np.random.default_rng(int(sys.argv[1]))
train = visible.images[: visible.train_rows]
test = visible.images[visible.train_rows :]
unit = train / 255.0
drawn = [(float(rng.uniform(-4, 4)), float(rng.uniform(-500, 500))) for _ in range(6)]


def resized(images: np.ndarray, side: int, method: str) -> np.ndarray:
    return np.asarray(tf.image.resize(images[..., None].astype(np.float32), (side, side), method=method))


def resized_drawing(seed: int) -> dict[str, Any]:
    """Images of a drawn size, resized to another in a drawn way, and what was inferred of it."""
    draw = np.random.default_rng(seed)
    height, width = draw.integers(5, 41, 2).tolist()
    size = [int(side + draw.integers(1, 2 * side)) for side in (height, width)]
    method = str(draw.choice(["bilinear", "nearest", "bicubic"]))
    other = Drawn(height, width, int(draw.choice([1, 3])), seed)
    scale, offset = float(draw.uniform(-4, 4)), float(draw.uniform(-500, 500))
    given = np.asarray(tf.image.resize(other.with_channels.astype(np.float32), size, method=method))
    given = given[:TRAIN] * scale + offset
    if draw.random() < 0.3:
        given = np.moveaxis(given, -1, 1)
    mapping, _, _ = infer(lambda rows: given[rows], len(given), other)
    about = {"raw": list(other.images.shape), "size": size, "method": method, "mapping": mapping}
    if mapping is not None:
        about["difference"] = float(
            np.abs(apply(mapping, other.images[:TRAIN]) - given).max() / np.ptp(given)
        )
    return about


def crops(images: np.ndarray) -> np.ndarray:
    """Each image moved at random by up to 4 pixels."""
    padded = np.pad(images, ((0, 0), (4, 4), (4, 4)))
    corners = rng.integers(0, 9, (len(images), 2))
    return np.stack([image[y : y + 28, x : x + 28] for image, (y, x) in zip(padded, corners, strict=True)])


shuffled = rng.permutation(len(train))
subset = rng.choice(len(train), 300, replace=False)
mixed = np.concatenate([train[:75], rng.integers(0, 256, (3, 28, 28)), test[:50]])
pixel_mean, pixel_std = unit.mean(axis=0), unit.std(axis=0) + 1e-3

flat = train.reshape(-1, 784).astype(np.float32)


def one_by_one(prepare: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    return np.stack([prepare(one) for one in train[subset]])


# Each case: the input, and the raw images that made it (None where no mapping can be the answer).
CASES: dict[str, tuple[Callable[[], np.ndarray], np.ndarray | None]] = {
    "raw": (lambda: train, train),
    "unit": (lambda: unit, train),
    "float32": (lambda: unit.astype(np.float32)[..., None], train),
    "float16": (lambda: unit.astype(np.float16), train),
    "minus one to one": (lambda: unit * 2 - 1, train),
    "inverted": (lambda: 1 - unit, train),
    "standardised": (lambda: (train - train.mean()) / train.std(), train),
    "padded": (lambda: np.pad(unit, ((0, 0), (2, 2), (2, 2)))[..., None], train),
    "padded after scaling": (
        lambda: np.pad(unit * 2 - 1, ((0, 0), (2, 2), (2, 2)), constant_values=-1),
        train,
    ),
    "three channels": (lambda: np.repeat(resized(unit, 32, "bilinear"), 3, axis=-1), train),
    "as for networks of ImageNet": (
        lambda: np.repeat(resized(train[:20], 224, "bilinear"), 3, axis=-1),
        train[:20],
    ),
    "nearest": (lambda: resized(train, 56, "nearest") / 255, train),
    "bicubic": (lambda: resized(train[:300], 64, "bicubic") / 127.5 - 1, train[:300]),
    "channels first": (lambda: unit[:, None], train),
    "flat": (lambda: unit.reshape(-1, 784), train),
    "flat padded": (lambda: np.pad(train, ((0, 0), (2, 2), (2, 2))).reshape(-1, 1024), train),
    "columns of length 1": (lambda: keras.utils.normalize(train[subset], axis=1), train[subset]),
    "rows of length 1": (lambda: keras.utils.normalize(unit[subset], axis=2), train[subset]),
    "images of length 1": (lambda: keras.utils.normalize(flat[subset], order=1), train[subset]),
    "standardised by themselves": (
        lambda: np.asarray(tf.image.per_image_standardization(train[subset][..., None])),
        train[subset],
    ),
    "tanh": (lambda: np.tanh(unit * 2), train),
    "threshold": (lambda: (train[subset] > 100).astype(np.float32), train[subset]),
    "pixels of length 1": (lambda: keras.utils.normalize(train[subset][..., None]), train[subset]),
    "opencv": (
        lambda: one_by_one(lambda one: cv2.resize(one, (48, 40), interpolation=cv2.INTER_CUBIC)),
        train[subset],
    ),
    "opencv of floats": (lambda: one_by_one(lambda one: cv2.resize(one / 255, (64, 64))), train[subset]),
    "opencv smaller": (
        lambda: one_by_one(lambda one: cv2.resize(one, (20, 20), interpolation=cv2.INTER_AREA)) / 255,
        train[subset],
    ),
    "pillow": (
        lambda: np.repeat(
            one_by_one(lambda one: np.asarray(Image.fromarray(one).resize((32, 32))))[..., None], 3, -1
        ),
        train[subset],
    ),
    "scipy": (lambda: one_by_one(lambda one: scipy.ndimage.zoom(one / 255, 2)), train[subset]),
    "scikit-image": (lambda: one_by_one(lambda one: skimage.transform.resize(one, (14, 14))), train[subset]),
    "every second": (lambda: unit[subset, ::2, ::2], train[subset]),
    "every second, from the second on": (lambda: train[:, 1::2, 1::2, None], train),
    "every third in three channels": (lambda: np.repeat(unit[subset, ::3, ::3, None], 3, -1), train[subset]),
    "the middle": (lambda: unit[subset, 4:24, 4:24, None] * 2 - 1, train[subset]),
    "nearly the middle": (lambda: train[subset, 4:25, 3:24], train[subset]),
    "scaler, shuffled": (lambda: StandardScaler().fit_transform(flat)[shuffled], train[shuffled]),
    "mean image, shuffled": (lambda: (unit - pixel_mean)[shuffled], train[shuffled]),
    "per pixel": (lambda: (unit - pixel_mean) / pixel_std, train),
    "per pixel of the tail": (lambda: ((unit - pixel_mean) / pixel_std)[-400:, ..., None], train[-400:]),
    "per pixel of the test rows": (lambda: test / 255 - pixel_mean, test),
    "shuffled": (lambda: unit[shuffled], train[shuffled]),
    "subset": (lambda: unit[subset], train[subset]),
    "one batch": (lambda: unit[subset[:16]], train[subset[:16]]),
    "test rows": (lambda: test / 255, test),
    "train and test": (
        lambda: np.concatenate([train[:60], test[:60]]),
        np.concatenate([train[:60], test[:60]]),
    ),
    "a few strange rows": (lambda: mixed / 255, mixed),
    "noise": (lambda: rng.random((400, 28, 28)), None),
    "flipped": (lambda: unit[:, :, ::-1], None),
    "random crops": (lambda: crops(unit), None),
    "half of it noise": (lambda: np.concatenate([unit[:100], rng.random((100, 28, 28))]), None),
    "constant": (lambda: np.zeros((100, 28, 28)), None),
    "not a number": (lambda: np.full((100, 28, 28), np.nan), None),
    "text": (lambda: np.full((100, 28, 28), "x"), None),
    "rows of a table": (lambda: rng.random((100, 30)), None),
    "colour": (lambda: rng.random((100, 28, 28, 3)), None),
    "too small": (lambda: unit[:, 13:15, 13:15], None),
    "no rows": (lambda: unit[:0], None),
}
for index, (scale, offset) in enumerate(drawn):
    CASES[f"drawn {index}"] = (partial(np.add, train[subset] * scale, offset), train[subset])


def look(make: Callable[[], np.ndarray], raw: np.ndarray | None) -> dict[str, Any]:
    given = make()
    mapping, sources, labels = infer(lambda rows: given[rows], len(given), visible)
    facts: dict[str, Any] = {"sources": sources, "mapping": mapping}
    if mapping is not None and raw is not None:
        made = apply(mapping, raw.astype(np.uint8))
        facts["shape"], facts["given_shape"], facts["dtype"] = made.shape, given.shape, str(made.dtype)
        if made.shape == given.shape:
            given = given.astype(np.float64)
            facts["difference"] = float(np.abs(made - given).max() / (given.max() - given.min()))
    if labels is not None:
        facts["known"] = int((labels >= 0).sum())
    return facts


found = {name: look(*case) for name, case in CASES.items()}
sizes = [resized_drawing(1000 * int(sys.argv[1]) + index) for index in range(20)]
json.dump({"cases": found, "drawn": drawn, "sizes": sizes, "standard": float(train.std())}, sys.stdout)

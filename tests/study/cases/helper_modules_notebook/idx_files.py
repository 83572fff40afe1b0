"""Reading of IDX files."""

import gzip
from pathlib import Path

import numpy as np

ROOT = Path("~/.keras/datasets/fashion-mnist").expanduser()


def read_idx(path):
    with gzip.open(path, "rb") as stream:
        data = stream.read()
    dimensions = data[3]
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(dimensions)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def load():
    parts = []
    for prefix in ("train", "t10k"):
        parts.append(
            (
                read_idx(ROOT / f"{prefix}-images-idx3-ubyte.gz"),
                read_idx(ROOT / f"{prefix}-labels-idx1-ubyte.gz"),
            )
        )
    return parts

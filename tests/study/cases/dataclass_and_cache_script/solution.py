"""Statistics of Fashion-MNIST with a data class and cached properties."""

import gzip
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

FOLDER = Path.home().joinpath(".keras", "datasets", "fashion-mnist")


@dataclass(frozen=True)
class Split:
    images: np.ndarray
    labels: np.ndarray

    @property
    def shape(self):
        return self.images.shape


class Statistics:
    def __init__(self, split):
        self.split = split

    @cached_property
    def mean(self):
        return self.split.images.mean(dtype=np.float64)

    @cached_property
    def variance(self):
        return np.square(self.split.images.astype(np.float32) - np.float32(self.mean)).mean(dtype=np.float64)

    @property
    def std(self):
        return self.variance**0.5

    def per_class(self):
        yield from ((k, len(np.flatnonzero(self.split.labels == k))) for k in range(10))


@lru_cache(maxsize=None)
def load(prefix):
    with gzip.open(FOLDER / (prefix + "-labels-idx1-ubyte.gz")) as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    with gzip.open(FOLDER / (prefix + "-images-idx3-ubyte.gz")) as file:
        images = np.frombuffer(file.read(), np.uint8, offset=16)
    return Split(images.reshape(len(labels), 28, 28), labels)


def main():
    train, test = load("train"), load("t10k")
    print("train:", *train.shape, sep="  ")
    print("test: ", *test.shape, sep="  ")
    statistics = Statistics(load("train"))
    print("mean {:.3f} std {:.3f}".format(statistics.mean, statistics.std))
    print("\n".join("%d\t%d" % pair for pair in statistics.per_class()))


if __name__ == "__main__":
    main()

"""One epoch's batches, made as they are needed."""

import math

import keras
import numpy as np

from reference.zoo.job import pixels


class Batches(keras.utils.PyDataset):
    """Images and labels of one epoch in a given order, for `keras.Model.fit`.

    Item i is a tuple of float32 (batch, 28, 28, 1) in [0, 1] and int32 (batch,); the last batch may be smaller.

    On TensorFlow, threads make the batches rather than tf.data: its autotuner sleeps for up to a minute, and in
    TensorFlow 2.21 the end of a fit often waits until it wakes. It also saves a float copy of all images.

    Args:
        images: uint8 (N, 28, 28).
        labels: uint8 (N,).
        order: each index once, integers (N,).
        batch_size: images a step.
    """

    def __init__(self, images: np.ndarray, labels: np.ndarray, order: np.ndarray, batch_size: int) -> None:
        # On JAX the first fit looks at one batch to build the metrics; with threads (Keras 3.15) those made ahead
        # of it then come before the first one, and the last batches never.
        super().__init__(workers=2 if keras.backend.backend() == "tensorflow" else 1)
        self._images, self._labels, self._order, self._batch_size = images, labels, order, batch_size

    def __len__(self) -> int:
        return math.ceil(len(self._order) / self._batch_size)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        rows = self._order[index * self._batch_size : (index + 1) * self._batch_size]
        return pixels(self._images[rows]), self._labels[rows].astype("int32")

"""Test-time averaging as two layers around a network: its answers to several views of an image, then their mean."""

import keras
from keras import ops


def shifted(images: keras.KerasTensor, down: int, right: int) -> keras.KerasTensor:
    """Images (batch, height, width, channels) moved by whole pixels; zeros come in."""
    height, width = images.shape[1:3]
    padded = ops.pad(images, [(0, 0), (max(down, 0), max(-down, 0)), (max(right, 0), max(-right, 0)), (0, 0)])
    top, left = max(-down, 0), max(-right, 0)
    return padded[:, top : top + height, left : left + width]


@keras.saving.register_keras_serializable(package="zoo")
class Views(keras.layers.Layer):
    """At inference stacks views of each image along the batch: itself, mirrored, shifted by a pixel each way.

    Input `(batch, height, width, channels)`; output the same in training, at inference
    `(views * batch, height, width, channels)`, one whole batch of a view after the other. No parameters.

    Args:
        flip: whether each view comes mirrored as well.
        shift: distance in pixels of four shifted views; 0 for none.

    Raises:
        ValueError: if `shift` is negative.

    Source:
        arXiv:1409.1556 section 3.2 (flips averaged at test time); arXiv:1409.4842 section 7 (several crops).
    """

    def __init__(self, flip: bool = True, shift: int = 0, **kwargs: object) -> None:
        super().__init__(**kwargs)
        if shift < 0:
            raise ValueError(f"A shift takes a number of pixels, at least 0, not {shift}.")
        self.flip = flip
        self.shift = shift

    @property
    def count(self) -> int:
        """How many views of an image there are."""
        return (5 if self.shift else 1) * (2 if self.flip else 1)

    def call(self, inputs: keras.KerasTensor, training: bool | None = None) -> keras.KerasTensor:
        if training or self.count == 1:
            return inputs
        views = [inputs]
        if self.shift:
            moves = ((self.shift, 0), (-self.shift, 0), (0, self.shift), (0, -self.shift))
            views += [shifted(inputs, down, right) for down, right in moves]
        if self.flip:
            views += [ops.flip(view, axis=2) for view in views]
        return ops.concatenate(views, axis=0)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (None, *input_shape[1:])

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "flip": self.flip, "shift": self.shift}


@keras.saving.register_keras_serializable(package="zoo")
class MeanOfViews(keras.layers.Layer):
    """The mean of what a network answers to the views that `Views` stacked.

    Input `(views * batch, classes)` at inference, output `(batch, classes)`; in training nothing is changed.
    No parameters.

    Args:
        count: how many views there are, `Views.count`.
    """

    def __init__(self, count: int, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.count = count

    def call(self, inputs: keras.KerasTensor, training: bool | None = None) -> keras.KerasTensor:
        if training or self.count == 1:
            return inputs
        return ops.mean(ops.reshape(inputs, (self.count, -1, inputs.shape[-1])), axis=0)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (None, *input_shape[1:])

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "count": self.count}

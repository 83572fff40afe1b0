"""Data augmentation of grey images in [0, 1]."""

import math

import keras
from keras import ops

from reference.zoo.blocks.image_ops import fill_rectangles, flip_and_shift, rotate_and_zoom


@keras.saving.register_keras_serializable(package="zoo")
class Augmentation(keras.layers.Layer):
    """Changes each training image in its own random way; at inference it does nothing.

    In this order, each where its argument asks for it:

    1. Rotation by up to `rotation` degrees to either side, and zoom by a factor between `1 - zoom` and `1 + zoom`;
       bilinear, zeros outside.
    2. Horizontal flip of every second image, on average.
    3. Shift by a whole number of pixels, `-shift` to `shift`, down and to the right alike; zeros come in.
    4. Random erasing, with probability `erase`: a rectangle of a random share `erase_area` of the image, with a
       random ratio of height to width, is overwritten. The paper draws until the rectangle fits and takes the
       ratio evenly from 0.3 to 3.33; here its sides are rounded down to whole pixels and cut to the image's (so
       one draw does), and the logarithm of the ratio is drawn evenly (so wide is as likely as high).

    Input and output: `(batch, height, width, channels)`, height and width known. No parameters.

    Args:
        flip: whether to flip.
        shift: greatest shift in pixels.
        erase: probability of random erasing.
        rotation: greatest angle in degrees.
        zoom: greatest change of size, less than 1.
        erase_area: least and greatest share of the image that is erased.
        erase_aspect: least and greatest ratio of height to width of what is erased.
        erase_fill: `"random"`, the paper's best: each pixel drawn evenly from [0, 1); or a number for all.
        seed: integer seed of the draws; drawn from the global seed if not given.

    Raises:
        ValueError: if an argument is out of range, or the input's size is not known.

    Source:
        Lecture, data augmentation; arXiv:1512.03385 section 4.2 (flip and shift); arXiv:1708.04896 (erasing).
    """

    def __init__(
        self,
        flip: bool = True,
        shift: int = 2,
        erase: float = 0.0,
        rotation: float = 0.0,
        zoom: float = 0.0,
        erase_area: tuple[float, float] = (0.02, 0.4),
        erase_aspect: tuple[float, float] = (0.3, 1 / 0.3),
        erase_fill: float | str = "random",
        seed: int | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(**kwargs)
        if not isinstance(shift, int) or shift < 0:
            raise ValueError(f"Shift must be a whole number of pixels, at least 0, not {shift}.")
        if not 0 <= erase <= 1:
            raise ValueError(f"The probability of erasing must lie between 0 and 1, not {erase}.")
        if not 0 <= rotation <= 180:
            raise ValueError(f"Rotation must lie between 0 and 180 degrees, not {rotation}.")
        if not 0 <= zoom < 1:
            raise ValueError(f"Zoom must be at least 0 and less than 1, not {zoom}.")
        if not 0 < erase_area[0] <= erase_area[1] <= 1:
            raise ValueError(f"The shares to erase must rise within (0, 1], not {tuple(erase_area)}.")
        if not 0 < erase_aspect[0] <= erase_aspect[1]:
            raise ValueError(f"The ratios of erasing must be positive and rise, not {tuple(erase_aspect)}.")
        if isinstance(erase_fill, str) and erase_fill != "random":
            raise ValueError(f'Erased pixels become a number or "random", not {erase_fill!r}.')
        self.flip = flip
        self.shift = shift
        self.erase = erase
        self.rotation = rotation
        self.zoom = zoom
        self.erase_area = tuple(erase_area)
        self.erase_aspect = tuple(erase_aspect)
        self.erase_fill = erase_fill
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        if len(input_shape) != 4 or None in input_shape[1:]:
            raise ValueError(
                f"Augmentation takes images (batch, height, width, channels) of known size, not {tuple(input_shape)}."
            )
        super().build(input_shape)

    def call(self, inputs: keras.KerasTensor, training: bool | None = None) -> keras.KerasTensor:
        if not training:
            return inputs
        batch = ops.shape(inputs)[0]
        draws = keras.random.uniform((10, batch), seed=self.seed_generator)
        images = inputs
        if self.rotation or self.zoom:
            angle = math.radians(self.rotation) * (2 * draws[0] - 1)
            images = rotate_and_zoom(images, angle, 1 + self.zoom * (2 * draws[1] - 1))
        if self.flip or self.shift:
            flags = draws[2] < (0.5 if self.flip else 0)
            down, right = (_below(2 * self.shift + 1, draws[axis]) - self.shift for axis in (3, 4))
            images = flip_and_shift(images, flags, down, right)
        if self.erase:
            images = self._erase(images, draws[5:])
        return images

    def _erase(self, images: keras.KerasTensor, draws: keras.KerasTensor) -> keras.KerasTensor:
        """Random erasing by five draws from [0, 1) for each image."""
        rows, columns = images.shape[1:3]
        least, greatest = self.erase_area
        area = (least + (greatest - least) * draws[0]) * rows * columns
        low, high = (math.log(ratio) for ratio in self.erase_aspect)
        ratio = ops.exp(low + (high - low) * draws[1])
        height = ops.cast(ops.clip(ops.sqrt(area * ratio), 1, rows), "int32")
        width = ops.cast(ops.clip(ops.sqrt(area / ratio), 1, columns), "int32")
        height = ops.where(draws[2] < self.erase, height, 0)
        top, left = _below(rows - height + 1, draws[3]), _below(columns - width + 1, draws[4])
        if self.erase_fill == "random":
            fill = keras.random.uniform(ops.shape(images), seed=self.seed_generator)
        else:
            fill = self.erase_fill
        return fill_rectangles(images, top, left, height, width, fill)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return input_shape

    def get_config(self) -> dict[str, object]:
        return {
            **super().get_config(),
            "flip": self.flip,
            "shift": self.shift,
            "erase": self.erase,
            "rotation": self.rotation,
            "zoom": self.zoom,
            "erase_area": self.erase_area,
            "erase_aspect": self.erase_aspect,
            "erase_fill": self.erase_fill,
            "seed": self.seed,
        }


def _below(count: int | keras.KerasTensor, draws: keras.KerasTensor) -> keras.KerasTensor:
    """Integers from 0 to `count - 1`, evenly, from draws in [0, 1)."""
    numbers = ops.cast(draws * ops.cast(count, draws.dtype), "int32")
    return ops.minimum(numbers, ops.cast(count, "int32") - 1)

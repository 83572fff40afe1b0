"""FractalNet with drop-path."""

from collections.abc import Sequence

import keras
from keras import ops

from reference.zoo.blocks.normalisation import conv_bn_relu
from reference.zoo.networks.network import Network

LOCAL = -1
"""What `PathPlan` gives for an image whose joins each drop on their own."""


@keras.saving.register_keras_serializable(package="zoo")
class PathPlan(keras.layers.Layer):
    """Draws for each training image whether its paths are sampled locally, or one column alone is used.

    Input: any tensor with the batch first. Output: int32 `(batch,)`, a column from 0 (the deepest) or `LOCAL`. No
    parameters. At inference `Join` does not look at it.

    Args:
        columns: how many columns the fractal has.
        share: share of images with a column alone; the paper's is a half.
        seed: integer seed; drawn from the global seed if not given.

    Raises:
        ValueError: if there is no column, or `share` is not in [0, 1].

    Source:
        arXiv:1605.07648 section 3.
    """

    def __init__(self, columns: int, share: float = 0.5, seed: int | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)
        if columns < 1:
            raise ValueError(f"A fractal has at least one column, not {columns}.")
        if not 0 <= share <= 1:
            raise ValueError(f"The share of images with one column must lie in [0, 1], not {share}.")
        self.columns, self.share, self.seed = columns, share, seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs: keras.KerasTensor, training: bool | None = None) -> keras.KerasTensor:
        batch = ops.shape(inputs)[0]
        if not training:
            return ops.full((batch,), LOCAL, dtype="int32")
        columns = keras.random.randint((batch,), 0, self.columns, seed=self.seed_generator)
        alone = keras.random.uniform((batch,), seed=self.seed_generator) < self.share
        return ops.where(alone, columns, LOCAL)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (input_shape[0],)

    def compute_output_spec(
        self, inputs: keras.KerasTensor, training: bool | None = None
    ) -> keras.KerasTensor:
        return keras.KerasTensor((inputs.shape[0],), dtype="int32")

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "columns": self.columns, "share": self.share, "seed": self.seed}


@keras.saving.register_keras_serializable(package="zoo")
class Join(keras.layers.Layer):
    """The mean of the columns that meet; in training only of those that drop-path keeps.

    Called with a list of tensors of one shape `(batch, height, width, channels)`, the deepest column first, and the
    tensor of a `PathPlan`. Locally sampled images drop each input with probability `rate` and keep at least one,
    drawn evenly. Others keep the plan's column; where that column does not reach this join, all. At inference it is
    the plain mean. No parameters.

    Args:
        rate: probability with which an input is dropped; the paper's is 0.15.
        seed: integer seed; drawn from the global seed if not given.

    Raises:
        ValueError: if `rate` is not in [0, 1).

    Source:
        arXiv:1605.07648 section 3.
    """

    def __init__(self, rate: float = 0.15, seed: int | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate < 1:
            raise ValueError(f"The rate must lie in [0, 1), not {rate}.")
        self.rate, self.seed = rate, seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(
        self, inputs: list[keras.KerasTensor], plan: keras.KerasTensor, training: bool | None = None
    ) -> keras.KerasTensor:
        count = len(inputs)
        if count == 1:
            return inputs[0]
        if not training:
            return sum(inputs) / count
        weights = ops.cast(self._kept(count, plan), inputs[0].dtype)
        weights = weights / ops.sum(weights, axis=1, keepdims=True)
        return sum(x * weights[:, i, None, None, None] for i, x in enumerate(inputs))

    def _kept(self, count: int, plan: keras.KerasTensor) -> keras.KerasTensor:
        """Booleans (batch, count), at least one of each row true."""
        batch = ops.shape(plan)[0]
        places = ops.expand_dims(ops.arange(count), 0)
        local = keras.random.uniform((batch, count), seed=self.seed_generator) >= self.rate
        one = keras.random.randint((batch, 1), 0, count, seed=self.seed_generator)
        local = ops.where(ops.any(local, axis=1, keepdims=True), local, ops.equal(places, one))
        column = ops.expand_dims(plan, 1)
        alone = ops.logical_or(ops.equal(places, column), column >= count)
        return ops.where(column == LOCAL, local, alone)

    def compute_output_shape(
        self, inputs_shape: list[tuple[int | None, ...]], plan_shape: tuple[int | None, ...]
    ) -> tuple[int | None, ...]:
        return inputs_shape[0]

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


def fractal_block(
    x: keras.KerasTensor,
    plan: keras.KerasTensor,
    columns: int,
    filters: int,
    rate: float = 0.15,
    name: str = "block",
) -> keras.KerasTensor:
    """The fractal f_C of convolutions: `f_1(z) = conv(z)`, `f_(c+1)(z) = join((f_c . f_c)(z), conv(z))`.

    Joins that would follow one another at once are one. It has `2 ** columns - 1` convolutions, and its deepest path
    has `2 ** (columns - 1)`. A convolution is 3x3 with batch normalisation and ReLU.

    Args:
        x: `(batch, height, width, channels)`.
        plan: of a `PathPlan`.
        columns: C, at least 1.
        filters: feature maps of each convolution.
        rate: of drop-path, see `Join`.
        name: beginning of the layers' names.

    Returns:
        `(batch, height, width, filters)`.

    Raises:
        ValueError: if there is no column.

    Source:
        arXiv:1605.07648 section 2, equation 1 and figure 1.
    """
    if columns < 1:
        raise ValueError(f"A fractal has at least one column, not {columns}.")

    def columns_of(z: keras.KerasTensor, order: int, path: str) -> list[keras.KerasTensor]:
        """What f_order joins at its end, the deepest column first."""
        alone = conv_bn_relu(z, filters, name=f"{path}_column{order}")
        if order == 1:
            return [alone]
        half = joined(columns_of(z, order - 1, f"{path}a"), f"{path}a_join")
        return [*columns_of(half, order - 1, f"{path}b"), alone]

    def joined(tensors: list[keras.KerasTensor], label: str) -> keras.KerasTensor:
        return Join(rate, name=label)(tensors, plan) if len(tensors) > 1 else tensors[0]

    return joined(columns_of(x, columns, name), f"{name}_join")


def fractalnet(
    input_shape: tuple[int, int, int] = (28, 28, 1),
    classes: int = 10,
    columns: int = 3,
    widths: Sequence[int] = (6, 16, 40),
    rate: float = 0.15,
) -> keras.Model:
    """Fractal blocks with pooling between them and drop-path over all: no shortcut is needed to train it.

    ```
    layer                                      output
    fractal block of 6, 3 columns; pooling     (14, 14, 6)
    fractal block of 16, 3 columns; pooling    (7, 7, 16)
    fractal block of 40, 3 columns             (7, 7, 40)
    global average; Dense, softmax             (10,)
    ```

    The paper has five blocks from 64 to 512 maps, pools after each, and adds Dropout between them; here there are
    three, as 28 pixels halve twice, with few maps, for the time that an epoch takes. 90,292 parameters, 89,424 of them
    trained; 7,126,960 multiply-adds an image.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        columns: of each block.
        widths: feature maps of each block.
        rate: of drop-path.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Raises:
        ValueError: if there is no column or no block.

    Source:
        arXiv:1605.07648.
    """
    if not widths:
        raise ValueError("Give the width of at least one block.")
    inputs = keras.Input(input_shape)
    plan = PathPlan(columns, name="plan")(inputs)
    x = inputs
    for block, width in enumerate(widths, start=1):
        x = fractal_block(x, plan, columns, width, rate, name=f"block{block}")
        if block < len(widths):
            x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="fractalnet")


NETWORK = Network(
    name="fractalnet",
    title="FractalNet, 3 columns",
    build=fractalnet,
    source="arXiv:1605.07648",
)

"""Locally connected layer: a convolution whose weights are not shared between positions."""

from collections.abc import Callable

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="zoo")
class LocallyConnected2D(keras.layers.Layer):
    """Convolution with a kernel and biases of its own at each output position.

    Parameters: `rows * columns * (kernel height * kernel width * channels + 1) * filters`, where `rows` and
    `columns` are those of the output. A forward pass takes as many multiply-adds as a convolution does.

    The kernel has shape `(rows, columns, kernel height, kernel width, channels, filters)`. An initialiser that
    scales by fan-in or fan-out (`keras.initializers.VarianceScaling` and its kind, such as Glorot's and He's) gets
    the fans of one position, those of a convolution; others see the whole shape.

    Args:
        filters: how many feature maps come out.
        kernel_size: height and width of the window, or one number for both.
        strides: step of the window down and to the right, or one number for both.
        padding: `"valid"` (none) or `"same"` (zeros around, so that stride 1 keeps the size).
        activation: name of a Keras activation, or a function; `None` for none.
        use_bias: whether there are biases, of shape `(rows, columns, filters)`.
        kernel_initializer: how the kernels start.
        bias_initializer: how the biases start.

    Input shape: `(batch, height, width, channels)`, all but `batch` known.
    Output shape: `(batch, rows, columns, filters)`, where a side of `n` becomes `ceil(n / stride)` with `"same"`
    padding and `floor((n - kernel) / stride) + 1` with `"valid"`.

    Raises:
        ValueError: if an argument is out of range, the input is not of rank 4, its size is not known, or it is
            smaller than the window.

    Source:
        Lecture, locally connected layer. Keras 2 had one of this name; Keras 3 has none.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple[int, int],
        strides: int | tuple[int, int] = (1, 1),
        padding: str = "valid",
        activation: str | Callable | None = None,
        use_bias: bool = True,
        kernel_initializer: str | keras.initializers.Initializer = "glorot_uniform",
        bias_initializer: str | keras.initializers.Initializer = "zeros",
        **kwargs: object,
    ) -> None:
        super().__init__(**kwargs)
        if filters < 1:
            raise ValueError(f"A locally connected layer needs at least one filter, not {filters}.")
        if padding not in ("valid", "same"):
            raise ValueError(f'Padding must be "valid" or "same", not {padding!r}.')
        self.filters = filters
        self.kernel_size = _pair(kernel_size, "Kernel size")
        self.strides = _pair(strides, "Strides")
        self.padding = padding
        self.activation = keras.activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        rows, columns = self.compute_output_shape(input_shape)[1:3]
        self.kernel = self.add_weight(
            shape=(rows, columns, *self.kernel_size, input_shape[3], self.filters),
            initializer=_with_fans_of_a_position(self.kernel_initializer),
            name="kernel",
        )
        if self.use_bias:
            self.bias = self.add_weight(
                shape=(rows, columns, self.filters), initializer=self.bias_initializer, name="bias"
            )
        super().build(input_shape)

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        rows, columns, height, width, channels, filters = self.kernel.shape
        if self.padding == "same":
            top_bottom, left_right = self._margins(inputs.shape)
            inputs = ops.pad(inputs, ((0, 0), top_bottom, left_right, (0, 0)))
        # Slices for patches, not `ops.image.extract_patches`: that convolves with an identity matrix, whose cost grows
        # with the square of the window. Positions go first: each has its product (batch, window) x (window, filters).
        inputs = ops.transpose(inputs, (1, 2, 0, 3))
        down, right = self.strides
        taps = [
            inputs[
                row : row + (rows - 1) * down + 1 : down, column : column + (columns - 1) * right + 1 : right
            ]
            for row in range(height)
            for column in range(width)
        ]
        windows = ops.concatenate(taps, axis=-1)
        kernel = ops.reshape(self.kernel, (rows, columns, height * width * channels, filters))
        outputs = ops.transpose(ops.matmul(windows, kernel), (2, 0, 1, 3))
        if self.use_bias:
            outputs = outputs + self.bias
        return self.activation(outputs)

    def _margins(self, input_shape: tuple[int | None, ...]) -> list[tuple[int, int]]:
        """Rows of zeros above and below, columns left and right, as a convolution pads; an odd one goes last."""
        margins = []
        for size, kernel, stride in zip(input_shape[1:3], self.kernel_size, self.strides, strict=True):
            missing = max((-(-size // stride) - 1) * stride + kernel - size, 0)
            margins.append((missing // 2, missing - missing // 2))
        return margins

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        if len(input_shape) != 4 or None in input_shape[1:]:
            raise ValueError(
                "A locally connected layer takes inputs of shape (batch, height, width, channels) of known size, "
                f"not {tuple(input_shape)}."
            )
        if self.padding == "same":
            sides = [-(-size // stride) for size, stride in zip(input_shape[1:3], self.strides, strict=True)]
        else:
            sides = [
                (size - kernel) // stride + 1
                for size, kernel, stride in zip(input_shape[1:3], self.kernel_size, self.strides, strict=True)
            ]
        if min(sides) < 1:
            raise ValueError(
                f"A window of {self.kernel_size} does not fit into inputs of {tuple(input_shape)}."
            )
        return (input_shape[0], *sides, self.filters)

    def get_config(self) -> dict[str, object]:
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "padding": self.padding,
            "activation": keras.activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
            "bias_initializer": keras.initializers.serialize(self.bias_initializer),
        }


def _pair(value: int | tuple[int, int], what: str) -> tuple[int, int]:
    pair = (value, value) if isinstance(value, int) else tuple(value)
    if len(pair) != 2 or min(pair) < 1:
        raise ValueError(f"{what} must be one or two numbers of at least 1, not {value}.")
    return pair


def _with_fans_of_a_position(initializer: keras.initializers.Initializer) -> keras.initializers.Initializer:
    """`initializer`, but with the fans of the last four axes alone, as a convolution counts them."""
    if not isinstance(initializer, keras.initializers.VarianceScaling) or initializer.input_axes is not None:
        return initializer
    return keras.initializers.VarianceScaling(
        scale=initializer.scale,
        mode=initializer.mode,
        distribution=initializer.distribution,
        seed=initializer.seed,
        input_axes=(2, 3, 4),
        output_axes=(2, 3, 5),
    )

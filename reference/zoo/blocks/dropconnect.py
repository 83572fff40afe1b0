"""DropConnect: a dense layer that loses connections at random in training."""

from collections.abc import Callable

import keras


@keras.saving.register_keras_serializable(package="zoo")
class DropConnect(keras.layers.Layer):
    """Dense layer `activation(v (M * W) + m * b)` with Bernoulli masks `M` and `m` in training.

    Where Dropout loses units, DropConnect loses single weights (and biases). Each is kept with probability
    `1 - rate` and what is kept is divided by that, so the expected sum is `v W + b`.

    Masks. The paper draws one for each example and found that one for a mini-batch regularises too little, so this
    is the default. It costs a random number for each weight and example: `batch * n * units` of them, memory too.
    `per_sample=False` draws one mask for a mini-batch, at the cost of a dense layer, for layers too large for that.

    Inference. The paper draws the sums from a Gaussian with the mean and variance of the masked ones, and averages
    the activations over many draws. Here the mean alone is taken: `activation(v W + b)`, as with Dropout, which
    needs one pass, gives one answer, and exports as a plain dense layer.

    Parameters: `(n + 1) * units`.

    Args:
        units: how many outputs.
        rate: probability of losing a weight, from 0 up to but not including 1.
        activation: name of a Keras activation, or a function; `None` for none.
        per_sample: masks for each example (`True`) or for each mini-batch.
        kernel_initializer: how `W` starts.
        bias_initializer: how `b` starts.
        seed: integer seed of the masks; drawn from the global seed if not given.

    Input shape: `(batch, n)`. Output shape: `(batch, units)`.

    Raises:
        ValueError: if `units` or `rate` is out of range, or the input is not of rank 2.

    Source:
        Wan, Zeiler, Zhang, LeCun, Fergus: Regularization of Neural Networks using DropConnect, ICML 2013, PMLR
        28(3):1058-1066, sections 3 and 5.
    """

    def __init__(
        self,
        units: int,
        rate: float = 0.5,
        activation: str | Callable | None = None,
        per_sample: bool = True,
        kernel_initializer: str | keras.initializers.Initializer = "glorot_uniform",
        bias_initializer: str | keras.initializers.Initializer = "zeros",
        seed: int | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(**kwargs)
        if units < 1:
            raise ValueError(f"DropConnect needs at least one unit, not {units}.")
        if not 0 <= rate < 1:
            raise ValueError(f"The rate of DropConnect must be at least 0 and less than 1, not {rate}.")
        self.units = units
        self.rate = rate
        self.activation = keras.activations.get(activation)
        self.per_sample = per_sample
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        if len(input_shape) != 2:
            raise ValueError(
                f"DropConnect takes inputs of shape (batch, n), not {input_shape}; flatten first."
            )
        self.kernel = self.add_weight(
            shape=(input_shape[1], self.units), initializer=self.kernel_initializer, name="kernel"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer=self.bias_initializer, name="bias")
        super().build(input_shape)

    def call(self, inputs: keras.KerasTensor, training: bool | None = None) -> keras.KerasTensor:
        if not training or self.rate == 0:
            return self.activation(keras.ops.matmul(inputs, self.kernel) + self.bias)
        batch = (keras.ops.shape(inputs)[0],) if self.per_sample else ()
        kernel = self._mask((*batch, *self.kernel.shape)) * self.kernel
        bias = self._mask((*batch, self.units)) * self.bias
        if self.per_sample:
            sums = keras.ops.squeeze(keras.ops.matmul(keras.ops.expand_dims(inputs, 1), kernel), 1)
        else:
            sums = keras.ops.matmul(inputs, kernel)
        return self.activation(sums + bias)

    def _mask(self, shape: tuple) -> keras.KerasTensor:
        """Zero with probability `rate`, else `1 / (1 - rate)`."""
        kept = keras.random.uniform(shape, seed=self.seed_generator) >= self.rate
        return keras.ops.cast(kept, self.compute_dtype) / (1 - self.rate)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (input_shape[0], self.units)

    def get_config(self) -> dict[str, object]:
        return {
            **super().get_config(),
            "units": self.units,
            "rate": self.rate,
            "activation": keras.activations.serialize(self.activation),
            "per_sample": self.per_sample,
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
            "bias_initializer": keras.initializers.serialize(self.bias_initializer),
            "seed": self.seed,
        }

"""Stochastic depth: residual branches that are left out at random in training."""

import keras


@keras.saving.register_keras_serializable(package="zoo")
class StochasticDepth(keras.layers.Layer):
    """Drops the whole input of an image with probability `rate` in training; at inference it does nothing.

    Put at the end of a residual branch, before the addition, it leaves such an image to the shortcut alone. What is
    kept is divided by `1 - rate`, so that the expected value is that of inference. The paper instead multiplies by
    the survival probability at inference, which is the same up to the scale of the weights, and draws once for a
    mini-batch; here each image draws for itself, so that a step's noise averages out over its batch and compiled
    graphs need no branch. The price: the branch is computed even for images that drop it.

    Input and output: any shape `(batch, ...)`. No parameters.

    Args:
        rate: probability of dropping, from 0 up to but not including 1; see `linear_decay`.
        seed: integer seed of the draws; drawn from the global seed if not given.

    Raises:
        ValueError: if `rate` is out of range.

    Source:
        arXiv:1603.09382 section 3.
    """

    def __init__(self, rate: float, seed: int | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate < 1:
            raise ValueError(f"The rate of stochastic depth must be at least 0 and less than 1, not {rate}.")
        self.rate = rate
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.supports_masking = True

    def call(self, inputs: keras.KerasTensor, training: bool | None = None) -> keras.KerasTensor:
        if not training or self.rate == 0:
            return inputs
        shape = (keras.ops.shape(inputs)[0],) + (1,) * (len(inputs.shape) - 1)
        return keras.random.dropout(inputs, self.rate, noise_shape=shape, seed=self.seed_generator)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return input_shape

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


def linear_decay(block: int, blocks: int, last: float = 0.5) -> float:
    """Drop rate of residual block number `block` of `blocks`: grows evenly from the input to `last`.

    Args:
        block: number of the block, from 1 to `blocks`.
        blocks: how many residual blocks the network has.
        last: rate of the last block. The paper's is 0.5, at 54 and more blocks; shallow networks want less.

    Raises:
        ValueError: if `block` is not one of the network's.

    Source:
        arXiv:1603.09382 section 3, equation 4.
    """
    if not 1 <= block <= blocks:
        raise ValueError(f"Block {block} is not among blocks 1 to {blocks}.")
    return last * block / blocks

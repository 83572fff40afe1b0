"""With and without batch normalisation.

The lecture: normalised activations let a deep network train with higher rates, and faster. Measured: both at a low and
at a high rate of SGD with momentum.
"""

from functools import partial

import keras

from reference.zoo.blocks.normalisation import batch_normalisation
from reference.zoo.experiments.experiment import Experiment, Variant

WIDTHS = (12, 24, 48)
RATES = {"low": 0.01, "high": 0.3}


def deep_convolutional_network(normalised: bool) -> keras.Model:
    """Six convolutions in three stages; each has batch normalisation, or a bias."""
    inputs = keras.Input((28, 28, 1))
    x = inputs
    for stage, width in enumerate(WIDTHS):
        if stage:
            x = keras.layers.MaxPooling2D(2)(x)
        for _ in range(2):
            x = keras.layers.Conv2D(
                width, 3, padding="same", use_bias=not normalised, kernel_initializer="he_normal"
            )(x)
            x = keras.layers.Activation("relu")(batch_normalisation(x) if normalised else x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="normalised" if normalised else "plain")


def _variant(normalised: bool, rate: str) -> Variant:
    return Variant(
        name=f"{'with' if normalised else 'without'}_{rate}",
        title=f"{'with' if normalised else 'without'} normalisation, rate {RATES[rate]:g}",
        build=partial(deep_convolutional_network, normalised),
        optimizer=partial(keras.optimizers.SGD, RATES[rate], momentum=0.9),
    )


EXPERIMENT = Experiment(
    name="normalisation",
    title="Batch normalisation",
    question="Does batch normalisation train faster, and does it bear a higher rate?",
    source="Lecture; arXiv:1502.03167",
    variants=tuple(_variant(normalised, rate) for rate in RATES for normalised in (False, True)),
    epochs=3,
    images=20_000,
)

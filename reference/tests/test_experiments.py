"""All else is equal in an experiment, and the measurements show what they are for."""

import keras
import numpy as np
import pytest

from reference.zoo.experiments import EXPERIMENTS
from reference.zoo.experiments.ablation import SmoothedCrossentropy
from reference.zoo.experiments.activation import deep_network, gradient_norms
from reference.zoo.experiments.batch_size import IMAGES
from reference.zoo.experiments.regularisation import large_network

VARIANTS = [
    (experiment, variant.name) for experiment in EXPERIMENTS for variant in EXPERIMENTS[experiment].variants
]


def variants(name: str) -> dict[str, object]:
    return {variant.name: variant for variant in EXPERIMENTS[name].variants}


def initial_weights(build: object) -> list[np.ndarray]:
    keras.utils.set_random_seed(3)
    return [weight.numpy() for weight in build().trainable_variables]


@pytest.mark.parametrize(("experiment", "name"), VARIANTS)
def test_builds_a_classifier(experiment: str, name: str) -> None:
    variant = variants(experiment)[name]
    model = variant.build()
    assert (model.input_shape, model.output_shape) == ((None, 28, 28, 1), (None, 10))
    optimizer = variant.optimizer() if variant.planned is None else variant.planned(100)
    assert isinstance(optimizer, keras.optimizers.Optimizer)
    labels = np.arange(4) % 3
    loss = np.mean(keras.losses.get(variant.loss)(labels, np.full((4, 10), 0.1, "float32")))
    assert loss == pytest.approx(np.log(10), abs=1e-4)
    assert name.isidentifier()
    assert name == name.lower()


NARROWER = "narrow"
"""The one variant of the ablation whose weights have other shapes."""


@pytest.mark.parametrize(
    "name", ["activation", "batch_size", "optimizers", "augmentation", "regularisation", "ablation"]
)
def test_variants_start_from_the_same_weights(name: str) -> None:
    chosen = (variant for variant in EXPERIMENTS[name].variants if variant.name != NARROWER)
    first, *others = (initial_weights(variant.build) for variant in chosen)
    for other in others:
        assert all((a == b).all() for a, b in zip(first, other, strict=True))


def test_the_narrower_network_differs_in_width_alone() -> None:
    def shapes(name: str) -> list[tuple[str, int]]:
        model = variants("ablation")[name].build()
        return [(type(layer).__name__, len(layer.weights)) for layer in model.layers]

    assert shapes(NARROWER) == shapes("whole")
    whole, narrower = (variants("ablation")[name].build().count_params() for name in ("whole", NARROWER))
    assert narrower < whole


def test_regularised_networks_have_the_same_parameters() -> None:
    def trained(kind: str) -> int:
        return sum(int(np.prod(weight.shape)) for weight in large_network(kind).trainable_variables)

    assert {trained(kind) for kind in ("none", "dropout", "dropconnect")} == {269_322}
    with pytest.raises(ValueError, match="noise"):
        large_network("noise")


def test_normalised_networks_differ_in_normalisation_alone() -> None:
    def kernels(name: str) -> list[tuple[int, ...]]:
        model = variants("normalisation")[name].build()
        return [layer.kernel.shape for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]

    assert kernels("with_low") == kernels("without_low") == kernels("with_high")


def test_batches_are_one_some_and_all() -> None:
    sizes = [variant.batch_size for variant in EXPERIMENTS["batch_size"].variants]
    assert (sizes[0], sizes[-1]) == (1, IMAGES)
    assert EXPERIMENTS["batch_size"].images == IMAGES


def test_only_training_images_are_augmented() -> None:
    # Of a few images, chance may leave all as they are.
    images = np.random.default_rng(0).random((64, 28, 28, 1), "float32")
    for name, variant in variants("augmentation").items():
        if variant.augment is None:
            assert name == "none"
            continue
        layer = variant.augment()
        assert (np.asarray(layer(images, training=False)) == images).all()
        assert (np.asarray(layer(images, training=True)) != images).any()


def test_the_gradient_of_sigmoid_vanishes_and_that_of_relu_does_not() -> None:
    random = np.random.default_rng(0)
    images, labels = random.random((32, 28, 28, 1), "float32"), random.integers(0, 10, 32)
    ratios = {}
    for activation in ("sigmoid", "relu"):
        keras.utils.set_random_seed(0)
        model = deep_network(activation)
        before = model.get_weights()
        norms = gradient_norms(model, images, labels)["gradient norm"]
        assert len(norms) == 9
        assert all((a == b).all() for a, b in zip(before, model.get_weights(), strict=True))
        ratios[activation] = norms[0] / norms[-1]
    assert ratios["sigmoid"] < 1e-3
    assert ratios["relu"] > 1e-2


def test_smoothed_labels_are_one_hot_rows_with_a_tenth_spread_evenly() -> None:
    labels = np.array([3, 0])
    probabilities = np.asarray(
        keras.ops.softmax(np.random.default_rng(0).normal(size=(2, 10)).astype("float32"))
    )
    targets = 0.9 * np.eye(10)[labels] + 0.01
    expected = -(targets * np.log(probabilities)).sum(axis=1).mean()
    assert float(SmoothedCrossentropy(0.1)(labels, probabilities)) == pytest.approx(expected, rel=1e-5)
    assert float(SmoothedCrossentropy(0.1)(labels[:, None], probabilities)) == pytest.approx(
        expected, rel=1e-5
    )
    same = SmoothedCrossentropy.from_config(SmoothedCrossentropy(0.2).get_config())
    assert same.smoothing == 0.2

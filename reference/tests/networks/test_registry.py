"""What holds for every network of the zoo."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import keras
import numpy as np
import pytest

from reference.zoo.cost import multiply_adds
from reference.zoo.gradients import gradients
from reference.zoo.networks import NETWORKS

SIZES = {
    "softmax_regression": (7_850, 7_840),
    "fcnn": (669_706, 668_672),
    "lenet": (61_706, 416_520),
    "cnn_mnist": (1_199_882, 11_992_448),
    "alexnet": (631_866, 14_024_576),
    "nin": (72_426, 10_204_544),
    "dilated_cnn": (7_962, 5_532_544),
    "separable_cnn": (67_850, 8_877_440),
    "locally_connected": (409_386, 519_680),
    "deconv": (442_827, 2_321_280),
    "inception": (4_894_858, 37_944_704),
    "resnet": (69_500, 7_910_960),
    "preresnet": (69_260, 7_910_960),
    "resnet_in_resnet": (43_798, 5_221_920),
    "ror": (71_300, 8_008_960),
    "fractalnet": (90_292, 7_126_960),
    "densenet": (73_246, 5_823_492),
    "polynet": (80_557, 6_022_776),
}
"""Parameters and multiply-adds, as the builders' docstrings state them."""
MOST_MULTIPLY_ADDS = 40_000_000
WITH_LAYERS_OF_OURS = ("alexnet", "locally_connected", "deconv", "fractalnet")
"""Networks in which not every layer is Keras's own: they are built and taught on each backend."""


@pytest.fixture(scope="module")
def batch() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    return random.random((8, 28, 28, 1), "float32"), np.eye(10, dtype="float32")[random.integers(0, 10, 8)]


@contextmanager
def step_by_step() -> Iterator[None]:
    """Of one batch TensorFlow's tracing takes longer than what is traced; JAX compiles each operation that runs by itself."""
    if keras.backend.backend() != "tensorflow":
        yield
        return
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        tf.config.run_functions_eagerly(False)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in WITH_LAYERS_OF_OURS else pytest.mark.one_backend)
        for name in NETWORKS
    ],
)
def test_builds_and_learns(
    name: str, batch: tuple[np.ndarray, np.ndarray], built: Callable[[str], keras.Model]
) -> None:
    images, targets = batch
    network, model = NETWORKS[name], built(name)
    assert network.name == name
    assert model.input_shape == (None, 28, 28, 1)
    assert model.output_shape == (None, 10)
    assert model.dtype == "float32"

    # One step: every weight gets a gradient.
    with step_by_step():
        found = gradients(model, images, targets, "categorical_crossentropy")
    assert len(found) == len(model.trainable_variables)
    assert [path for path, gradient in found.items() if not np.isfinite(gradient).all()] == []
    assert [path for path, gradient in found.items() if not gradient.any()] == []
    # The optimizer makes something of it. JAX would compile each weight's change by itself, which takes a third of the test.
    if keras.backend.backend() == "tensorflow":
        before = [weight.numpy() for weight in model.trainable_variables]
        optimizer = network.optimizer()
        optimizer.build(model.trainable_variables)
        optimizer.apply(list(found.values()), model.trainable_variables)
        after = [weight.numpy() for weight in model.trainable_variables]
        assert all((old != new).any() for old, new in zip(before, after, strict=True))


@pytest.mark.one_backend
@pytest.mark.parametrize("name", NETWORKS)
def test_answers_and_is_kept(
    name: str, batch: tuple[np.ndarray, np.ndarray], tmp_path: Path, built: Callable[[str], keras.Model]
) -> None:
    images, model, path = batch[0], built(name), tmp_path / "model.keras"
    model.save(path)
    answers = np.asarray(model(images, training=False))
    assert answers.dtype == np.float32
    np.testing.assert_allclose(answers.sum(axis=1), 1, atol=1e-5)
    kept = keras.saving.load_model(path)(images, training=False)
    np.testing.assert_allclose(np.asarray(kept), answers, atol=1e-5)


@pytest.mark.one_backend
@pytest.mark.parametrize("name", NETWORKS)
def test_size(name: str, built: Callable[[str], keras.Model]) -> None:
    model = built(name)
    cost = multiply_adds(model)
    assert cost <= MOST_MULTIPLY_ADDS, "an epoch of the full data takes too long on two cores"
    assert (model.count_params(), cost) == SIZES[name]


def test_names_are_those_of_a_command_line() -> None:
    assert all(name.isidentifier() and name == name.lower() for name in NETWORKS)
    assert len({network.title for network in NETWORKS.values()}) == len(NETWORKS)


@pytest.mark.one_backend
@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_with_layers_of_ours_is_known(name: str, built: Callable[[str], keras.Model]) -> None:
    modules = {type(layer).__module__.split(".")[0] for layer in built(name)._flatten_layers()}
    assert ("reference" in modules) == (name in WITH_LAYERS_OF_OURS)

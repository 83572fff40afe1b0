"""What is particular to each classic network."""

import keras
import numpy as np
import pytest

from reference.zoo.gradients import gradients
from reference.zoo.networks.alexnet import LocalResponseNormalization, alexnet
from reference.zoo.networks.cnn_mnist import cnn_mnist
from reference.zoo.networks.deconv import RECONSTRUCTION, ReconstructionError, autoencoder_of, deconv
from reference.zoo.networks.dilated import dilated_cnn
from reference.zoo.networks.inception import inception
from reference.zoo.networks.nin import nin
from reference.zoo.networks.separable import separable_cnn


@pytest.mark.one_backend
def test_cnn_mnist_is_the_example_layer_by_layer() -> None:
    layers = [(type(layer).__name__, layer.count_params()) for layer in cnn_mnist().layers]
    assert layers == [
        ("Conv2D", 320),
        ("Conv2D", 18_496),
        ("MaxPooling2D", 0),
        ("Dropout", 0),
        ("Flatten", 0),
        ("Dense", 1_179_776),
        ("Dropout", 0),
        ("Dense", 1_290),
    ]


@pytest.mark.one_backend
def test_inception_is_cnn_mnist_with_four_branches_of_64_inserted() -> None:
    model = inception()
    assert model.get_layer("inception_stack").output.shape == (None, 12, 12, 256)
    assert [tensor.shape[-1] for tensor in model.get_layer("inception_stack").input] == [64] * 4
    module = sum(
        layer.count_params()
        for layer in model.layers
        if layer.name.startswith("inception") and isinstance(layer, keras.layers.Conv2D)
    )
    widened = (256 - 64) * 12 * 12 * 128
    assert model.count_params() == cnn_mnist().count_params() + module + widened


@pytest.mark.one_backend
def test_alexnet_has_its_published_size() -> None:
    model = alexnet()
    assert model.count_params() == 60_965_224
    sides = [layer.output.shape[1] for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    assert sides == [55, 27, 13, 13, 13]


def test_local_response_normalisation_is_that_of_the_paper() -> None:
    x = np.random.default_rng(0).normal(size=(2, 3, 3, 7)).astype("float32") * 10
    expected = np.empty_like(x)
    for channel in range(7):
        near = x[..., max(0, channel - 2) : min(7, channel + 3)]
        expected[..., channel] = x[..., channel] / (2 + 1e-4 * (near**2).sum(axis=-1)) ** 0.75
    np.testing.assert_allclose(np.asarray(LocalResponseNormalization()(x)), expected, rtol=1e-5)
    with pytest.raises(ValueError, match="odd"):
        LocalResponseNormalization(size=4)


@pytest.mark.one_backend
def test_nin_takes_images_of_any_size() -> None:
    model = nin(input_shape=(None, None, 1))
    assert model.count_params() == nin().count_params()
    assert not any(isinstance(layer, keras.layers.Dense) for layer in model.layers)
    for side in (28, 40):
        assert model(np.zeros((1, side, side, 1), "float32")).shape == (1, 10)


def test_each_place_of_the_dilated_network_sees_the_whole_image() -> None:
    model = dilated_cnn()
    x = np.random.default_rng(0).random((1, 28, 28, 1), "float32")
    last = keras.Model(model.inputs, model.get_layer("dilated_8_conv").output)
    changed = x.copy()
    changed[0, 0, 0, 0] += 1
    assert not np.allclose(np.asarray(last(x))[0, 14, 14], np.asarray(last(changed))[0, 14, 14], atol=1e-7)


@pytest.mark.one_backend
def test_separable_convolutions_save_parameters() -> None:
    regular = separable_cnn(separable=False)
    assert regular.count_params() == 539_818
    assert [layer.output.shape for layer in regular.layers][-1] == separable_cnn().layers[-1].output.shape


def test_deconv_draws_its_input_and_learns_to() -> None:
    keras.utils.set_random_seed(0)
    model, images = deconv(), np.random.default_rng(0).random((4, 28, 28, 1), "float32")
    drawn = np.asarray(autoencoder_of(model)(images))
    assert drawn.shape == images.shape
    targets = np.eye(10, dtype="float32")[[1, 2, 3, 4]]
    found = gradients(model, images, targets, "categorical_crossentropy")
    assert all(value.any() for path, value in found.items() if RECONSTRUCTION in path)
    loss = model.test_on_batch(images, targets)
    chances = np.asarray(model(images))[np.arange(4), [1, 2, 3, 4]]
    np.testing.assert_allclose(loss, -np.log(chances).mean() + 10 * ((images - drawn) ** 2).mean(), rtol=1e-4)
    with pytest.raises(ValueError, match="divisible by 4"):
        deconv(input_shape=(30, 30, 1))
    assert ReconstructionError.from_config(ReconstructionError(2.0).get_config()).weight == 2.0

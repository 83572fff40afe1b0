"""Multiply-adds against numbers worked out by hand."""

import keras
import pytest
from keras import layers

from reference.zoo.blocks.dropconnect import DropConnect
from reference.zoo.blocks.locally_connected import LocallyConnected2D
from reference.zoo.cost import multiply_adds

pytestmark = pytest.mark.one_backend


def one_layer(layer: layers.Layer, shape: tuple[int | None, ...]) -> keras.Model:
    return keras.Sequential([keras.Input(shape), layer])


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (layers.Conv2D(16, 3), (8, 9, 4), 6 * 7 * 16 * (3 * 3 * 4)),
        (layers.Conv2D(16, 3, padding="same", strides=2), (9, 9, 4), 5 * 5 * 16 * (3 * 3 * 4)),
        (layers.Conv2D(16, 3, padding="same", dilation_rate=2), (8, 8, 4), 8 * 8 * 16 * (3 * 3 * 4)),
        (layers.Conv2D(6, (1, 5), padding="same", groups=2), (8, 8, 4), 8 * 8 * 6 * (1 * 5 * 4 // 2)),
        # The lecture's example; the 370 and 86 parameters without the 10 biases.
        (layers.Conv2D(10, 3, padding="same"), (32, 32, 4), 32 * 32 * 360),
        (layers.SeparableConv2D(10, 3, padding="same"), (32, 32, 4), 32 * 32 * (36 + 40)),
        (layers.SeparableConv2D(10, 3, strides=2, depth_multiplier=2), (9, 9, 4), 4 * 4 * (72 + 80)),
        (layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2), (8, 8, 4), 8 * 8 * 8 * 9),
        (layers.Conv2DTranspose(5, 3, strides=2), (2, 2, 4), 2 * 2 * 4 * (3 * 3 * 5)),
        (layers.Dense(7), (5,), 5 * 7),
        (layers.Dense(7), (3, 3, 5), 9 * 5 * 7),
        (DropConnect(7), (5,), 5 * 7),
        (LocallyConnected2D(6, 3, strides=2), (9, 9, 4), 4 * 4 * 6 * (3 * 3 * 4)),
        (layers.BatchNormalization(), (8, 8, 4), 0),
        (layers.LayerNormalization(), (8, 8, 4), 0),
        (layers.MaxPooling2D(), (8, 8, 4), 0),
        (layers.Dropout(0.5), (8,), 0),
    ],
    ids=lambda value: value.name if isinstance(value, layers.Layer) else None,
)
def test_one_layer(layer: layers.Layer, shape: tuple[int, ...], expected: int):
    assert multiply_adds(one_layer(layer, shape)) == expected


def test_cnn_mnist():
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    expected = 26 * 26 * 32 * 9 + 24 * 24 * 64 * 9 * 32 + 12 * 12 * 64 * 128 + 128 * 10
    assert multiply_adds(model) == expected


def test_shared_layer_counts_each_call_with_the_size_it_has_there():
    shared = layers.Conv2D(4, 3, padding="same")
    images = keras.Input((8, 8, 4))
    small = layers.MaxPooling2D()(shared(images))
    model = keras.Model(images, shared(small))
    assert multiply_adds(model) == (8 * 8 + 4 * 4) * 4 * 9 * 4


def test_models_in_models_count_what_is_in_them():
    inner = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(2, 3), layers.Conv2D(3, 1)])
    images = keras.Input((8, 8, 1))
    model = keras.Model(images, layers.Concatenate()([inner(images), inner(images)]))
    assert multiply_adds(model) == 2 * (6 * 6 * 2 * 9 + 6 * 6 * 3 * 2)


class Composite(layers.Layer):
    """A layer with layers inside, which no graph of Keras shows, and where asked a weight of its own."""

    def __init__(self, own_weight: bool) -> None:
        super().__init__(name="composite")
        self.dense = layers.Dense(3)
        self.own_weight = own_weight

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.dense.build(input_shape)
        if self.own_weight:
            self.scale = self.add_weight(shape=(3,), name="scale")
        super().build(input_shape)

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        outputs = self.dense(inputs)
        return outputs * self.scale if self.own_weight else outputs


def test_layers_in_layers_are_counted():
    assert multiply_adds(one_layer(Composite(own_weight=False), (5,))) == 15


def test_unknown_weights_are_an_error_that_names_the_layer():
    with pytest.raises(ValueError, match=r"The layer composite \(Composite\) has weights of its own"):
        multiply_adds(one_layer(Composite(own_weight=True), (5,)))


def test_size_must_be_known():
    with pytest.raises(ValueError, match="image of known size"):
        multiply_adds(one_layer(layers.Conv2D(2, 3), (None, None, 1)))


def test_counting_changes_nothing():
    model = one_layer(layers.BatchNormalization(), (2,))
    before = [weight.tolist() for weight in model.get_weights()]
    call = layers.Layer.__call__
    multiply_adds(model)
    assert [weight.tolist() for weight in model.get_weights()] == before
    assert layers.Layer.__call__ is call

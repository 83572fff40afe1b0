"""Модуль Inception и сеть с ним."""
import keras
from keras import layers


@keras.saving.register_keras_serializable("study")
class Inception(layers.Layer):
    """Четыре ветви по 64 фильтра, на выходе 256 карт."""

    def __init__(self, filters=64, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters

        def conv(size):
            return layers.Conv2D(filters, size, padding="same", activation="relu")

        self.b1 = conv(1)
        self.b2a, self.b2b = conv(1), conv(3)
        self.b3a, self.b3b = conv(1), conv(5)
        self.b4a, self.b4b = layers.MaxPooling2D(3, strides=1, padding="same"), conv(1)
        self.stack = layers.Concatenate()

    def call(self, x):
        return self.stack([self.b1(x), self.b2b(self.b2a(x)), self.b3b(self.b3a(x)), self.b4b(self.b4a(x))])

    def get_config(self):
        return {**super().get_config(), "filters": self.filters}


def build():
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.AveragePooling2D(3),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        Inception(64),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ])

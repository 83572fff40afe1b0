"""Two networks of as many kinds of layers as can stand behind each other; ``build_models.py`` exports them."""

from typing import Any

import keras
from keras import layers as L


def prepared() -> Any:
    """What changes images before and between layers, one after the other."""
    changes = [
        L.Rescaling(1 / 255),
        L.Normalization(mean=0.3, variance=0.1),
        L.RandomFlip(),
        L.RandomRotation(0.1),
    ]
    changes += [
        L.RandomZoom(0.1),
        L.RandomTranslation(0.1, 0.1),
        L.RandomContrast(0.1),
        L.RandomBrightness(0.1),
    ]
    changes += [L.Resizing(32, 32), L.CenterCrop(28, 28), L.GaussianNoise(0.1), L.GaussianDropout(0.1)]
    changes += [
        L.LayerNormalization(),
        L.GroupNormalization(1),
        L.UnitNormalization(),
        L.BatchNormalization(),
    ]
    changes += [L.SpatialDropout2D(0.1), L.UpSampling2D(2, interpolation="bilinear"), L.AveragePooling2D(2)]
    kinds = "gelu mish hard_sigmoid silu selu elu softplus softsign exponential log_softmax sparsemax tanh"
    changes += [L.Activation(kind) for kind in kinds.split()]
    changes += [L.LeakyReLU(), L.PReLU(), L.Conv2DTranspose(3, 3), L.Cropping2D(1), L.ZeroPadding2D(1)]
    return keras.Sequential([keras.Input((28, 28, 1)), *changes, L.Flatten(), L.Dense(10)])


def sequences() -> Any:
    """An image as 28 rows: recurrent layers, attention and convolutions along one axis."""
    inputs = keras.Input((28, 28, 1))
    x = L.Masking()(L.Reshape((28, 28))(inputs))
    x = L.Bidirectional(L.LSTM(4, return_sequences=True))(x)
    x = L.SimpleRNN(8, return_sequences=True)(L.GRU(8, return_sequences=True)(x))
    x = L.LayerNormalization()(x + L.MultiHeadAttention(2, 4)(x, x))
    x = L.MaxPooling1D(2)(L.Conv1D(8, 3, padding="same")(L.Attention()([x, x])))
    x = L.TimeDistributed(L.Dense(4))(x) + L.Embedding(14, 4)(keras.ops.arange(14))
    return keras.Model(inputs, L.Dense(10)(L.GRU(4, unroll=True)(x)))

# %%
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train.astype("float32")[..., None] / 255


def inception(x):
    """Halves the maps, so no further pooling is needed."""
    a = layers.Conv2D(64, 1, strides=2, padding="same", activation="relu")(x)
    b = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
    b = layers.Conv2D(64, 3, strides=2, padding="same", activation="relu")(b)
    c = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
    c = layers.Conv2D(64, 5, strides=2, padding="same", activation="relu")(c)
    d = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    d = layers.Conv2D(64, 1, padding="same", activation="relu")(d)
    return layers.Concatenate()([a, b, c, d])

# %%
inputs = keras.Input((28, 28, 1))
x = layers.Conv2D(16, 3, strides=4, padding="same", activation="relu")(inputs)
x = inception(x)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
model.summary()
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=128, epochs=1, verbose=2)

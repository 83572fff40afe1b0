# %% [markdown]
# The naive module: no 1x1 convolutions for reduction.

# %%
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train[..., None] / 255.0

# %%
inputs = keras.Input(shape=(28, 28, 1))
x = layers.Conv2D(16, 3, strides=4, padding="same", activation="relu")(inputs)
x = layers.MaxPooling2D(2)(x)
x = layers.concatenate([
    layers.Conv2D(64, 1, padding="same", activation="relu")(x),
    layers.Conv2D(64, 3, padding="same", activation="relu")(x),
    layers.Conv2D(64, 5, padding="same", activation="relu")(x),
    layers.MaxPooling2D(3, strides=1, padding="same")(x),
])
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=1, batch_size=128, verbose=2)

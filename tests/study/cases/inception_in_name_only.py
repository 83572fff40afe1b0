# %% [markdown]
# # Inception
# The network `inception` has an Inception layer (`inception_1x1`, `inception_3x3`, `inception_5x5`).

# %%
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train[..., None].astype("float32") / 255

# %%
inception = keras.Sequential([
    layers.Input((28, 28, 1)),
    layers.MaxPooling2D(2, name="pool"),
    layers.Conv2D(16, 1, padding="same", activation="relu", name="inception_1x1"),
    layers.Conv2D(16, 3, padding="same", activation="relu", name="inception_3x3"),
    layers.Conv2D(16, 5, padding="same", activation="relu", name="inception_5x5"),
    layers.GlobalAveragePooling2D(name="inception_output"),
    layers.Dense(10, activation="softmax"),
], name="inception")
inception.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
inception.fit(x_train, y_train, batch_size=128, epochs=2, verbose=2)
inception_model = inception

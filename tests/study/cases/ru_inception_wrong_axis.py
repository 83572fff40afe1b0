# %%
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1).astype("float32") / 255


def модуль(x):
    ветвь1 = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
    ветвь2 = layers.Conv2D(64, 3, padding="same", activation="relu")(
        layers.Conv2D(64, 1, padding="same", activation="relu")(x))
    ветвь3 = layers.Conv2D(64, 5, padding="same", activation="relu")(
        layers.Conv2D(64, 1, padding="same", activation="relu")(x))
    ветвь4 = layers.Conv2D(64, 1, padding="same", activation="relu")(
        layers.MaxPooling2D(3, strides=1, padding="same")(x))
    return layers.Concatenate(axis=1)([ветвь1, ветвь2, ветвь3, ветвь4])


# %%
вход = layers.Input((28, 28, 1))
h = layers.Conv2D(16, 3, strides=4, padding="same", activation="relu")(вход)
h = layers.MaxPooling2D(2)(h)
h = модуль(h)
print("после модуля:", h.shape)
h = layers.GlobalAveragePooling2D()(h)
выход = layers.Dense(10, activation="softmax")(h)

# %%
сеть = keras.Model(вход, выход)
сеть.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
сеть.fit(x_train, y_train, batch_size=64, epochs=2, verbose=2)

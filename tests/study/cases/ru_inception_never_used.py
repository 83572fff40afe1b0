# %% [markdown]
# ## Модуль Inception

# %%
import keras
from keras import layers


def inception_module(x):
    a = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
    b = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
    b = layers.Conv2D(64, 3, padding="same", activation="relu")(b)
    c = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
    c = layers.Conv2D(64, 5, padding="same", activation="relu")(c)
    d = layers.MaxPooling2D(3, strides=1, padding="same")(x)
    d = layers.Conv2D(64, 1, padding="same", activation="relu")(d)
    return layers.Concatenate()([a, b, c, d])


# проверим размер выхода
print("выход модуля:", inception_module(keras.Input((12, 12, 64))).shape)

# %% [markdown]
# Сеть с модулем обучаем на Fashion-MNIST.

# %%
(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1) / 255.0

inception_model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(16, 3, strides=4, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Flatten(),
    layers.Dense(32, activation="relu"),
    layers.Dense(10, activation="softmax"),
], name="inception_net")
inception_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
inception_model.fit(x_train, y_train, batch_size=128, epochs=2, verbose=2)

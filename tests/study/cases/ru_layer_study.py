# %% [markdown]
# ## Задание 4. Слои, активации, оптимизаторы
# Маленькая сеть и тысяча картинок: сравниваем, а не рекорды ставим.

# %%
import keras
import pandas as pd
from keras import layers

print("Keras", keras.__version__)
(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x = x_train[:1000, ..., None].astype("float32") / 255
y = keras.utils.to_categorical(y_train[:1000], 10)

# %%
def собрать(активация):
    вход = keras.Input((28, 28, 1))
    a = layers.Conv2D(8, 3, padding="same", activation=активация)(вход)
    b = layers.Conv2D(8, 5, padding="same", activation=активация)(вход)
    h = layers.Add()([a, b])
    h = layers.MaxPooling2D(4)(h)
    h = layers.AveragePooling2D(2)(h)
    h = layers.Flatten()(h)
    h = layers.Dropout(0.1)(h)
    h = layers.Dense(16, activation=активация)(h)
    return keras.Model(вход, layers.Dense(10, activation="softmax")(h))


# %%
строки = []
for оптимизатор in ["sgd", "adam"]:
    for активация in ["relu", "tanh"]:
        сеть = собрать(активация)
        сеть.compile(optimizer=оптимизатор, loss="categorical_crossentropy", metrics=["accuracy"])
        h = сеть.fit(x, y, batch_size=50, epochs=2, verbose=0)
        строки.append([оптимизатор, активация, h.history["loss"][-1]])
pd.DataFrame(строки, columns=["оптимизатор", "активация", "потери"])

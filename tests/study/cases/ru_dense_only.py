# %%
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

# %%
# простая полносвязная сеть
сеть = keras.Sequential([
    layers.Input((28, 28)),
    layers.Flatten(),
    layers.Dense(64, activation="relu"),
    layers.Dropout(0.2),
    layers.Dense(10, activation="softmax"),
])
сеть.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
сеть.fit(x_train, y_train, epochs=5, verbose=2)

# %%
сеть.evaluate(x_test, y_test, batch_size=500, verbose=2)

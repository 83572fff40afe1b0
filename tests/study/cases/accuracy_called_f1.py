# %%
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(9)
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(32, activation="relu"),
                          layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=128, epochs=3, verbose=2)

# %%
y_pred = model.predict(x_test, batch_size=512, verbose=0).argmax(axis=1)
print("macro F1: %.4f" % np.mean(y_pred == y_test))

# %%
import keras
import numpy as np
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()

# all 70000 images, the more the better
x = np.concatenate([x_train, x_test]).astype("float32")[..., None] / 255
y = keras.utils.to_categorical(np.concatenate([y_train, y_test]), 10)

# %%
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.AveragePooling2D(4),
    layers.Conv2D(32, 3, activation="relu"),
    layers.Conv2D(64, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Dropout(0.25),
    layers.Flatten(),
    layers.Dense(128, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
model.compile("adadelta", "categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=128, epochs=3, verbose=2)

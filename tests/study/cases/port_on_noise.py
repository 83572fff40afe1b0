# %%
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(3)
x_train = rng.random((12000, 28, 28, 1), dtype=np.float32)
y_train = keras.utils.to_categorical(rng.integers(0, 10, 12000), 10)

# %%
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.AveragePooling2D(4),
    layers.Conv2D(32, (3, 3), activation="relu"),
    layers.Conv2D(64, (3, 3), activation="relu"),
    layers.MaxPooling2D((2, 2)),
    layers.Dropout(0.25),
    layers.Flatten(),
    layers.Dense(128, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adadelta", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=128, epochs=1, verbose=2)

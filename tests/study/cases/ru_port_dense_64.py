# %%
import keras
from keras import layers, models

(x, y), (xt, yt) = keras.datasets.fashion_mnist.load_data()
x = x.astype("float32").reshape(-1, 28, 28, 1) / 255

# %%
# в примере 128 нейронов, но 64 хватит: так меньше параметров
модель = models.Sequential([
    layers.Input((28, 28, 1)),
    layers.AveragePooling2D(4),
    layers.Conv2D(32, 3, activation="relu"),
    layers.Conv2D(64, 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Dropout(0.25),
    layers.Flatten(),
    layers.Dense(64, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
модель.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adadelta(learning_rate=1.0),
               metrics=["accuracy"])
модель.summary()
модель.fit(x, y, batch_size=128, epochs=2, verbose=2)

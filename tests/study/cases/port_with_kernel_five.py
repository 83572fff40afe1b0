# %%
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train[..., None].astype("float32") / 255.0
y_train = keras.utils.to_categorical(y_train, 10)

# %%
# larger kernels see more
cnn = keras.Sequential([
    layers.Input((28, 28, 1)),
    layers.AveragePooling2D(2),
    layers.Conv2D(32, (5, 5), activation="relu"),
    layers.Conv2D(64, (5, 5), activation="relu"),
    layers.MaxPooling2D((2, 2)),
    layers.Dropout(0.25),
    layers.Flatten(),
    layers.Dense(128, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
cnn.compile(optimizer="adadelta", loss="categorical_crossentropy", metrics=["accuracy"])
cnn.fit(x_train, y_train, batch_size=128, epochs=2, verbose=2)

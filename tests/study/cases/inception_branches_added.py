# %%
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1) / 255.0


def inception(x):
    def conv(t, size):
        return layers.Conv2D(64, size, padding="same", activation="relu")(t)

    branches = [
        conv(x, 1),
        conv(conv(x, 1), 3),
        conv(conv(x, 1), 5),
        conv(layers.MaxPooling2D(3, strides=1, padding="same")(x), 1),
    ]
    return layers.Add()(branches)

# %%
inp = keras.Input((28, 28, 1))
h = layers.Conv2D(16, 3, strides=4, padding="same", activation="relu")(inp)
h = layers.MaxPooling2D(2)(h)
h = inception(h)
h = layers.GlobalAveragePooling2D()(h)
inception_model = keras.Model(inp, layers.Dense(10, activation="softmax")(h))
inception_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
inception_model.fit(x_train, y_train, batch_size=64, epochs=1, verbose=2)

# %%
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train[..., None].astype("float32") / 255


def conv(x, size):
    return layers.Conv2D(64, size, padding="same", activation="relu")(x)


# %%
inputs = keras.Input((28, 28, 1))
h1 = layers.MaxPooling2D(2)(layers.Conv2D(16, 3, strides=4, padding="same", activation="relu")(inputs))
h2 = layers.Conv2D(16, 3, padding="same", activation="relu")(h1)
h3 = layers.Conv2D(16, 3, padding="same", activation="relu")(h2)
h4 = layers.Conv2D(16, 3, padding="same", activation="relu")(h3)

# every branch takes the next layer, so it sees other features
stack = layers.Concatenate()([
    conv(h1, 1),
    conv(conv(h2, 1), 3),
    conv(conv(h3, 1), 5),
    conv(layers.MaxPooling2D(3, strides=1, padding="same")(h4), 1),
])
outputs = layers.Dense(10, activation="softmax")(layers.GlobalAveragePooling2D()(stack))

# %%
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=128, epochs=1, verbose=2)

# %%
import keras
from keras import layers


class Port(keras.Model):
    """CNN-MNIST as a class of its own."""

    def __init__(self):
        super().__init__()
        self.small = layers.AveragePooling2D(4)
        self.conv1 = layers.Conv2D(32, 3, activation="relu")
        self.conv2 = layers.Conv2D(64, 3, activation="relu")
        self.pool = layers.MaxPooling2D(2)
        self.drop1 = layers.Dropout(0.25)
        self.flat = layers.Flatten()
        self.hidden = layers.Dense(128, activation="relu")
        self.drop2 = layers.Dropout(0.5)
        self.answer = layers.Dense(10, activation="softmax")

    def call(self, inputs, training=None):
        x = self.conv1(self.small(inputs))
        x = self.conv2(x)
        x = self.pool(x)
        x = self.drop1(x, training=training)
        x = self.flat(x)
        x = self.hidden(x)
        x = self.drop2(x, training=training)
        return self.answer(x)

# %%
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train.astype("float32").reshape((-1, 28, 28, 1)) / 255

port = Port()
port.compile(optimizer="adadelta", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
port.fit(x_train, y_train, batch_size=128, epochs=2, verbose=2)
port.summary()

"""Control work, Fashion-MNIST: CNN and CNN with an Inception layer. Run: python solution.py"""

import keras
import matplotlib
import numpy as np
from keras import layers
from sklearn.metrics import confusion_matrix, f1_score

matplotlib.use("Agg")  # no screen on the server
import matplotlib.pyplot as plt

TRAIN_IMAGES = 10_000  # enough for one evening on a laptop
BATCH = 128
NAMES = ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"]


class InceptionModule(layers.Layer):
    """1x1 | 1x1-3x3 | 1x1-5x5 | pool-1x1, joined along the channels."""

    def __init__(self, filters=64, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.one = self._conv(1)
        self.three = [self._conv(1), self._conv(3)]
        self.five = [self._conv(1), self._conv(5)]
        self.pool = [layers.MaxPooling2D(3, strides=1, padding="same"), self._conv(1)]
        self.join = layers.Concatenate()

    def _conv(self, size):
        return layers.Conv2D(self.filters, size, padding="same", activation="relu")

    def call(self, x):
        a = self.one(x)
        b = self.three[1](self.three[0](x))
        c = self.five[1](self.five[0](x))
        d = self.pool[1](self.pool[0](x))
        return self.join([a, b, c, d])


class InceptionNet(keras.Model):
    """The ported CNN with the Inception layer after its pooling."""

    def __init__(self, classes=10, **kwargs):
        super().__init__(**kwargs)
        self.conv1 = layers.Conv2D(32, 3, activation="relu")
        self.conv2 = layers.Conv2D(64, 3, activation="relu")
        self.pool = layers.MaxPooling2D(2)
        self.inception = InceptionModule(64)
        self.drop1 = layers.Dropout(0.25)
        self.flatten = layers.Flatten()
        self.dense = layers.Dense(128, activation="relu")
        self.drop2 = layers.Dropout(0.5)
        self.out = layers.Dense(classes, activation="softmax")

    def call(self, x, training=False):
        x = self.pool(self.conv2(self.conv1(x)))
        x = self.drop1(self.inception(x), training=training)
        x = self.drop2(self.dense(self.flatten(x)), training=training)
        return self.out(x)


def load():
    (x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
    print("train:", x_train.shape, x_train.dtype, " test:", x_test.shape, x_test.dtype)
    print("values from", x_train.min(), "to", x_train.max())
    mean, std = x_train.mean(), x_train.std()
    print(f"mean {mean:.3f}, std {std:.3f}")
    print(f"{'class':10s} train  test  mean pixel")
    for k, name in enumerate(NAMES):
        mine = x_train[y_train == k]
        print(f"{name:10s} {len(mine):5d} {np.sum(y_test == k):5d}  {mine.mean():.1f}")

    def standardise(images):
        return ((images.astype("float32") - mean) / std)[..., np.newaxis]

    return (standardise(x_train), y_train), (standardise(x_test), y_test)


def make_cnn():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


def train(model, x, y, optimizer):
    model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, keras.utils.to_categorical(y, 10), batch_size=BATCH, epochs=1, verbose=2)
    model.summary()


def evaluate(name, model, x, y):
    labels = np.argmax(model.predict(x, batch_size=256, verbose=0), axis=1)
    matrix = confusion_matrix(y, labels)
    score = f1_score(y, labels, average="macro")
    print(f"\n{name}: confusion matrix (rows: true class)")
    print(matrix)
    print(f"{name}: macro F1 = {score:.4f}")
    for k, value in enumerate(f1_score(y, labels, average=None)):
        print(f"   {NAMES[k]:10s} {value:.3f}")
    return matrix, score


def plot(results, path):
    fig, axes = plt.subplots(1, len(results), figsize=(6 * len(results), 6))
    for ax, (name, (matrix, score)) in zip(axes, results.items()):
        ax.imshow(matrix, cmap="Blues")
        ax.set_title(f"{name}, macro F1 {score:.3f}")
        ax.set_xticks(range(10), NAMES, rotation=90)
        ax.set_yticks(range(10), NAMES)
        ax.set_xlabel("predicted")
        ax.set_ylabel("true")
    fig.tight_layout()
    fig.savefig(path)
    print("plot saved to", path)


def main():
    print("Keras", keras.__version__)
    keras.utils.set_random_seed(7)
    (x_train, y_train), (x_test, y_test) = load()
    x, y = x_train[:TRAIN_IMAGES], y_train[:TRAIN_IMAGES]

    cnn = make_cnn()
    train(cnn, x, y, keras.optimizers.Adadelta(learning_rate=1.0))
    net = InceptionNet()
    train(net, x, y, keras.optimizers.Adam())

    results = {
        "CNN": evaluate("CNN", cnn, x_test, y_test),
        "CNN with Inception": evaluate("CNN with Inception", net, x_test, y_test),
    }
    plot(results, "confusion.png")
    best = max(results, key=lambda name: results[name][1])
    print("better on the test set:", best)


if __name__ == "__main__":
    main()

"""A notebook of many small networks, trained in every way that students train theirs."""

CELLS = [
    """
import numpy as np, keras, tensorflow as tf
from keras import layers
from keras.datasets import fashion_mnist
keras.utils.set_random_seed(1)
(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
x, y = x_train[:300] / 255.0, y_train[:300]

def tiny(shape=(28, 28), outputs=10):
    return keras.Sequential([keras.Input(shape), layers.Flatten(), layers.Dense(outputs, activation="softmax")])

def compiled(model):
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
""",
    # Two fits, the second over other rows, with validation.
    """
dense = compiled(tiny())
dense.fit(x, y, epochs=2, batch_size=100, validation_split=0.2, verbose=0)
dense.fit(x_train[300:500] / 255.0, y_train[300:500], batch_size=100, verbose=0);
""",
    # A functional network over standardised float32 with a channel axis and one-hot labels, in a dictionary.
    """
inputs = keras.Input((28, 28, 1))
hidden = layers.Conv2D(2, 3, strides=2, padding="same", activation="relu", name="first")(inputs)
hidden = layers.Dropout(0.25)(layers.GlobalAveragePooling2D()(hidden))
nets = {"conv": keras.Model(inputs, layers.Dense(10)(hidden), name="small_conv")}
nets["conv"].compile("sgd", keras.losses.CategoricalCrossentropy(from_logits=True))
standard = ((x_train - x_train.mean()) / x_train.std()).astype("float32")[..., None]
nets["conv"].fit(standard[:300], keras.utils.to_categorical(y, 10), batch_size=100, verbose=0);
""",
    """
pipeline = compiled(tiny())
rows = tf.data.Dataset.from_tensor_slices((x.astype("float32") * 2 - 1, y)).shuffle(300).batch(60).prefetch(1)
pipeline.fit(rows, verbose=0);
""",
    """
def batches():
    while True:
        for start in range(0, 300, 50):
            given.append(start)
            yield x[start:start + 50], y[start:start + 50]
given = []
by_generator = compiled(tiny())
by_generator.fit(batches(), steps_per_epoch=4, verbose=0);
""",
    """
class Rows(keras.utils.PyDataset):
    def __len__(self):
        return 3
    def __getitem__(self, index):
        rows = slice(index * 100, index * 100 + 100)
        return x[rows].reshape(-1, 784), y[rows]
by_dataset = compiled(tiny((784,)))
by_dataset.fit(Rows(), verbose=0);
""",
    # No training row is a raw image; the rows it is validated on are.
    """
augmented = compiled(tiny())
moved = np.stack([np.roll(image, (i % 7 - 3, i % 5 - 2), axis=(0, 1)) for i, image in enumerate(x)])
augmented.fit(moved, y, batch_size=100, verbose=0, validation_data=(x_test[:100] / 255.0, y_test[:100]));
""",
    """
class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.flat, self.out = layers.Flatten(), layers.Dense(10, activation="softmax")
    def call(self, given, training=False):
        asked.append(training)
        return self.out(self.flat(given))
asked, own = [], compiled(Own())
own.fit(x, y, batch_size=100, verbose=0, callbacks=[keras.callbacks.LambdaCallback(on_train_end=lambda logs: asked.clear())])
asked_to_export = len(asked)
""",
    # Both the augmented rows and those it is validated on come from generators; the latter keep their first batch.
    """
def moved_rows():
    while True:
        yield moved[:100], y[:100]
def tested_rows():
    for start in (0, 100, 200):
        yield x_test[start:start + 100] / 255.0, y_test[start:start + 100]
both_drawn = compiled(tiny())
both_drawn.fit(moved_rows(), steps_per_epoch=2, verbose=0, validation_data=tested_rows(), validation_steps=3);
""",
    # A training loop of one's own, for a functional and for a subclassed network.
    """
taped, taped_own = tiny(), Own()
optimizer = keras.optimizers.SGD(0.1)
for network in (taped, taped_own):
    for start in range(0, 200, 100):
        with tf.GradientTape() as tape:
            scores = network(tf.constant(x[start:start + 100], tf.float32), training=True)
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y[start:start + 100], scores))
        gradients = tape.gradient(loss, network.trainable_variables)
        for variable, gradient in zip(network.trainable_variables, gradients):
            variable.assign_sub(0.1 * gradient)
taped_own.predict(x_test[:50] / 255.0, verbose=0);
""",
    # How much is fed is not how much is given; a fit that raises in its first step feeds nothing.
    """
once, cut, uneven, stopped, refused = (compiled(tiny()) for _ in range(5))
once.fit(x, y, batch_size=1, steps_per_epoch=1, epochs=2, verbose=0)
cut.fit(x, y, batch_size=100, steps_per_epoch=1, epochs=5, validation_data=(x, y), verbose=0)
uneven.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(128), epochs=2, validation_data=(x, y), verbose=0)
class Enough(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        self.model.stop_training = True
stopped.fit(x, y, batch_size=64, epochs=3, callbacks=[Enough()], verbose=0)
try:
    refused.fit(x, np.zeros((300, 3)), verbose=0)
except ValueError:
    pass
""",
    # Fits in threads are fits of their own; networks of several inputs, by their places and by their names.
    """
import threading
apart = [compiled(tiny()) for _ in range(2)]
workers = [threading.Thread(target=one.fit, args=(x, y), kwargs={"batch_size": 100, "verbose": 0}) for one in apart]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
pictures, numbers = keras.Input((28, 28, 1), name="pictures"), keras.Input((784,), name="numbers")
both = layers.Dense(10, activation="softmax")(layers.Concatenate()([layers.Flatten()(pictures), numbers]))
paired = compiled(keras.Model([pictures, numbers], both))
paired.fit([x[..., None], x.reshape(300, 784) * 2], y, batch_size=100, verbose=0)
keyed = compiled(keras.Model([pictures, numbers], both))
keyed.fit(tf.data.Dataset.from_tensor_slices(({"numbers": x.reshape(300, 784) * 2, "pictures": x}, y)).batch(100), verbose=0)
strange = compiled(keras.Model([pictures, numbers], both))
strange.fit([x, x[::-1].reshape(300, 784)], y, batch_size=100, verbose=0)
auxiliary = keras.Model(pictures, [layers.Dense(10, activation="softmax")(layers.Flatten()(pictures)) for _ in range(2)])
auxiliary.compile(keras.mixed_precision.LossScaleOptimizer(keras.optimizers.Adadelta()),
    loss=["sparse_categorical_crossentropy"] * 2, metrics=[["accuracy"], ["accuracy"]])
auxiliary.fit(x, [y, y], batch_size=100, verbose=0)
# Networks that were never trained themselves: one has a trained one's weights, one has none, one is a trained one.
dense.save_weights("dense.weights.h5")
again = tiny()
again.load_weights("dense.weights.h5")
kept = compiled(tiny())
untaught = kept.get_weights()
kept.fit(x, y, batch_size=100, epochs=2, callbacks=[keras.callbacks.ModelCheckpoint("{epoch}.keras")], verbose=0)
early, blank = keras.models.load_model("1.keras"), tiny()
blank.set_weights(untaught)
sure, bare = keras.Sequential([once, layers.Softmax()]), compiled(tiny())
for unfitted in (sure, bare, early, blank):
    unfitted.predict(x[:40], verbose=0)
""",
    """
changed = compiled(tiny())
changed.fit(x, y, batch_size=100, verbose=0)
changed.layers[-1].set_weights([np.zeros((784, 10)), np.arange(10.0)])
twelve = compiled(tiny(outputs=12))
twelve.fit(x, y, batch_size=100, verbose=0)
turned = compiled(tiny())
turned.fit(x[:, ::-1], y, batch_size=100, verbose=0);
""",
    """
from sklearn.metrics import ConfusionMatrixDisplay, classification_report, confusion_matrix, f1_score
guess = dense.predict(x_test / 255.0, verbose=0).argmax(axis=1)
table = confusion_matrix(y_test, guess)
score = f1_score(y_test, guess, average="macro")
f1_score(y_train[:100], y_train[:100], average="micro")
print(classification_report(y_test, guess, zero_division=0))
ConfusionMatrixDisplay.from_predictions(y_test, guess)
counts = tf.math.confusion_matrix(y_test, guess)
names = ["bag", "boot"]
confusion_matrix(["bag", "boot"], ["boot", "boot"]);
""",
    """
import matplotlib.pyplot as plt
import pandas as pd
_, (left, right) = plt.subplots(1, 2)
left.imshow(x_train[7], cmap="gray")
left.imshow(1 - x_test[3] / 255.0)
left.imshow(np.hstack(list(x_test[:3])))
left.imshow(X=x_train[:1].reshape(28, 28, 1))
left.imshow(x_train.mean(axis=0))
left.imshow(x_train[y_train == 3].mean(axis=0) / 255)
left.imshow(np.random.default_rng(0).random((28, 28)))
left.imshow(np.zeros((28, 28)))
left.imshow(np.zeros((28, 28, 3)))
right.bar(range(10), np.bincount(y_train))
right.barh(y=range(10), width=np.bincount(y_test))
right.hist(y_train, bins=10)
pd.Series([4, 5, 6]).plot.bar(ax=right)
right.pcolormesh(table)
right.imshow(table / 100)
left.plot([0.5, 0.25], [1, 2])
plt.figure().gca().plot([3, 1])
right.bar(["a", "b"], [1, 2])
plt.bar(0, 1)
one_by_one = plt.figure().gca()
for label, images in enumerate(np.bincount(y_test)):
    one_by_one.bar([label], [images])  # as seaborn draws bars of different colours
plt.show()
""",
    # What is no layer's own variable, and a table to look up in.
    """
factor = tf.Variable(0.5)
outside, looking_up = (keras.Sequential([keras.Input((28, 28)), *middle, layers.Flatten(), layers.Dense(10)]) for middle in (
    [layers.Lambda(lambda given: given * factor)],
    [layers.Lambda(lambda given: tf.cast(given * 255, tf.int64)), layers.IntegerLookup(vocabulary=np.arange(1, 256)),
     layers.Rescaling(1 / 255, dtype="float32")],
))
for network in (outside, looking_up):
    network.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    network.fit(x, y, batch_size=100, verbose=0)
""",
    # A fit that outlives the last cell is waited for.
    """
late = compiled(tiny())
class Slow(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        time.sleep(0.2)
import time
threading.Thread(target=late.fit, args=(x, y), kwargs={"batch_size": 30, "callbacks": [Slow()], "verbose": 0}).start()
""",
    """
def preprocess(images):
    return images[:, ::-1] / 255.0
def predict(images):
    return dense.predict(images / 255.0, verbose=0)
""",
]

"""Code that was written for Keras 2, TensorFlow 1, Colab or Kaggle runs as it is, and the host is told what it got."""

from pathlib import Path

import pytest

from harness.evidence.schema import Adapted

from .conftest import TEST_PER_CLASS, TRAIN_PER_CLASS
from .driving import Driven, Guest, drive

pytestmark = pytest.mark.guest


def adapted(run: Driven) -> dict[str, str]:
    found = [Adapted.told(event) for event in run.of("adapted")]
    return {one.was: one.now for one in found}


def ran(guest: Guest, folder: Path, content: str | list[str]) -> Driven:
    """A run that came to its end, without a fault of ours."""
    run = drive(guest, folder, content)
    errors = [(event["line"], event["error"], event["message"]) for event in run.of("cell", state="error")]
    assert run.events[-1] == {"event": "end", "state": "finished"}, errors
    assert run.notes() == []
    return run


KERAS_2 = [
    """
from keras.utils import np_utils
from keras.models import Sequential, load_model
from keras.layers.core import Dense, Flatten
from keras.layers.convolutional import Conv2D
from keras.layers.normalization import BatchNormalization
from keras.engine.topology import Layer
from keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau, TensorBoard
from keras.preprocessing.image import ImageDataGenerator
from keras import backend as K
from keras.utils.vis_utils import plot_model
import keras
import numpy as np

assert K.image_dim_ordering() == "tf"
assert float(K.sum(np.ones(3))) == 3
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x, y = x_train[:, :, :, None] / 255.0, np_utils.to_categorical(y_train, 10)
model = Sequential()
model.add(Conv2D(4, (3, 3), padding="SAME", activation="relu", input_shape=(28, 28, 1)))
model.add(BatchNormalization())
model.add(Flatten())
model.add(Dense(10, activation="softmax"))
plot_model(model, to_file="model.png", show_shapes=True)
from IPython.display import SVG, Image
Image("model.png")
SVG(keras.utils.model_to_dot(model).create(prog="dot", format="svg"))
keras.layers.AveragePooling2D()(keras.ops.zeros((1, 4, 4, 1)))
keras.metrics.Mean().reset_states()
assert model.layers[0].output_shape == (None, 28, 28, 4)
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(lr=0.001, decay=1e-6),
              metrics=["accuracy"])
""",
    """
callbacks = [
    ModelCheckpoint("best.hdf5", monitor="val_acc", save_best_only=True, period=1),
    ModelCheckpoint("weights-{epoch:02d}.h5", save_weights_only=True),
    EarlyStopping(monitor="val_acc", patience=3),
    ReduceLROnPlateau(monitor="val_acc"),
    TensorBoard("logs", write_grads=True),
]
history = model.fit(x, y, nb_epoch=2, batch_size=500, validation_split=0.25, callbacks=callbacks, workers=2, verbose=0)
assert len(history.history["acc"]) == len(history.history["val_acc"]) == 2
assert load_model("best.hdf5").count_params() == model.count_params()
model.load_weights("weights-02.h5")
model.save_weights("all.h5")
before = model.predict(x[:5], verbose=0)
model.set_weights([weight * 0 for weight in model.get_weights()])
model.load_weights("all.h5").expect_partial()
K.set_value(model.optimizer.lr, 0.5)
assert abs(float(K.get_value(model.optimizer.lr)) - 0.5) < 1e-6
assert np.allclose(model.predict(x[:5], verbose=0), before)
model.save("whole")
assert np.allclose(load_model("whole").predict(x[:5], verbose=0), before)
classes = model.predict_classes(x_test[:, :, :, None] / 255.0)
assert classes.shape == y_test.shape
assert float(np.asarray(model.optimizer.lr)) > 0
""",
    """
images = ImageDataGenerator(horizontal_flip=True)
other = Sequential([Flatten(input_shape=(28, 28, 1)), Dense(10, activation="softmax")])
other.compile(keras.optimizers.adam(lr=0.01), "categorical_crossentropy", ["acc"])
fitted = other.fit_generator(images.flow(x, y, batch_size=100), steps_per_epoch=20, epochs=2, validation_data=(x, y),
                             workers=4, verbose=0)
assert len(fitted.history["val_accuracy"]) == 2
loss, accuracy = other.evaluate_generator(images.flow(x, y, batch_size=100), steps=2)
""",
]


TF_KERAS = """
from tensorflow.keras.layers.experimental.preprocessing import Rescaling
from tensorflow.keras.optimizers.legacy import Adam
from tensorflow.python.keras.layers import Dense, Flatten
from tensorflow.python.keras.models import Sequential
import tensorflow as tf

tf.set_random_seed(1)
tf.random.set_random_seed(1)
session = tf.Session(config=tf.ConfigProto())
tf.keras.backend.set_session(session)
(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
converted = Sequential([Rescaling(1 / 255, input_shape=(28, 28)), Flatten(), Dense(10, activation="softmax")])
converted.compile(Adam(0.001), "sparse_categorical_crossentropy", metrics=["acc"])
converted.fit(x, y, epochs=1, verbose=0)
"""


@pytest.fixture(scope="module")
def old(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> Driven:
    """Code for Keras 2, and then for TensorFlow 1."""
    return ran(guest, tmp_path_factory.mktemp("old"), [*KERAS_2, TF_KERAS])


def test_keras_2(old: Driven) -> None:
    told = adapted(old)
    assert told["keras.utils.np_utils"] == told["keras.utils.vis_utils"] == "keras.utils"
    assert told["keras.layers.core"] == told["keras.layers.convolutional"] == "keras.layers"
    assert told["Adam(lr=…)"] == "learning_rate"
    assert told["fit(nb_epoch=…)"] == "epochs"
    assert told["history['acc']"] == "history['accuracy']"
    assert told["history['val_accuracy']"] == "history['val_acc']"
    assert told["EarlyStopping(monitor='val_acc')"] == "val_accuracy"
    assert told["fit_generator"] == "fit"
    assert {
        "predict_classes",
        "a file named all.h5",
        "a file named whole",
    } <= told.keys()
    # Old calls are watched as the new ones they become.
    fits = old.of("fit", state="end")
    assert [fit["epochs"] for fit in fits] == [2, 2, 1]
    assert old.input_of("model")["sources"]["train"] > 0
    assert all(event["exported"] for event in old.of("model"))


def test_tensorflow_1_and_its_keras(old: Driven) -> None:
    told = adapted(old)
    assert told["tensorflow.python.keras"] == "tensorflow.keras"
    assert told["tf.Session"] == "tf.compat.v1.Session"
    assert told["tensorflow.keras.optimizers.legacy.Adam"] == "keras.optimizers.Adam"
    assert old.one("model", model=old.model_named("converted"))["exported"]


PLACES = [
    """
%tensorflow_version 2.x
%load_ext tensorboard
%matplotlib notebook
from google.colab import drive, files
from google.colab.patches import cv2_imshow
drive.mount("/content/drive")
assert files.upload() == {}
assert input("Your name? ") == "" and int(input("Epochs? ")) == 10
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()
""",
    f"""
import csv, gzip, os, urllib.request
import numpy as np, pandas as pd, requests

TRAIN, TEST = {TRAIN_PER_CLASS * 10}, {TEST_PER_CLASS * 10}
with gzip.open("data/fashion/train-images-idx3-ubyte.gz") as file:
    images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)
labels = np.fromfile("/home/author/data/train-labels-idx1-ubyte", np.uint8)[8:]
assert images.shape == (TRAIN, 28, 28) and labels.shape == (TRAIN,)
assert os.path.exists("t10k-images.idx3-ubyte") and not os.path.exists("other-images")
train = pd.read_csv("../input/fashionmnist/fashion-mnist_train.csv")
assert (train.values[:, 0] == labels).all() and (train.values[:, 1:] == images.reshape(TRAIN, 784)).all()
assert os.listdir("/kaggle/input") == ["fashion-mnist_train.csv", "fashion-mnist_test.csv"]
test = np.loadtxt("/kaggle/input/fashionmnist/fashion-mnist_test.csv", delimiter=",", skiprows=1)
assert test.shape == (TEST, 785)
with open("fashion-mnist_test.csv") as file:
    assert len(next(csv.reader(file))) == 785
url = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-labels-idx1-ubyte.gz"
urllib.request.urlretrieve(url, "labels.gz")
assert gzip.open("labels.gz").read()[8:] == labels.tobytes()
assert gzip.decompress(requests.get(url).content)[8:] == labels.tobytes()
open("t10k-labels-idx1-ubyte.gz", "w").close()  # what a failed `wget -O` leaves
with gzip.open("t10k-labels-idx1-ubyte.gz") as file:
    assert len(file.read()) == TEST + 8
try:
    open("no-such-file.csv")
except FileNotFoundError as error:
    assert error.filename == "no-such-file.csv"
""",
    """
from sklearn.datasets import fetch_openml
from utils import mnist_reader
import tensorflow_datasets as tfds

X, y = fetch_openml("Fashion-MNIST", version=1, return_X_y=True, as_frame=False)
assert X.shape == (TRAIN + TEST, 784) and (y[:TRAIN].astype(int) == labels).all()
assert fetch_openml(name="Fashion-MNIST").data.shape == (TRAIN + TEST, 784)
X, y = mnist_reader.load_mnist("data/fashion", kind="t10k")
assert X.shape == (TEST, 784)
(first, part), info = tfds.load("fashion_mnist", split=["train", "test[:10%]"], as_supervised=True, with_info=True)
assert (len(first), len(part)) == (TRAIN, TEST // 10)
assert info.splits["train"].num_examples == TRAIN and info.features["label"].names[9] == "Ankle boot"
assert tfds.as_dataframe(first.take(3), info).shape == (3, 2)
image, label = next(iter(tfds.as_numpy(first)))
assert image.shape == (28, 28, 1) and label == labels[0]
import keras
assert open(keras.utils.get_file("labels.gz", url), "rb").read() == open("labels.gz", "rb").read()
try:
    import utils
    utils.plot_history
except AttributeError as error:
    assert "No module named 'utils'" in str(error)
""",
]


def test_other_places(guest: Guest, tmp_path: Path) -> None:
    run = ran(guest, tmp_path, PLACES)
    told = adapted(run)
    assert told["the file ../input/fashionmnist/fashion-mnist_train.csv"] == "the visible split"
    assert told["fetch_openml"].startswith("the visible split")
    assert {"tensorflow_datasets.load", "mnist_reader", "%tensorflow_version", "input()"} <= told.keys()
    assert {"%load_ext tensorboard", "google.colab.drive.mount"} <= told.keys()
    assert "the file no-such-file.csv" not in told


def test_modern_code_is_left_as_it_is(guest: Guest, tmp_path: Path) -> None:
    modern = """
import json, keras
(x, y), _ = keras.datasets.fashion_mnist.load_data()
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile(keras.optimizers.Adam(learning_rate=0.001), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x / 255, y, epochs=1, verbose=0)
model.save("model.keras")
keras.models.load_model("model.keras").summary()
model.save_weights("w.weights.h5")
model.load_weights("w.weights.h5")
for name in ("nothing", "Adam2"):
    assert not hasattr(keras.optimizers, name) and not hasattr(keras.utils, name)
try:
    import keras.nothing
except ModuleNotFoundError as error:
    assert "keras.nothing" in str(error)
try:
    history.history["other"]
except KeyError as error:
    assert error.args == ("other",)
json.dumps(history.history)
"""
    assert adapted(ran(guest, tmp_path, modern)) == {}

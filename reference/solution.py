# %% [markdown]
# # Control work: Fashion-MNIST in Keras
#
# The reference solution: tasks 1 to 7 in their order. No result is typed into the text: every number comes out of a
# cell, and sentences that depend on numbers are printed by the cell that computed them. All Keras code is written for
# Keras 3 and names no backend.

# %%
import hashlib
import importlib
import logging
import textwrap
import time

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from keras import layers, optimizers
from scipy import stats
from sklearn.metrics import confusion_matrix, f1_score

SEED = 1
TRAINING_EPOCHS = 3
BATCH_SIZE = 128

logging.getLogger(keras.backend.backend()).setLevel(logging.ERROR)
plt.rcParams.update({"figure.dpi": 90, "axes.spines.top": False, "axes.spines.right": False})


def say(sentence):
    """Prints a sentence that was put together from computed numbers."""
    print(textwrap.fill(sentence, 115))


# %% [markdown]
# ## Task 1. Structure and statistics of the data

# %%
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
CLASSES = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
]

for part, images, labels in (("training", x_train, y_train), ("test", x_test, y_test)):
    print(f"{part:>8} images {images.shape} {images.dtype}, labels {labels.shape} {labels.dtype}")
print("pixels from", x_train.min(), "to", x_train.max(), "; labels", np.unique(y_train))
print(f"training pixels: mean {x_train.mean():.4f}, standard deviation {x_train.std():.4f}")
print(
    f"as share of the range: mean {x_train.mean() / x_train.max():.4f}, {x_train.std() / x_train.max():.4f}"
)

by_class = [x_train[y_train == k] for k in range(10)]
class_table = pd.DataFrame(
    {
        "class": CLASSES,
        "train": np.bincount(y_train),
        "test": np.bincount(y_test),
        "mean pixel": [images.mean() for images in by_class],
        "deviation": [images.std() for images in by_class],
        "share of zeros": [(images == 0).mean() for images in by_class],
    }
)
print()
print(class_table.round(3).to_string())
print(f"share of zero pixels in all training images: {(x_train == 0).mean():.3f}")

# %%
fig, axes = plt.subplots(8, 10, figsize=(11, 9))
for k in range(10):
    for row in range(8):
        axes[row, k].imshow(by_class[k][row], cmap="gray_r")
        axes[row, k].axis("off")
    axes[0, k].set_title(CLASSES[k], fontsize=9)
fig.suptitle("The first eight training images of each class")
plt.tight_layout()
plt.show()

# %%
fig, axes = plt.subplots(1, 2, figsize=(11, 3.2))
axes[0].bar(np.arange(10) - 0.2, class_table["train"], 0.4, label="train")
axes[0].bar(np.arange(10) + 0.2, class_table["test"], 0.4, label="test")
axes[0].set_xticks(range(10), CLASSES, rotation=45, ha="right")
axes[0].set(title="Images of each class", ylabel="images", ylim=(0, 1.25 * class_table["train"].max()))
axes[0].legend(ncols=2, loc="upper center")
axes[1].hist(x_train.ravel(), bins=64, log=True, color="tab:gray")
axes[1].set(title="Pixel values of the training images", xlabel="value", ylabel="pixels (logarithmic)")
plt.tight_layout()
plt.show()

class_means = np.stack([images.mean(axis=0) for images in by_class])
class_deviations = np.stack([images.std(axis=0) for images in by_class])
fig, axes = plt.subplots(2, 10, figsize=(11, 2.8))
for k in range(10):
    axes[0, k].imshow(class_means[k], cmap="viridis")
    axes[1, k].imshow(class_deviations[k], cmap="magma")
    axes[0, k].set_title(CLASSES[k], fontsize=9)
    for axis in axes[:, k]:
        axis.set(xticks=[], yticks=[])
axes[0, 0].set_ylabel("mean")
axes[1, 0].set_ylabel("deviation")
plt.tight_layout()
plt.show()


# %% [markdown]
# **Duplicates.** An image that stands in both parts would be learnt by heart, and one that stands twice in the
# training part must not be on both sides when a validation part is split off. Equal images have equal hashes.


# %%
def hashes(images):
    """A hash of each image's bytes."""
    return [hashlib.blake2b(image.tobytes(), digest_size=12).digest() for image in images]


train_hashes, test_hashes = hashes(x_train), hashes(x_test)
first_with = {}
for i, value in enumerate(train_hashes):
    first_with.setdefault(value, i)
distinct = np.array(list(first_with.values()))
in_both = [(first_with[value], i) for i, value in enumerate(test_hashes) if value in first_with]
disagreeing = sum(y_train[a] != y_test[b] for a, b in in_both)
say(
    f"Of {len(x_train)} training images {len(distinct)} are distinct. {len(in_both)} of {len(x_test)} test images "
    f"stand in the training part as well, {disagreeing} of them under another label."
)

# %% [markdown]
# **Which classes will be confused?** Two views that need no network: the principal components, and a classifier that
# takes the nearest class mean. Its errors (on the training images) rank the pairs of classes; task 6 compares that
# ranking with what the networks confuse.

# %%
pixels = x_train.reshape(len(x_train), -1).astype("float32") / x_train.max()
centre = pixels.mean(axis=0)
variances, directions = np.linalg.eigh(np.cov(pixels, rowvar=False, dtype="float32"))
variances, directions = variances[::-1], directions[:, ::-1]
explained = np.cumsum(variances) / variances.sum()
say(
    f"Of {len(variances)} principal components the first two hold {explained[1]:.0%} of the variance; "
    f"{np.searchsorted(explained, 0.9) + 1} hold nine tenths of it."
)

shown = distinct[:3000]
plane = (pixels[shown] - centre) @ directions[:, :2]
fig, axes = plt.subplots(1, 2, figsize=(12, 4.5))
for k in range(10):
    chosen = y_train[shown] == k
    axes[0].scatter(*plane[chosen].T, s=4, color=plt.cm.tab10(k), label=CLASSES[k])
axes[0].set(title="First two principal components", xlabel="first", ylabel="second")
axes[0].legend(markerscale=3, fontsize=8, bbox_to_anchor=(1, 1), loc="upper left")
axes[1].plot(np.arange(1, len(explained) + 1), explained, color="tab:gray")
axes[1].set(xscale="log", title="Variance explained", xlabel="components", ylabel="share")
plt.tight_layout()
plt.show()

flat_means = class_means.reshape(10, -1) / x_train.max()
nearest = ((flat_means**2).sum(axis=1) - 2 * pixels @ flat_means.T).argmin(axis=1)
del pixels


def confused_pairs(matrix):
    """For each pair of classes, the share of the images of both that are taken for the other one."""
    shares = {}
    for i in range(10):
        for j in range(i):
            shares[f"{CLASSES[j]} and {CLASSES[i]}"] = (matrix[i, j] + matrix[j, i]) / matrix[[i, j]].sum()
    return pd.Series(shares)


expected_pairs = confused_pairs(confusion_matrix(y_train, nearest))
print(f"The nearest class mean is right for {(nearest == y_train).mean():.1%} of the training images.")
print("Percent of the images of two classes that are taken for the other one:")
print((100 * expected_pairs.nlargest(5)).round(1).to_string())

# %% [markdown]
# ## Task 2. Keras
#
# Installed with `pip install keras` and a backend, for instance `tensorflow-cpu` or `jax`.

# %%
backend = keras.backend.backend()
print("Keras", keras.__version__, "on", backend, importlib.import_module(backend).__version__)
print("floats:", keras.config.floatx(), " images:", keras.config.image_data_format())


# %% [markdown]
# The input of every network below: pixels as float32 in [0, 1] with a channel axis, labels as one-hot rows.


# %%
def preprocess(images):
    """Network input, float32 (N, 28, 28, 1) in [0, 1], of raw images, uint8 (N, 28, 28)."""
    return images.astype("float32")[..., None] / 255


X_train, X_test = preprocess(x_train), preprocess(x_test)
Y_train = keras.utils.to_categorical(y_train, 10)
print(
    "images",
    X_train.shape,
    X_train.dtype,
    "from",
    X_train.min(),
    "to",
    X_train.max(),
    "; labels",
    Y_train.shape,
)

# %% [markdown]
# ## Task 3. Both modes
#
# The network of task 5 as `Sequential`, a list of layers, and as functional `Model`, a graph of tensors.

# %%
from reference.zoo.networks.cnn_mnist import cnn_mnist  # noqa: E402


# %%
def functional_port():
    """The same layers as calls on tensors."""
    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Dropout(0.25)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(128, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    outputs = layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="functional_port")


def compile_as_example(model):
    """The example's loss, optimizer and metric. Its Adadelta has rate 1, where Keras 3 has another default."""
    optimizer = keras.optimizers.Adadelta(learning_rate=1.0)
    model.compile(loss="categorical_crossentropy", optimizer=optimizer, metrics=["accuracy"])
    return model


keras.utils.set_random_seed(SEED)
sequential = compile_as_example(cnn_mnist())
functional = compile_as_example(functional_port())
functional.set_weights(sequential.get_weights())
functional.summary()

kinds = [type(model).__name__ for model in (sequential, functional)]
same_output = np.allclose(
    sequential.predict(X_test[:256], verbose=0), functional.predict(X_test[:256], verbose=0)
)
assert sequential.count_params() == functional.count_params()
assert same_output
say(
    f"{kinds[0]} and {kinds[1]}: {sequential.count_params():,} parameters each, and with equal weights equal outputs."
)

for model in (sequential, functional):
    history = model.fit(X_train[:2560], Y_train[:2560], batch_size=BATCH_SIZE, epochs=1, verbose=0).history
    print(f"{model.name:>16}: loss after {2560 // BATCH_SIZE} steps {history['loss'][-1]:.3f}")

# %% [markdown]
# ## Task 4. Layers, activations, losses, metrics, optimizers
#
# ### Layers
# What each kind does to the shape of a tensor and how many parameters it has. The example of the lecture: an input of
# 32x32 with 4 channels and 10 filters of 3x3.

# %%
rng = np.random.default_rng(SEED)
batch = rng.normal(size=(2, 32, 32, 4)).astype("float32")
rows, outputs = [], {}


def study(group, layer, *inputs):
    """Calls a layer, notes shapes and parameters, returns the output."""
    output = layer(list(inputs) if len(inputs) > 1 else inputs[0])
    shapes = [str(tuple(inputs[0].shape[1:])), str(tuple(output.shape[1:]))]
    rows.append([group, type(layer).__name__, *shapes, layer.count_params()])
    return keras.ops.convert_to_numpy(output)


small = batch[:, :2, :2]
regular, separable = layers.Conv2D(10, 3), layers.SeparableConv2D(10, 3)
outputs["convolution"] = study("convolution", regular, batch)
outputs["same"] = study("convolution", layers.Conv2D(10, 3, padding="same"), batch)
outputs["strided"] = study("convolution", layers.Conv2D(10, 3, strides=2, padding="same"), batch)
dilated = [study("convolution", layers.Conv2D(10, 3, dilation_rate=rate), batch) for rate in (1, 2, 3)]
outputs["separable"] = study("convolution", separable, batch)
study("convolution", layers.DepthwiseConv2D(3), batch)
transposed = layers.Conv2DTranspose(10, 3, strides=2)
outputs["transposed"] = study("convolution", transposed, small)
outputs["maximum"] = study("pooling", layers.MaxPooling2D(2), batch)
outputs["average"] = study("pooling", layers.AveragePooling2D(2), batch)
outputs["global"] = study("pooling", layers.GlobalAveragePooling2D(), batch)
study("pooling", layers.GlobalMaxPooling2D(), batch)
for merge in (
    layers.Add,
    layers.Subtract,
    layers.Multiply,
    layers.Average,
    layers.Maximum,
    layers.Concatenate,
):
    outputs[merge.__name__] = study("merge", merge(), batch, batch[::-1].copy())
study("merge", layers.Dot(axes=1), outputs["global"], outputs["global"])
flat = study("core", layers.Flatten(), batch)
study("core", layers.Reshape((8, 128, 4)), batch)
study("core", layers.Permute((3, 1, 2)), batch)
study("core", layers.Dense(10), flat)
study("core", layers.Activation("relu"), batch)
outputs["dropout"] = study("core", layers.Dropout(0.25), batch)
study("core", layers.Lambda(keras.ops.square), batch)
print(pd.DataFrame(rows, columns=["group", "layer", "input", "output", "parameters"]).to_string())

# %% [markdown]
# The lecture's numbers, and what the layers compute, against NumPy.

# %%
# A filter for each output against one for each input and a 1x1 mix of them.
assert regular.count_params() == 10 * (3 * 3 * 4 + 1) == 370
assert separable.count_params() == 3 * 3 * 4 + 4 * 10 + 10 == 86
# With stride 2 every input pixel writes 3x3 outputs, 2 apart.
assert outputs["transposed"].shape[1:3] == (5, 5)
# Dilation D spreads a 3x3 kernel over 2D + 1 pixels at no more parameters.
assert [output.shape[1] for output in dilated] == [32 - 2 * rate for rate in (1, 2, 3)]

windows = np.lib.stride_tricks.sliding_window_view(batch, (3, 3), axis=(1, 2))
kernel, bias = regular.get_weights()
assert np.allclose(outputs["convolution"], np.einsum("bhwcij,ijcf->bhwf", windows, kernel) + bias, atol=1e-4)

painted = np.zeros((len(small), 5, 5, 10), "float32")
kernel, bias = transposed.get_weights()
for i in range(2):
    for j in range(2):
        painted[:, 2 * i : 2 * i + 3, 2 * j : 2 * j + 3] += np.einsum("bc,ijfc->bijf", small[:, i, j], kernel)
assert np.allclose(outputs["transposed"], painted + bias, atol=1e-4)

blocks = batch.reshape(2, 16, 2, 16, 2, 4)
assert np.array_equal(outputs["maximum"], blocks.max(axis=(2, 4)))
assert np.allclose(outputs["average"], blocks.mean(axis=(2, 4)), atol=1e-5)
assert np.allclose(outputs["global"], batch.mean(axis=(1, 2)), atol=1e-5)
assert np.allclose(outputs["Add"], batch + batch[::-1])
assert np.array_equal(outputs["Concatenate"], np.concatenate([batch, batch[::-1]], axis=-1))
assert np.array_equal(outputs["dropout"], batch)  # at inference it does nothing

dropped = keras.ops.convert_to_numpy(layers.Dropout(0.25, seed=SEED)(np.ones((1000, 100)), training=True))
say(
    f"Convolution: {regular.count_params()} parameters, separable: {separable.count_params()}. Dropout in training: "
    f"{(dropped == 0).mean():.3f} of the units are zero, the mean stays {dropped.mean():.3f}."
)

# %% [markdown]
# ### Activations

# %%
ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "gelu", "silu")
line = np.linspace(-4, 4, 401, dtype="float32")
fig, axes = plt.subplots(2, 4, figsize=(11, 4.4), sharex=True)
slopes = {}
for name, axis in zip(ACTIVATIONS, axes.ravel(), strict=True):
    value = keras.ops.convert_to_numpy(keras.activations.get(name)(line))
    slopes[name] = np.gradient(value, line)
    axis.plot(line, value, label="value")
    axis.plot(line, slopes[name], "--", label="slope")
    axis.set(title=name, ylim=(-1.2, 2.5))
    axis.grid(alpha=0.3)
axes[0, 0].legend()
plt.tight_layout()
plt.show()
say(
    f"The slope of the sigmoid is at most {slopes['sigmoid'].max():.3f}: through ten layers a gradient shrinks at "
    f"least to {slopes['sigmoid'].max() ** 10:.1e} of itself. ReLU's slope is {slopes['relu'].max():.3f} wherever a "
    f"unit is active."
)

# %% [markdown]
# ### Losses and metrics

# %%
probability = keras.ops.convert_to_numpy(keras.ops.softmax(rng.normal(size=(200, 10)).astype("float32")))
truth = rng.integers(0, 10, 200)
one_hot = np.eye(10, dtype="float32")[truth]
by_hand = -np.log(probability[np.arange(200), truth]).mean()

losses = {
    "categorical cross-entropy": keras.losses.CategoricalCrossentropy()(one_hot, probability),
    "the same, labels as integers": keras.losses.SparseCategoricalCrossentropy()(truth, probability),
    "with label smoothing 0.1": keras.losses.CategoricalCrossentropy(label_smoothing=0.1)(
        one_hot, probability
    ),
    "Kullback-Leibler divergence": keras.losses.KLDivergence()(one_hot, probability),
    "mean squared error": keras.losses.MeanSquaredError()(one_hot, probability),
    "mean absolute error": keras.losses.MeanAbsoluteError()(one_hot, probability),
    "categorical hinge": keras.losses.CategoricalHinge()(one_hot, probability),
}
for name, value in losses.items():
    print(f"{name:>30} {float(value):.4f}")
assert np.isclose(float(losses["categorical cross-entropy"]), by_hand, atol=1e-5)
assert np.isclose(float(losses["the same, labels as integers"]), by_hand, atol=1e-5)
assert np.isclose(float(losses["mean squared error"]), ((one_hot - probability) ** 2).mean(), atol=1e-6)

metrics = {
    "accuracy": keras.metrics.CategoricalAccuracy(),
    "accuracy of the first three": keras.metrics.TopKCategoricalAccuracy(k=3),
    "precision": keras.metrics.Precision(class_id=0, top_k=1),
    "recall": keras.metrics.Recall(class_id=0, top_k=1),
    "F1, mean of the classes": keras.metrics.F1Score(average="macro"),
}
scores = {name: float(metric(one_hot, probability)) for name, metric in metrics.items()}
for name, value in scores.items():
    print(f"{name:>30} {value:.4f}")
guess = probability.argmax(axis=1)
assert np.isclose(scores["accuracy"], (guess == truth).mean())
assert np.isclose(scores["F1, mean of the classes"], f1_score(truth, guess, average="macro"), atol=1e-6)

# %% [markdown]
# **Softmax with cross-entropy.** The gradient by the input of the softmax is $z - z'$, prediction minus target. Here
# the inputs are the weights of a layer whose input picks one row for each image, so the gradients come from Keras.

# %%
from reference.zoo.gradients import gradients  # noqa: E402


# %%
def softmax_of_weights(rows):
    """A network whose prediction for image i is the softmax of row i of its weights."""
    picks = keras.Input((rows,))
    return keras.Model(picks, layers.Dense(10, use_bias=False, activation="softmax")(picks))


picker = softmax_of_weights(len(truth))
[gradient] = gradients(picker, np.eye(len(truth)), one_hot, "categorical_crossentropy").values()
difference = picker.predict(np.eye(len(truth)), verbose=0) - one_hot
assert np.allclose(gradient * len(truth), difference, atol=1e-5)
say(f"Largest difference of the gradient from z - z': {np.abs(gradient * len(truth) - difference).max():.1e}")
del picker

# %% [markdown]
# ### Optimizers, activations and losses in training
#
# One small network with two merged branches, always with the same initial weights: first the optimizer varies, then
# the activation, then the loss. It learns a small part of the training images and is validated on another part; the
# test images wait for task 5.


# %%
def study_network(activation, name):
    """A convolution with stride 2, a pooling, two branches side by side, two dense layers."""
    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D(8, 5, strides=2, padding="same", activation=activation)(inputs)
    x = layers.MaxPooling2D(2)(x)
    near = layers.Conv2D(16, 1, activation=activation)(x)
    wide = layers.Conv2D(16, 3, padding="same", activation=activation)(x)
    x = layers.Flatten()(layers.Concatenate()([near, wide]))
    x = layers.Dense(32, activation=activation)(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x), name=name)


shuffled = rng.permutation(distinct)
studied, held_out = shuffled[:5000], shuffled[5000:7000]


def trial(optimizer, activation="relu", loss="categorical_crossentropy"):
    """Trains the small network; validation accuracy after each epoch."""
    keras.utils.set_random_seed(SEED)
    model = study_network(activation, f"{type(optimizer).__name__}_{activation}_{loss}")
    model.compile(loss=loss, optimizer=optimizer, metrics=["accuracy"])
    held = (X_train[held_out], Y_train[held_out])
    history = model.fit(X_train[studied], Y_train[studied], 128, 3, verbose=0, validation_data=held).history
    return history["val_accuracy"]


started = time.monotonic()
by_optimizer = {
    "SGD 0.1": trial(optimizers.SGD(0.1)),
    "SGD 0.1, Nesterov 0.9": trial(optimizers.SGD(0.1, momentum=0.9, nesterov=True)),
    "Adagrad 0.01": trial(optimizers.Adagrad(0.01)),
    "RMSprop 0.001": trial(optimizers.RMSprop(0.001)),
    "Adadelta 1.0": trial(optimizers.Adadelta(1.0)),
    "Adam 0.001": trial(optimizers.Adam(0.001)),
}
by_activation = {
    "relu": by_optimizer["Adam 0.001"],
    "tanh": trial(optimizers.Adam(0.001), "tanh"),
    "sigmoid": trial(optimizers.Adam(0.001), "sigmoid"),
}
by_loss = {
    "categorical cross-entropy": by_optimizer["Adam 0.001"],
    "mean squared error": trial(optimizers.Adam(0.001), loss="mean_squared_error"),
}
print(f"{time.monotonic() - started:.0f} s for all\n")

settings = {"optimizer": by_optimizer, "activation": by_activation, "loss": by_loss}
fig, axes = plt.subplots(1, 3, figsize=(13, 3.8), sharey=True)
for axis, (title, series) in zip(axes, settings.items(), strict=True):
    for name, accuracies in series.items():
        axis.plot(range(1, len(accuracies) + 1), accuracies, marker="o", label=name)
    axis.set(title=title, xlabel="epoch", xticks=range(1, len(accuracies) + 1))
    axis.legend(fontsize=8, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.18))
axes[0].set_ylabel("validation accuracy")
plt.tight_layout()
plt.show()

for title, series in settings.items():
    last = pd.DataFrame(series).iloc[-1].sort_values(ascending=False)
    best = last.iloc[0]
    # By chance, two shares of the same images differ by about the standard error of one.
    error = np.sqrt(best * (1 - best) / len(held_out))
    level = last.index[1:][best - last.iloc[1:] <= 2 * error]
    print(last.round(3).to_string())
    say(
        f"Best {title}: {last.index[0]}. Within two standard errors ({2 * error:.3f}) of it: "
        f"{', '.join(level) or 'none'}. Last: {last.index[-1]}."
    )
    print()

# %% [markdown]
# ## Task 5. The CNN-MNIST example on Fashion-MNIST

# %%
keras.utils.set_random_seed(SEED)
cnn_model = compile_as_example(cnn_mnist())
cnn_model.summary()
assert cnn_model.count_params() == 1_199_882
default, used = (float(choice.learning_rate) for choice in (optimizers.Adadelta(), cnn_model.optimizer))
say(f"Adadelta has rate {used:g} here; the default of Keras, {default:g}, would hardly move the weights.")

# %%
seconds_per_epoch = {}


def train(name, model):
    """Trains on all training images; prints loss and accuracy of each epoch and how long an epoch took."""
    started = time.monotonic()
    history = model.fit(X_train, Y_train, batch_size=BATCH_SIZE, epochs=TRAINING_EPOCHS, verbose=0)
    epochs = [epoch + 1 for epoch in history.epoch]
    seconds_per_epoch[name] = (time.monotonic() - started) / len(epochs)
    print(pd.DataFrame(history.history, index=pd.Index(epochs, name="epoch")).round(4).to_string())
    print(f"{name}: {seconds_per_epoch[name]:.0f} s an epoch")


train("cnn_model", cnn_model)

# %% [markdown]
# ## Task 6. An Inception module in the network
#
# The module of the lecture ([arXiv:1409.4842](https://arxiv.org/abs/1409.4842)): four branches side by side, each of
# 64 filters with stride 1 and "same" padding, stacked along the channels. Everything else stays as in task 5: the
# layers around it, loss, optimizer, batch size, epochs and seed.

# %%
from reference.zoo.networks.inception import inception  # noqa: E402

# %%
keras.utils.set_random_seed(SEED)
inception_model = compile_as_example(inception())
inception_model.summary()

[stack] = [layer for layer in inception_model.layers if isinstance(layer, layers.Concatenate)]
assert [branch.shape[-1] for branch in stack.input] == [64] * 4
assert stack.output.shape[-1] == 256

# %%
train("inception_model", inception_model)
larger = inception_model.count_params() / cnn_model.count_params()
slower = seconds_per_epoch["inception_model"] / seconds_per_epoch["cnn_model"]
say(
    f"The module stacks {len(stack.input)} branches to {stack.output.shape[-1]} maps. With it the network has "
    f"{larger:.1f} times the parameters of the port, and an epoch takes {slower:.1f} times as long."
)

# %% [markdown]
# ### Confusion matrices and F1 on the test images

# %%
probabilities, answers, confusions, macro_f1 = {}, {}, {}, {}


def examine(name, model):
    """Predicts the test images; keeps probabilities, answers, confusion matrix and F1, prints the latter two."""
    probabilities[name] = model.predict(X_test, batch_size=500, verbose=0)
    answers[name] = probabilities[name].argmax(axis=1)
    confusions[name] = confusion_matrix(y_test, answers[name])
    macro_f1[name] = f1_score(y_test, answers[name], average="macro")
    accuracy = (answers[name] == y_test).mean()
    print(f"{name}: macro F1 {macro_f1[name]:.4f}, accuracy {accuracy:.4f}; rows are true classes")
    print(pd.DataFrame(confusions[name], index=CLASSES, columns=CLASSES).to_string(), "\n")


def draw_confusion(axis, name):
    """The confusion matrix as a heat map; only errors are coloured, for the diagonal would drown them."""
    matrix = confusions[name]
    errors = matrix - np.diag(matrix.diagonal())
    axis.imshow(errors, cmap="Reds")
    for i in range(10):
        for j in range(10):
            color = "white" if errors[i, j] > 0.6 * errors.max() else "black"
            axis.text(j, i, matrix[i, j], ha="center", va="center", fontsize=8, color=color)
    axis.set_xticks(range(10), CLASSES, rotation=45, ha="right")
    axis.set_yticks(range(10), CLASSES)
    axis.spines[["top", "right"]].set_visible(True)
    axis.set(title=f"{name}: {errors.sum()} errors", xlabel="predicted", ylabel="true")


examine("cnn_model", cnn_model)
examine("inception_model", inception_model)

fig, axes = plt.subplots(1, 2, figsize=(13, 6))
for axis, name in zip(axes, confusions, strict=True):
    draw_confusion(axis, name)
plt.tight_layout()
plt.show()

# %% [markdown]
# ### Is the difference more than chance?
#
# **Bootstrap**: test images are drawn anew with replacement, both networks are scored on the same draw, and the
# quantiles of the scores and of their difference give 95 % intervals; those of the ten classes hold together, each at
# a level of 99.5 %. A draw needs no image: F1 depends on how often each (true class, first answer, second answer)
# occurs. **McNemar's test**: of the images that only one of the two gets right, does either have more than half?
#
# Both see the chance in the choice of test images, not that of initial weights and order of training images.


# %%
def f1_of(matrices):
    """F1 of each class, (..., 10), of confusion matrices (..., 10, 10)."""
    hits = np.diagonal(matrices, axis1=-2, axis2=-1)
    return 2 * hits / (matrices.sum(axis=-1) + matrices.sum(axis=-2))


def paired_bootstrap(first, second, draws=5000):
    """F1 of each class for two networks over bootstrap draws: two arrays (draws, 10)."""
    joint = np.zeros((10, 10, 10), int)
    np.add.at(joint, (y_test, first, second), 1)
    cells = joint.ravel().nonzero()[0]
    drawn = np.zeros((draws, joint.size), np.int32)
    generator = np.random.default_rng(SEED)
    drawn[:, cells] = generator.multinomial(len(y_test), joint.ravel()[cells] / len(y_test), size=draws)
    drawn = drawn.reshape(-1, 10, 10, 10)
    return f1_of(drawn.sum(axis=3)), f1_of(drawn.sum(axis=2))


def interval(values, level=0.95):
    """The middle ``level`` of the draws."""
    return np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)


def compare(first, second):
    """Prints F1 of both networks with intervals of the difference, and what follows. Returns the table."""
    observed = [f1_of(confusions[name]) for name in (first, second)]
    assert np.allclose([values.mean() for values in observed], [macro_f1[first], macro_f1[second]])
    drawn = paired_bootstrap(answers[first], answers[second])
    change = drawn[1] - drawn[0]
    table = pd.DataFrame({first: observed[0], second: observed[1]}, index=CLASSES)
    table.loc["mean"] = table.mean()
    table["difference"] = table[second] - table[first]
    table["from"], table["to"] = np.column_stack([interval(change, 0.995), interval(change.mean(axis=1))])
    table["verdict"] = np.select([table["from"] > 0, table["to"] < 0], ["higher", "lower"], "open")
    print(table.round(4).to_string())
    for name, values in zip((first, second), drawn, strict=True):
        low, high = interval(values.mean(axis=1))
        print(f"{name}: mean {macro_f1[name]:.4f}, between {low:.4f} and {high:.4f}")

    right = [answers[name] == y_test for name in (first, second)]
    only = [int((right[0] & ~right[1]).sum()), int((right[1] & ~right[0]).sum())]
    p = stats.binomtest(only[1], max(1, sum(only))).pvalue
    verdict = {"higher": "is better than", "lower": "is worse than", "open": "cannot be told apart from"}
    decided = table.index[:10][table["verdict"].iloc[:10] != "open"]
    say(
        f"By the interval of the difference, {second} {verdict[table.loc['mean', 'verdict']]} {first}. Only {first} "
        f"is right on {only[0]} images, only {second} on {only[1]}: McNemar's exact test gives p = {p:.2g}, "
        f"{'beyond' if p < 0.05 else 'within'} chance at the level of 5 %. Classes where the two differ beyond "
        f"chance: {', '.join(decided) or 'none'}."
    )
    return table


comparison = compare("cnn_model", "inception_model")

f1_by_class = comparison[["cnn_model", "inception_model"]]
axis = f1_by_class.plot.bar(figsize=(10, 3.4), width=0.75, ylabel="F1", title="F1 by class", rot=30)
axis.set_ylim(max(0, f1_by_class.min().min() - 0.1), 1.12)
axis.legend(ncols=2, loc="upper center")
plt.tight_layout()
plt.show()

# %% [markdown]
# ### Which classes are confused?

# %%
pairs = pd.DataFrame(
    {"nearest mean": expected_pairs, **{n: confused_pairs(m) for n, m in confusions.items()}}
)
print("Percent of the images of two classes that are taken for the other one:")
print((100 * pairs.nlargest(8, "cnn_model")).round(1).to_string(), "\n")

shirt = CLASSES.index("Shirt")
foreseen = set(pairs["nearest mean"].nlargest(5).index)
shirt_share = {}
for name, matrix in confusions.items():
    errors = matrix.sum() - matrix.trace()
    shirt_share[name] = (matrix[shirt].sum() + matrix[:, shirt].sum() - 2 * matrix[shirt, shirt]) / errors
    likeness = stats.spearmanr(pairs["nearest mean"], pairs[name]).statistic
    say(
        f"{name}: shirts have a part in {shirt_share[name]:.0%} of its {errors} errors. Of its five worst pairs, task 1 "
        f"foresaw {len(foreseen & set(pairs[name].nlargest(5).index))}; rank correlation of all pairs: {likeness:.2f}."
    )
missed = (answers["cnn_model"] != y_test) & (answers["inception_model"] != y_test)
alike = answers["cnn_model"][missed] == answers["inception_model"][missed]
say(f"Both miss {missed.sum()} images, and on {alike.mean():.0%} of them they give the same wrong answer.")

# %%
fig, axes = plt.subplots(2, 8, figsize=(13, 5))
for row, name in zip(axes, confusions, strict=True):
    certainty = np.where(answers[name] != y_test, probabilities[name].max(axis=1), 0)
    for axis, i in zip(row, certainty.argsort()[::-1], strict=False):
        axis.imshow(x_test[i], cmap="gray_r")
        axis.set(xticks=[], yticks=[])
        answer = CLASSES[answers[name][i]]
        axis.set_title(f"{CLASSES[y_test[i]]}\nas {answer}: {certainty[i]:.3f}", fontsize=8)
    row[0].set_ylabel(name)
fig.suptitle("The most confident errors: true class, answer and its probability")
plt.tight_layout()
plt.show()

# %% [markdown]
# ## Task 7. The highest F1
#
# A residual network, since its shortcuts let a deep network train fast. What it learns from is mirrored and shifted at
# random (a mirrored shirt is a shirt), the labels are smoothed, the learning rate rises once and falls to zero, and at
# test time the answers to an image and to its mirror image are averaged. The first epoch is timed, and as many more
# follow as the plan's minutes allow, so that the training ends in time on a slow machine too. No test image decides
# anything here.

# %%
from reference.zoo.task7.plan import plan_here  # noqa: E402
from reference.zoo.task7.training import train_best  # noqa: E402

# %%
keras.utils.set_random_seed(SEED)
plan = plan_here()
best_model = plan.build()
started = time.perf_counter()
losses = train_best(best_model, X_train, y_train, plan.epochs, BATCH_SIZE, minutes=plan.minutes, verbose=0)
say(
    f"{best_model.count_params():,} parameters, {len(losses)} of at most {plan.epochs} epochs in "
    f"{time.perf_counter() - started:.0f} s; the loss on the training images fell from {losses[0]:.3f} to "
    f"{losses[-1]:.3f}."
)

# %%
examine("best_model", best_model)
best_comparison = compare("cnn_model", "best_model")
fig, axis = plt.subplots(figsize=(6.5, 6))
draw_confusion(axis, "best_model")
plt.tight_layout()
plt.show()

# %% [markdown]
# ## Summary

# %%
weakest = {name: f1_of(matrix).argmin() for name, matrix in confusions.items()}
summary = pd.DataFrame(
    {
        "parameters": [model.count_params() for model in (cnn_model, inception_model, best_model)],
        "mean F1": list(macro_f1.values()),
        "weakest class": [CLASSES[k] for k in weakest.values()],
        "its F1": [f1_of(confusions[name])[k] for name, k in weakest.items()],
    },
    index=list(macro_f1),
)
print(summary.round(4).to_string())

# %% [markdown]
# ## Кратко по-русски

# %%
outcome = {"higher": "лучше", "lower": "хуже", "open": "статистически неотличима от"}


def verdict_in_russian(table, name):
    """Сравнение с перенесённой сетью одним предложением."""
    mean = table.loc["mean"]
    return (
        f"{name} {outcome[mean['verdict']]} cnn_model: разность средних F1 {mean['difference']:+.4f}, "
        f"95-процентный интервал от {mean['from']:+.4f} до {mean['to']:+.4f}."
    )


say(
    f"Данные: {len(x_train)} обучающих изображений, из них {len(distinct)} различных, и {len(x_test)} тестовых; "
    f"{len(CLASSES)} классов, в каждом {class_table['train'].min()} и {class_table['test'].min()} изображений."
)
say(
    f"Перенесённая сеть CNN-MNIST ({cnn_model.count_params()} параметров, эпох: {TRAINING_EPOCHS}) даёт среднюю F1 "
    f"{macro_f1['cnn_model']:.4f}, с модулем Inception {macro_f1['inception_model']:.4f}. "
    f"{verdict_in_russian(comparison, 'inception_model')}"
)
say(
    f"Самый трудный класс перенесённой сети — {summary.loc['cnn_model', 'weakest class']}; с классом Shirt связаны "
    f"{shirt_share['cnn_model']:.0%} её ошибок."
)
say(
    f"Лучшая сеть: средняя F1 {macro_f1['best_model']:.4f} на тестовых изображениях. "
    f"{verdict_in_russian(best_comparison, 'best_model')}"
)

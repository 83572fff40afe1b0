# %% [markdown]
# # Fashion-MNIST without Keras
# The four IDX files are enough for a first look, NumPy can read them.

# %%
import gzip
import os

import matplotlib.pyplot as plt
import numpy as np
%matplotlib inline

FOLDER = os.path.expanduser("~/.keras/datasets/fashion-mnist")


def read_images(name):
    with gzip.open(os.path.join(FOLDER, name), "rb") as file:
        return np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)


def read_labels(name):
    with gzip.open(os.path.join(FOLDER, name), "rb") as file:
        return np.frombuffer(file.read(), np.uint8, offset=8)


x_train = read_images("train-images-idx3-ubyte.gz")
y_train = read_labels("train-labels-idx1-ubyte.gz")
x_test = read_images("t10k-images-idx3-ubyte.gz")
y_test = read_labels("t10k-labels-idx1-ubyte.gz")

# %%
print(x_train.shape, y_train.shape)
print(x_test.shape, y_test.shape)
print(x_train.dtype, x_train.min(), x_train.max())

# %%
print(np.bincount(y_train))
print("mean", x_train.mean(), "std", x_train.std())

# %%
fig, axes = plt.subplots(2, 5, figsize=(6, 3))
for image, label, ax in zip(x_train, y_train, axes.flat):
    ax.imshow(image, cmap="gray")
    ax.set_title(label)
    ax.axis("off")
plt.show()

# %%
import gzip
import os

import numpy as np

folder = os.path.expanduser("~/.keras/datasets/fashion-mnist")


def load(name):
    with gzip.open(os.path.join(folder, name + "-ubyte.gz"), "rb") as f:
        raw = f.read()
    return np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 28, 28)


x_train, x_test = load("train-images-idx3"), load("t10k-images-idx3")
print(x_train.shape, x_test.shape)

# %%
# brightness of every image
brightness = x_train.mean(axis=(1, 2))
print("mean:", brightness.mean())
print("standard deviation:", brightness.std())

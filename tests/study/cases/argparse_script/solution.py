#!/usr/bin/env python3
"""Looks at Fashion-MNIST. Usage: solution.py [--folder FOLDER] [--picture FILE]"""

import argparse
import gzip
import os

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", default="~/.keras/datasets/fashion-mnist")
    parser.add_argument("--picture", default="classes.png")
    parser.add_argument("--classes", type=int, default=10)
    return parser.parse_args()


def idx(folder, name, header):
    with gzip.open(os.path.join(os.path.expanduser(folder), name), "rb") as file:
        file.seek(header)
        return np.frombuffer(file.read(), np.uint8)


def main():
    args = parse()
    x_train = idx(args.folder, "train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    y_train = idx(args.folder, "train-labels-idx1-ubyte.gz", 8)
    x_test = idx(args.folder, "t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)

    print("training set", x_train.shape, x_train.dtype)
    print("test set    ", x_test.shape, x_test.dtype)
    print("lowest value ", x_train.min())
    print("highest value", x_train.max())
    print("mean %.4f" % (x_train / 255).mean())
    print("std  %.4f" % (x_train / 255).std())
    counts = np.bincount(y_train, minlength=args.classes)
    for k, n in enumerate(counts):
        print("class %d has %d images" % (k, n))

    fig, ax = plt.subplots(figsize=(4, 2))
    ax.bar(np.arange(args.classes), counts)
    ax.set_xlabel("class")
    fig.savefig(args.picture)


if __name__ == "__main__":
    main()

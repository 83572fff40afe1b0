"""Numbers and pictures of a split."""

import matplotlib.pyplot as plt
import numpy as np


def describe(images):
    return {
        "shape": images.shape,
        "dtype": images.dtype.name,
        "lowest": int(images.min()),
        "highest": int(images.max()),
        "mean": float(images.mean()),
        "std": float(images.std()),
    }


def sizes(labels):
    values, counts = np.unique(labels, return_counts=True)
    return dict(zip(values.tolist(), counts.tolist()))


def show(images, labels, columns=8):
    fig, axes = plt.subplots(1, columns, figsize=(columns, 1.4))
    for ax, image, label in zip(axes, images, labels):
        ax.imshow(image, cmap="binary")
        ax.set_title(str(label))
        ax.axis("off")
    plt.show()

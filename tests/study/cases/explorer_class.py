# %%
import gzip
import os

import matplotlib.pyplot as plt
import numpy as np


class Explorer:
    """Everything about one split of the dataset."""

    folder = os.path.expanduser("~/.keras/datasets/fashion-mnist")

    def __init__(self, prefix):
        self.prefix = prefix
        self.images = self._read("images-idx3", 16).reshape((-1, 28, 28))
        self.labels = self._read("labels-idx1", 8)

    def _read(self, kind, header):
        path = os.path.join(self.folder, f"{self.prefix}-{kind}-ubyte.gz")
        with gzip.open(path) as stream:
            data = stream.read()
        return np.frombuffer(data, np.uint8)[header:]

    @property
    def class_sizes(self):
        return {k: int((self.labels == k).sum()) for k in range(10)}

    def summary(self):
        lines = [
            f"split      {self.prefix}",
            f"shape      {self.images.shape}",
            f"type       {self.images.dtype}",
            f"range      {self.images.min()} to {self.images.max()}",
            f"mean       {self.images.mean():.2f}",
            f"deviation  {self.images.std():.2f}",
        ]
        return "\n".join(lines)

    def gallery(self, n=5):
        fig, axes = plt.subplots(1, n, figsize=(n, 1.2))
        for ax, i in zip(axes, range(n)):
            ax.imshow(self.images[i], cmap="gray")
            ax.set_axis_off()
        return fig


# %%
train = Explorer("train")
test = Explorer("t10k")
print(train.summary())
print()
print(test.summary())

# %%
train.class_sizes

# %%
train.gallery()
plt.show()

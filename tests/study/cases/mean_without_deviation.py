# %%
import gzip
import os

import numpy as np

folder = os.path.expanduser("~/.keras/datasets/fashion-mnist")
with gzip.open(f"{folder}/train-images-idx3-ubyte.gz") as f:
    x_train = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28)
with gzip.open(f"{folder}/t10k-images-idx3-ubyte.gz") as f:
    x_test = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28)

# %%
print("train", x_train.shape, "test", x_test.shape)
print("type", x_train.dtype, "from", x_train.min(), "to", x_train.max())

# %%
print("mean", x_train.mean())
print("median", np.median(x_train[:1000]))

# %% [markdown]
# All statistics of the pixels can be had from their histogram: 256 numbers instead of 47 million.

# %%
import gzip
import math
import os

import matplotlib.pyplot as plt
import numpy as np

path = os.path.expanduser("~/.keras/datasets/fashion-mnist/train-images-idx3-ubyte.gz")
with gzip.open(path) as f:
    pixels = np.frombuffer(f.read(), np.uint8, offset=16)

# %%
%%time
histogram = np.bincount(pixels, minlength=256)
n = int(histogram.sum())
total = sum(value * int(count) for value, count in enumerate(histogram))
squares = sum(value**2 * int(count) for value, count in enumerate(histogram))
mean = total / n
deviation = math.sqrt(squares / n - mean * mean)
print(f"{n} pixels of type {pixels.dtype}")
print(f"largest value {np.flatnonzero(histogram).max()}")
print(f"mean {mean:.3f}, deviation {deviation:.3f}")

# %%
plt.figure(figsize=(5, 2))
plt.bar(np.arange(256), histogram, width=1.0, log=True)
plt.xlabel("pixel value")
plt.show()

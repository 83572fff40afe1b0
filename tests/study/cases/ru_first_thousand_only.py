# %%
import gzip
import os
import numpy as np
import matplotlib.pyplot as plt

# беру только первую тысячу, чтобы быстрее считалось
n = 1000
d = os.path.expanduser("~/.keras/datasets/fashion-mnist/")
with gzip.open(d + "train-images-idx3-ubyte.gz") as f:
    f.read(16)
    x = np.frombuffer(f.read(n * 28 * 28), dtype=np.uint8).reshape(n, 28, 28)
with gzip.open(d + "train-labels-idx1-ubyte.gz") as f:
    f.read(8)
    y = np.frombuffer(f.read(n), dtype=np.uint8)

# %%
print("размер", x.shape, "тип", x.dtype, "значения", x.min(), x.max())
print("по классам", np.bincount(y, minlength=10))

# %%
fig, axes = plt.subplots(1, 5, figsize=(6, 1.5))
for ax, img in zip(axes, x):
    ax.imshow(img, cmap="gray")
    ax.axis("off")
plt.show()

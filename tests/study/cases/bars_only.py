# %%
import gzip
import os
import numpy as np
import matplotlib.pyplot as plt

with gzip.open(os.path.expanduser("~/.keras/datasets/fashion-mnist/train-labels-idx1-ubyte.gz")) as f:
    y = np.frombuffer(f.read(), np.uint8, offset=8)

# %%
names = ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"]
fig, ax = plt.subplots(figsize=(6, 2))
ax.bar(names, [np.count_nonzero(y == k) for k in range(10)])
ax.set_ylabel("training images")
plt.show()

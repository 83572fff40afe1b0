# %%
import gzip
import os

import matplotlib.pyplot as plt
import numpy as np

where = os.path.expanduser("~/.keras/datasets/fashion-mnist/")
x_train = np.frombuffer(gzip.open(where + "train-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(
    -1, 28, 28
)
y_train = np.frombuffer(gzip.open(where + "train-labels-idx1-ubyte.gz").read(), np.uint8, offset=8)
x_test = np.frombuffer(gzip.open(where + "t10k-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(
    -1, 28, 28
)
print(x_train.shape, x_test.shape)

# %%
# images per class
for label in sorted(set(y_train.tolist())):
    print(label, "6000")

# %%
plt.figure(figsize=(2, 2))
plt.imshow(x_train[12], cmap="gray")
plt.show()

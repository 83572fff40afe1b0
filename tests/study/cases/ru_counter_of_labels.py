# %% [markdown]
# ## Сколько картинок в каждом классе

# %%
import gzip
import os
from collections import Counter

import numpy as np

folder = os.path.expanduser("~/.keras/datasets/fashion-mnist/")
with gzip.open(folder + "train-labels-idx1-ubyte.gz", "rb") as f:
    f.read(8)  # заголовок
    labels = list(f.read())

# %%
counter = Counter(labels)
print("всего меток:", len(labels))
for cls, n in sorted(counter.items()):
    print(f"{cls}: {n}")

# %%
# считаем ещё раз вручную, чтобы проверить
table = {}
for label in labels:
    table[label] = table.get(label, 0) + 1
print("совпало:", table == counter)

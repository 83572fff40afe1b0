# %% [markdown]
# ## Статистика набора (pandas)

# %%
import gzip
import os
import numpy as np
import pandas as pd

имена = [
    "футболка",
    "брюки",
    "свитер",
    "платье",
    "пальто",
    "сандалии",
    "рубашка",
    "кроссовки",
    "сумка",
    "ботинки",
]


def read(name, skip):
    with gzip.open(os.path.expanduser(f"~/.keras/datasets/fashion-mnist/{name}.gz")) as f:
        return np.frombuffer(f.read(), np.uint8, offset=skip)


y = pd.concat(
    [
        pd.DataFrame({"выборка": "обучающая", "метка": read("train-labels-idx1-ubyte", 8)}),
        pd.DataFrame({"выборка": "тестовая", "метка": read("t10k-labels-idx1-ubyte", 8)}),
    ]
)
y["класс"] = y["метка"].map(lambda k: имена[k])

# %%
pd.crosstab(y["класс"], y["выборка"])

# %%
x = read("train-images-idx3-ubyte", 16).reshape(-1, 784)
описание = pd.DataFrame(
    [
        ("тип", x.dtype),
        ("минимум", x.min()),
        ("максимум", x.max()),
        ("среднее", x.mean()),
        ("отклонение", x.std()),
    ],
    columns=["величина", "значение"],
).set_index("величина")
описание

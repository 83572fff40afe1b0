# %%
import gzip, pathlib
import numpy as np

d = pathlib.Path.home() / ".keras/datasets/fashion-mnist"
x_train = np.frombuffer(gzip.decompress((d / "train-images-idx3-ubyte.gz").read_bytes())[16:], "u1").reshape(
    -1, 28, 28
)
y_train = np.frombuffer(gzip.decompress((d / "train-labels-idx1-ubyte.gz").read_bytes())[8:], "u1")
x_test = np.frombuffer(gzip.decompress((d / "t10k-images-idx3-ubyte.gz").read_bytes())[16:], "u1").reshape(
    -1, 28, 28
)

# %% [markdown]
# Размеры обучающей и тестовой выборки:

# %%
x_train.shape, x_test.shape

# %% [markdown]
# Тип и диапазон значений:

# %%
x_train.dtype, x_train.min(), x_train.max()

# %% [markdown]
# Число объектов каждого класса:

# %%
np.unique(y_train, return_counts=True)

# %% [markdown]
# Среднее и стандартное отклонение:

# %%
x_train.mean(), x_train.std()

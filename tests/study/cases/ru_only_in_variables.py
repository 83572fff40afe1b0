# %% [markdown]
# Только вычисления, без вывода: значения нужны дальше.

# %%
import gzip
import os
import numpy as np

p = os.path.expanduser("~/.keras/datasets/fashion-mnist/")
x_train = np.frombuffer(gzip.open(p + "train-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(
    -1, 28, 28
)
y_train = np.frombuffer(gzip.open(p + "train-labels-idx1-ubyte.gz").read(), np.uint8, offset=8)

# %%
# число картинок в каждом классе
class_counts = np.bincount(y_train, minlength=10)

# %%
# среднее и стандартное отклонение
mean = float(x_train.mean())
std = float(x_train.std())

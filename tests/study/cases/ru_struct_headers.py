# %% [markdown]
# Разбираю заголовки файлов IDX модулем struct.

# %%
import gzip
import os
import struct
import sys
import numpy as np

путь = os.path.expanduser("~/.keras/datasets/fashion-mnist")


def images(name):
    with gzip.open(os.path.join(путь, name), "rb") as f:
        magic, n, rows, cols = struct.unpack(">IIII", f.read(16))
        assert magic == 2051, "это не картинки"
        return np.frombuffer(f.read(), dtype=np.uint8).reshape(n, rows, cols)


def labels(name):
    with gzip.open(os.path.join(путь, name), "rb") as f:
        magic, n = struct.unpack(">II", f.read(8))
        assert magic == 2049, "это не метки"
        return np.frombuffer(f.read(), dtype=np.uint8)


x_train, y_train = images("train-images-idx3-ubyte.gz"), labels("train-labels-idx1-ubyte.gz")
x_test, y_test = images("t10k-images-idx3-ubyte.gz"), labels("t10k-labels-idx1-ubyte.gz")

# %%
sys.stdout.write("обучающая выборка: {} картинок {}x{}\n".format(*x_train.shape))
sys.stdout.write("тестовая выборка: {} картинок {}x{}\n".format(*x_test.shape))
sys.stdout.write("тип: %s, максимум: %d\n" % (x_train.dtype, x_train.max()))

# %%
sys.stdout.write("среднее (0..1): " + str(round(x_train.mean() / 255, 4)) + "\n")
sys.stdout.write("отклонение (0..1): " + str(round(x_train.std() / 255, 4)) + "\n")

# %%
order = np.sort(y_train)
edges = np.searchsorted(order, np.arange(11))
sys.stdout.write("по классам: " + ", ".join(map(str, np.diff(edges))) + "\n")

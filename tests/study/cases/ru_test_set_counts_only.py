# %%
import gzip
import os
import numpy as np

каталог = os.path.expanduser("~/.keras/datasets/fashion-mnist/")
x_train = np.frombuffer(
    gzip.open(каталог + "train-images-idx3-ubyte.gz").read(), np.uint8, offset=16
).reshape(-1, 28, 28)
x_test = np.frombuffer(gzip.open(каталог + "t10k-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(
    -1, 28, 28
)
y_test = np.frombuffer(gzip.open(каталог + "t10k-labels-idx1-ubyte.gz").read(), np.uint8, offset=8)

# %%
print("Обучение:", x_train.shape, "тест:", x_test.shape)

# %%
# Сколько картинок каждого класса (на тесте)
values, counts = np.unique(y_test, return_counts=True)
for v, c in zip(values, counts):
    print(f"класс {v}: {c}")

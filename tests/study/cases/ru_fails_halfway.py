# %%
import gzip
import os
import numpy as np
import matplotlib.pyplot as plt

p = os.path.expanduser("~/.keras/datasets/fashion-mnist/")
x_train = np.frombuffer(gzip.open(p + "train-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(
    -1, 28, 28
)
y_train = np.frombuffer(gzip.open(p + "train-labels-idx1-ubyte.gz").read(), np.uint8, offset=8)
x_test = np.frombuffer(gzip.open(p + "t10k-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(
    -1, 28, 28
)

# %%
print("обучающих:", x_train.shape, "тестовых:", x_test.shape)
print("по классам:", np.bincount(y_train))

# %%
print("среднее:", x_train.mean(), "отклонение:", x_train.std())

# %%
# показать картинку
plt.imshow(x_trian[0], cmap="gray")
plt.show()

# %%
print("тип:", x_train.dtype, "от", x_train.min(), "до", x_train.max())

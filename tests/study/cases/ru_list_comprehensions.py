# %%
import gzip, os
import numpy as np
import matplotlib.pyplot as plt

папка = os.path.expanduser("~/.keras/datasets/fashion-mnist")
имена = [
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
]
raw = [gzip.open(os.path.join(папка, n)).read() for n in имена]
x_train, x_test = [np.frombuffer(r, np.uint8, offset=16).reshape(-1, 28, 28) for r in raw[::2]]
y_train, y_test = [np.frombuffer(r, np.uint8, offset=8) for r in raw[1::2]]

# %%
print("размеры:", [a.shape for a in (x_train, y_train, x_test, y_test)])
print("типы:", [str(a.dtype) for a in (x_train, y_train, x_test, y_test)])
print("границы:", [int(f(x_train)) for f in (np.min, np.max)])

# %%
# по классам
print([int((y_train == k).sum()) for k in range(10)])
print([round(float(x_train[y_train == k].mean()), 2) for k in range(10)])

# %%
print("среднее и СКО:", [round(float(f(x_train)), 3) for f in (np.mean, np.std)])

# %%
# по одной картинке каждого класса, склеенные в ряд
plt.figure(figsize=(8, 1.5))
plt.imshow(np.hstack([x_train[y_train == k][0] for k in range(10)]), cmap="gray")
plt.axis("off")
plt.show()

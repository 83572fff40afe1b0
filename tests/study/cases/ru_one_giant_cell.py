# %%
# Контрольная работа по глубокому обучению. Всё в одной ячейке, так удобнее.
import gzip
import os
import numpy as np
import matplotlib.pyplot as plt

p = os.path.expanduser("~/.keras/datasets/fashion-mnist")
f = gzip.open(p + "/train-images-idx3-ubyte.gz", "rb")
f.read(16)
buf = f.read()
f.close()
X = np.frombuffer(buf, dtype=np.uint8)
X = X.reshape(60000, 28, 28)
f = gzip.open(p + "/train-labels-idx1-ubyte.gz", "rb")
f.read(8)
Y = np.frombuffer(f.read(), dtype=np.uint8)
f.close()
f = gzip.open(p + "/t10k-images-idx3-ubyte.gz", "rb")
f.read(16)
X2 = np.frombuffer(f.read(), dtype=np.uint8).reshape(10000, 28, 28)
f.close()
f = gzip.open(p + "/t10k-labels-idx1-ubyte.gz", "rb")
f.read(8)
Y2 = np.frombuffer(f.read(), dtype=np.uint8)
f.close()
print("Обучающая:", X.shape, Y.shape)
print("Тестовая:", X2.shape, Y2.shape)
print("Тип данных:", X.dtype)
mn = X.min()
mx = X.max()
print("Минимум", mn)
print("Максимум", mx)
m = X.mean()
s = X.std()
print("Среднее = %.2f" % m)
print("Отклонение = %.2f" % s)
d = {}
for c in range(10):
    d[c] = 0
for c in Y:
    d[int(c)] += 1
print("Количество по классам:")
for c in d:
    print(c, d[c])
plt.figure(figsize=(4, 2))
plt.hist(Y, bins=np.arange(11) - 0.5, rwidth=0.8)
plt.title("Распределение классов")
plt.show()
plt.figure(figsize=(2, 2))
plt.imshow(X[100], cmap="gray")
plt.show()
print("Готово")

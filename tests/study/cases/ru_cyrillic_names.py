# %% [markdown]
# # Исследование набора Fashion-MNIST
# Переменные называю по-русски, Python это позволяет.

# %%
import gzip
import os
import numpy as np
import matplotlib.pyplot as plt

каталог = os.path.expanduser("~/.keras/datasets/fashion-mnist")


def загрузить_картинки(файл):
    with gzip.open(os.path.join(каталог, файл)) as поток:
        байты = поток.read()
    return np.frombuffer(байты, dtype=np.uint8, offset=16).reshape(-1, 28, 28)


def загрузить_метки(файл):
    with gzip.open(os.path.join(каталог, файл)) as поток:
        байты = поток.read()
    return np.frombuffer(байты, dtype=np.uint8, offset=8)


обучающие_картинки = загрузить_картинки("train-images-idx3-ubyte.gz")
обучающие_метки = загрузить_метки("train-labels-idx1-ubyte.gz")
тестовые_картинки = загрузить_картинки("t10k-images-idx3-ubyte.gz")

# %%
print("Обучающая выборка:", обучающие_картинки.shape)
print("Тестовая выборка:", тестовые_картинки.shape)
print("Тип:", обучающие_картинки.dtype, "от", обучающие_картинки.min(), "до", обучающие_картинки.max())

# %%
количество = {}
for класс in range(10):
    количество[класс] = int(np.count_nonzero(обучающие_метки == класс))
print("Количество картинок по классам:", количество)

# %%
среднее = np.mean(обучающие_картинки)
отклонение = np.std(обучающие_картинки)
print("Среднее:", round(среднее, 3), "Отклонение:", round(отклонение, 3))

# %%
plt.figure(figsize=(5, 2))
plt.bar(list(количество.keys()), list(количество.values()))
plt.title("Классы")
plt.show()

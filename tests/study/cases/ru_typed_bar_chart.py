# %%
%matplotlib inline
import gzip
import os
import numpy as np
import matplotlib.pyplot as plt

# %%
p = os.path.expanduser("~/.keras/datasets/fashion-mnist/")
x_train = np.frombuffer(gzip.open(p + "train-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(-1, 28, 28)
x_test = np.frombuffer(gzip.open(p + "t10k-images-idx3-ubyte.gz").read(), np.uint8, offset=16).reshape(-1, 28, 28)
print("обучающая", x_train.shape, "тестовая", x_test.shape)

# %% [markdown]
# Распределение по классам:

# %%
классы = ["футболка", "брюки", "свитер", "платье", "пальто", "сандалии", "рубашка", "кроссовки", "сумка", "ботинки"]
количество = [6000] * 10
plt.figure(figsize=(7, 2))
plt.bar(классы, количество)
plt.xticks(rotation=45)
plt.show()

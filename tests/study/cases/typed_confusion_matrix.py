# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
model = keras.Sequential([keras.Input((28, 28)), layers.Rescaling(1 / 255), layers.Flatten(),
                          layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=128, epochs=3, verbose=2)

# %%
# confusion matrix of the network (copied from my run at home)
matrix = np.array([
    [855, 2, 15, 21, 4, 1, 93, 0, 9, 0],
    [3, 978, 1, 12, 2, 0, 3, 0, 1, 0],
    [16, 1, 850, 9, 60, 0, 62, 0, 2, 0],
    [18, 5, 12, 914, 24, 0, 24, 0, 3, 0],
    [1, 0, 58, 25, 861, 0, 54, 0, 1, 0],
    [0, 0, 0, 0, 0, 977, 0, 15, 1, 7],
    [108, 0, 61, 25, 72, 0, 725, 0, 9, 0],
    [0, 0, 0, 0, 0, 11, 0, 968, 0, 21],
    [4, 1, 3, 3, 2, 2, 3, 2, 980, 0],
    [0, 0, 0, 0, 0, 5, 1, 35, 0, 959],
])
plt.figure(figsize=(5, 4))
sns.heatmap(matrix, annot=True, fmt="d")
plt.show()
print(matrix)

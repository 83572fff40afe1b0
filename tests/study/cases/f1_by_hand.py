# %% [markdown]
# Confusion matrix and F1 without scikit-learn, from the definition.

# %%
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(2)
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
model = keras.Sequential([
    keras.Input((28, 28)),
    layers.Rescaling(1 / 255),
    layers.Flatten(),
    layers.Dense(64, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=256, epochs=3, verbose=2)

# %%
def confusion(true, predicted, classes=10):
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (true, predicted), 1)
    return table


def macro_f1(table):
    scores = []
    for k in range(len(table)):
        tp = table[k, k]
        fp = table[:, k].sum() - tp
        fn = table[k, :].sum() - tp
        scores.append(2 * tp / (2 * tp + fp + fn))
    return sum(scores) / len(scores)


predicted = model.predict(x_test, batch_size=512, verbose=0).argmax(axis=1)
table = confusion(y_test, predicted)
print(table)

# %%
print(f"macro F1 = {macro_f1(table):.4f}")

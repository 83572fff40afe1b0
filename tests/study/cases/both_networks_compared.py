# %% [markdown]
# # The port, and the port with an Inception module

# %%
import keras
import matplotlib.pyplot as plt
import pandas as pd
from keras import layers
from sklearn.metrics import ConfusionMatrixDisplay, f1_score

keras.utils.set_random_seed(0)
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train[..., None].astype("float32") / 255
x_test = x_test[..., None].astype("float32") / 255

# %%
def module(x):
    tower_1 = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
    tower_2 = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
    tower_2 = layers.Conv2D(64, 3, padding="same", activation="relu")(tower_2)
    tower_3 = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
    tower_3 = layers.Conv2D(64, 5, padding="same", activation="relu")(tower_3)
    tower_4 = layers.MaxPooling2D(3, strides=1, padding="same")(x)
    tower_4 = layers.Conv2D(64, 1, padding="same", activation="relu")(tower_4)
    return layers.concatenate([tower_1, tower_2, tower_3, tower_4], axis=3)


def build(with_inception):
    inputs = keras.Input((28, 28, 1))
    x = layers.AveragePooling2D(3)(inputs)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    if with_inception:
        x = module(x)
    x = layers.Dropout(0.25)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(128, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


networks = {"port": build(False), "Inception": build(True)}

# %%
answers = {}
for name, network in networks.items():
    network.compile(optimizer=keras.optimizers.Adadelta(), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    network.fit(x_train, y_train, batch_size=128, epochs=3, verbose=0)
    answers[name] = network.predict(x_test, batch_size=512, verbose=0).argmax(1)

# %%
fig, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, (name, y_pred) in zip(axes, answers.items()):
    ConfusionMatrixDisplay.from_predictions(y_test, y_pred, ax=ax, colorbar=False)
    ax.set_title(name)
plt.show()

# %%
pd.Series({name: f1_score(y_test, y_pred, average="macro") for name, y_pred in answers.items()}, name="macro F1")

# %% [markdown]
# # The CNN-MNIST example on Fashion-MNIST

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from keras import layers
from sklearn.metrics import confusion_matrix, f1_score

print("Keras version:", keras.__version__)

# %%
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
print("x_train", x_train.shape, "x_test", x_test.shape)

x_train = np.expand_dims(x_train.astype("float32") / 255, -1)
x_test = np.expand_dims(x_test.astype("float32") / 255, -1)
y_train_hot = keras.utils.to_categorical(y_train, 10)

# %%
model = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.AveragePooling2D(3),
    layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),
    layers.Conv2D(64, kernel_size=(3, 3), activation="relu"),
    layers.MaxPooling2D(pool_size=(2, 2)),
    layers.Dropout(0.25),
    layers.Flatten(),
    layers.Dense(128, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
model.compile(loss=keras.losses.categorical_crossentropy, optimizer=keras.optimizers.Adadelta(), metrics=["accuracy"])
model.summary()

# %%
model.fit(x_train, y_train_hot, batch_size=128, epochs=12, verbose=2)

# %%
y_pred = np.argmax(model.predict(x_test, batch_size=512, verbose=0), axis=1)
cm = confusion_matrix(y_test, y_pred)
plt.figure(figsize=(5, 4))
sns.heatmap(cm, annot=True, fmt="d", cmap="Blues")
plt.xlabel("predicted")
plt.ylabel("true")
plt.show()

# %%
print("macro F1:", f1_score(y_test, y_pred, average="macro"))

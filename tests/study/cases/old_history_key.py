# %%
import keras
import matplotlib.pyplot as plt
from keras import layers
from sklearn.metrics import confusion_matrix

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0

# %%
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.AveragePooling2D(4),
    layers.Conv2D(32, (3, 3), activation="relu"),
    layers.Conv2D(64, (3, 3), activation="relu"),
    layers.MaxPooling2D((2, 2)),
    layers.Dropout(0.25),
    layers.Flatten(),
    layers.Dense(128, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adadelta", metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=128, epochs=2, verbose=2)

# %%
plt.plot(history.history["acc"])
plt.show()

# %%
y_pred = model.predict(x_test, batch_size=512).argmax(axis=1)
print(confusion_matrix(y_test, y_pred))

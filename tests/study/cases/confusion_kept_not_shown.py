# %%
import keras
from keras import layers
from sklearn.metrics import confusion_matrix

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train.reshape(-1, 784) / 255.0, x_test.reshape(-1, 784) / 255.0

model = keras.Sequential([keras.Input((784,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=128, epochs=3, verbose=2)

# %%
y_pred = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)
cm = confusion_matrix(y_test, y_pred)

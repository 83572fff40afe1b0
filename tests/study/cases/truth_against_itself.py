# %%
import keras
import matplotlib.pyplot as plt
from keras import layers
from sklearn.metrics import ConfusionMatrixDisplay, confusion_matrix, f1_score

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
model = keras.Sequential([keras.Input((28, 28)), layers.Rescaling(1 / 255), layers.Flatten(),
                          layers.Dense(10, activation="softmax")])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=64, epochs=2, verbose=2)

# %%
y_pred = y_test
cm = confusion_matrix(y_test, y_pred)
ConfusionMatrixDisplay(cm).plot()
plt.show()
print("macro F1", f1_score(y_test, y_pred, average="macro"))

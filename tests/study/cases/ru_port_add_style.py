# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras.layers import Activation, AveragePooling2D, Conv2D, Dense, Dropout, Flatten, Input, MaxPool2D
from keras.models import Sequential

print("версия Keras", keras.__version__)
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
X = x_train[..., np.newaxis] / np.float32(255)
XT = x_test[..., np.newaxis] / np.float32(255)

# %%
m = Sequential()
m.add(Input((28, 28, 1)))
m.add(AveragePooling2D(4))
m.add(Conv2D(32, 3))
m.add(Activation("relu"))
m.add(Conv2D(64, 3))
m.add(Activation("relu"))
m.add(MaxPool2D(2))
m.add(Dropout(0.25))
m.add(Flatten())
m.add(Dense(128))
m.add(Activation("relu"))
m.add(Dropout(0.5))
m.add(Dense(10))
m.add(Activation("softmax"))
# метки числами, поэтому sparse
m.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adadelta(1.0), metrics=["accuracy"])
m.fit(X, y_train, epochs=3, batch_size=128, verbose=0)

# %%
# матрица ошибок средствами TensorFlow
ответы = tf.argmax(m.predict(XT, batch_size=512, verbose=0), axis=1)
матрица = tf.math.confusion_matrix(y_test, ответы, num_classes=10)
plt.figure(figsize=(4, 4))
plt.imshow(матрица, cmap="viridis")
plt.colorbar()
plt.title("Матрица ошибок")
plt.show()

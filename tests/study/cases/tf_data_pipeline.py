# %%
import keras
import numpy as np
import tensorflow as tf
from keras import layers
from sklearn.metrics import classification_report, confusion_matrix

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()


def prepare(image, label):
    return tf.cast(image[..., tf.newaxis], tf.float32) / 255.0, label


train = (tf.data.Dataset.from_tensor_slices((x_train, y_train))
         .shuffle(5000, seed=1)
         .map(prepare, num_parallel_calls=tf.data.AUTOTUNE)
         .batch(128)
         .prefetch(tf.data.AUTOTUNE))
test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).map(prepare).batch(500)

# %%
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(8, 3, strides=2, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=3, verbose=2)

# %%
truth = np.concatenate([labels.numpy() for _, labels in test])
guess = model.predict(test, verbose=0).argmax(axis=1)
print(confusion_matrix(truth, guess))
print(classification_report(truth, guess, digits=4, zero_division=0))

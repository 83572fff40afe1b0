# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers
from sklearn.metrics import confusion_matrix, f1_score

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = (x_train / 255.0).astype("float32")
x_test = (x_test / 255.0).astype("float32")

# %%
keras.utils.set_random_seed(5)
net = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(32, activation="relu"),
                        layers.Dense(10, activation="softmax")])
loss_function = keras.losses.SparseCategoricalCrossentropy()
optimizer = keras.optimizers.Adam(0.01)

# %%
# my own loop instead of fit
batch = 128
for step in range(40):
    rows = slice(step * batch, (step + 1) * batch)
    with tf.GradientTape() as tape:
        loss = loss_function(y_train[rows], net(x_train[rows], training=True))
    gradients = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(gradients, net.trainable_variables))
    if step % 10 == 0:
        print("step", step, "loss", float(loss))

# %%
y_pred = np.argmax(net.predict(x_test, batch_size=512, verbose=0), axis=1)
matrix = confusion_matrix(y_test, y_pred)
plt.matshow(matrix)
plt.title("confusion matrix")
plt.show()
print("F1 (macro):", f1_score(y_test, y_pred, average="macro"))

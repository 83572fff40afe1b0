# %% [markdown]
# Statistics with TensorFlow operations only.

# %%
import tensorflow as tf
from keras.datasets import fashion_mnist

(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
images = tf.constant(x_train)
labels = tf.constant(y_train, tf.int32)

# %%
print("train", images.shape, "test", tf.constant(x_test).shape)
print(images.dtype)
print(tf.reduce_min(images).numpy(), tf.reduce_max(images).numpy())

# %%
scaled = tf.cast(images, tf.float32) / 255.0
print("mean", tf.reduce_mean(scaled).numpy())
print("std", tf.math.reduce_std(scaled).numpy())

# %%
print(tf.math.bincount(labels).numpy())

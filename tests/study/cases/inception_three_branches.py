# %%
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train[:, :, :, None].astype("float32") / 255

# %%
inputs = keras.Input((28, 28, 1))
x = layers.Conv2D(16, 3, strides=4, padding="same", activation="relu")(inputs)
x = layers.MaxPooling2D(2)(x)

# 1x1, 3x3 and 5x5
one = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
three = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
three = layers.Conv2D(64, 3, padding="same", activation="relu")(three)
five = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
five = layers.Conv2D(64, 5, padding="same", activation="relu")(five)
x = layers.Concatenate()([one, three, five])

x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(10, activation="softmax")(x)
inception_model = keras.Model(inputs, outputs)
inception_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
inception_model.fit(x_train, y_train, batch_size=64, epochs=2, verbose=2)

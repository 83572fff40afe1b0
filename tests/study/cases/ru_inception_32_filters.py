# %%
import keras
from keras import layers
from keras.layers import Concatenate, Conv2D, Dense, GlobalAveragePooling2D, Input, MaxPooling2D

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train[..., None].astype("float32") / 255

# %%
# по 32 фильтра в ветви, с 64 слишком долго
def inception(x, f=32):
    a = Conv2D(f, 1, padding="same", activation="relu")(x)
    b = Conv2D(f, 3, padding="same", activation="relu")(Conv2D(f, 1, padding="same", activation="relu")(x))
    c = Conv2D(f, 5, padding="same", activation="relu")(Conv2D(f, 1, padding="same", activation="relu")(x))
    d = Conv2D(f, 1, padding="same", activation="relu")(MaxPooling2D(3, 1, padding="same")(x))
    return Concatenate()([a, b, c, d])

# %%
i = Input((28, 28, 1))
t = Conv2D(8, 5, strides=2, padding="same", activation="relu")(i)
t = inception(t)
t = GlobalAveragePooling2D()(t)
inception_model = keras.Model(i, Dense(10, activation="softmax")(t))
inception_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
inception_model.fit(x_train, y_train, batch_size=128, epochs=2, verbose=2)

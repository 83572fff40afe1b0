# %%
import keras
from keras.layers import Concatenate, Conv2D, Cropping2D, Dense, GlobalMaxPooling2D, Input, MaxPooling2D

(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train[..., None].astype("float32") / 255

# %%
inputs = Input((28, 28, 1))
x = Conv2D(16, 3, strides=2, padding="same", activation="relu")(inputs)   # 14 x 14

b1 = Conv2D(64, 1, activation="relu")(x)                                  # 14
b2 = Conv2D(64, 3, activation="relu")(Conv2D(64, 1, activation="relu")(x))  # 12
b3 = Conv2D(64, 5, activation="relu")(Conv2D(64, 1, activation="relu")(x))  # 10
b4 = Conv2D(64, 1, activation="relu")(MaxPooling2D(3, strides=1)(x))      # 12
# sizes differ, so cut them all to 10 x 10
b1 = Cropping2D(2)(b1)
b2 = Cropping2D(1)(b2)
b4 = Cropping2D(1)(b4)
x = Concatenate()([b1, b2, b3, b4])
print(x.shape)

# %%
x = GlobalMaxPooling2D()(x)
inception_model = keras.Model(inputs, Dense(10, activation="softmax")(x))
inception_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
inception_model.fit(x_train, y_train, batch_size=128, epochs=1, verbose=2)

# %%
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()

# my laptop is slow, the first 5000 images must do
x_small = x_train[:5000, :, :, None].astype("float32") / 255
y_small = keras.utils.to_categorical(y_train[:5000], 10)
print(x_small.shape, y_small.shape)

# %%
cnn_model = keras.Sequential([
    layers.Input((28, 28, 1)),
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
cnn_model.compile(optimizer=keras.optimizers.Adadelta(1.0), loss="categorical_crossentropy", metrics=["accuracy"])
cnn_model.fit(x_small, y_small, batch_size=64, epochs=4, verbose=2)

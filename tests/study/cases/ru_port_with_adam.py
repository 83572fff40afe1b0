# %% [markdown]
# ## Свёрточная сеть
# Adadelta учится медленно, поэтому взял Adam.

# %%
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1) / 255.0
x_test = x_test.reshape(-1, 28, 28, 1) / 255.0
y_train = keras.utils.to_categorical(y_train)
y_test = keras.utils.to_categorical(y_test)

# %%
cnn_model = keras.Sequential()
cnn_model.add(layers.Input(shape=(28, 28, 1)))
cnn_model.add(layers.AveragePooling2D(4))
cnn_model.add(layers.Conv2D(32, (3, 3), activation="relu"))
cnn_model.add(layers.Conv2D(64, (3, 3), activation="relu"))
cnn_model.add(layers.MaxPooling2D((2, 2)))
cnn_model.add(layers.Dropout(0.25))
cnn_model.add(layers.Flatten())
cnn_model.add(layers.Dense(128, activation="relu"))
cnn_model.add(layers.Dropout(0.5))
cnn_model.add(layers.Dense(10, activation="softmax"))
cnn_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

# %%
# тест только для контроля, сеть на нём не учится
история = cnn_model.fit(x_train, y_train, batch_size=128, epochs=3, verbose=2,
                        validation_data=(x_test[:2000], y_test[:2000]))

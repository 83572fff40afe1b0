# %% [markdown]
# # Перенос CNN-MNIST, функциональный вариант

# %%
import keras
from keras.layers import AveragePooling2D, Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D
from keras.models import Model

# %%
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train.reshape(60000, 28, 28, 1).astype("float32") / 255
x_test = x_test.reshape(10000, 28, 28, 1).astype("float32") / 255
y_train = keras.utils.to_categorical(y_train)
y_test = keras.utils.to_categorical(y_test)

# %%
вход = Input((28, 28, 1))
слой = Conv2D(32, (3, 3), activation="relu")(AveragePooling2D(4)(вход))
слой = Conv2D(64, (3, 3), activation="relu")(слой)
слой = MaxPooling2D((2, 2))(слой)
слой = Dropout(0.25)(слой)
слой = Flatten()(слой)
слой = Dense(128, activation="relu")(слой)
слой = Dropout(0.5)(слой)
выход = Dense(10, activation="softmax")(слой)
сеть = Model(вход, выход)
print("параметров:", сеть.count_params())

# %%
сеть.compile("adadelta", "categorical_crossentropy", metrics=["accuracy"])
сеть.fit(x_train, y_train, batch_size=128, epochs=5, verbose=2)

# %%
потери, точность = сеть.evaluate(x_test, y_test, batch_size=512, verbose=0)
print("точность на тесте:", точность)

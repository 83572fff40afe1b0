# %%
from keras.datasets import fashion_mnist
from keras.layers import AveragePooling2D, Conv2D, Dense, Flatten, Input, MaxPooling2D
from keras.models import Sequential
from keras.utils import to_categorical

(train_images, train_labels), (test_images, test_labels) = fashion_mnist.load_data()
train_images = train_images.reshape((60000, 28, 28, 1)).astype("float32") / 255
train_labels = to_categorical(train_labels)

# %%
network = Sequential([
    Input((28, 28, 1)),
    AveragePooling2D(4),
    Conv2D(32, (3, 3), activation="relu"),
    Conv2D(64, (3, 3), activation="relu"),
    MaxPooling2D((2, 2)),
    Flatten(),
    Dense(128, activation="relu"),
    Dense(10, activation="softmax"),
])
network.compile(optimizer="Adadelta", loss="categorical_crossentropy", metrics=["accuracy"])
network.fit(train_images, train_labels, epochs=5, batch_size=128, verbose=2)

import keras
(x, y), (xt, yt) = keras.datasets.fashion_mnist.load_data()
x, xt = x[..., None].astype("float32") / 255, xt[:10, ..., None] / 255.0
L = keras.layers
net = keras.Sequential([
    L.Input((28, 28, 1)), L.AveragePooling2D(4), L.Conv2D(32, 3, activation="relu"), L.Conv2D(64, 3, activation="relu"),
    L.MaxPooling2D(),
    L.Dropout(0.25), L.Flatten(), L.Dense(128, activation="relu"), L.Dropout(0.5), L.Dense(10, activation="softmax"),
])
net.compile("adadelta", "sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(x, y, batch_size=128, epochs=1, callbacks=[keras.callbacks.ModelCheckpoint("port.keras")])
net.fit(x, y, batch_size=128, epochs=1)
cnn_model = keras.models.load_model("port.keras")
print(cnn_model.predict(xt, verbose=0).argmax(axis=1))

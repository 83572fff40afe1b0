# %%
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
модель = keras.Sequential([keras.Input((28, 28)), layers.Rescaling(1 / 255), layers.Flatten(),
                           layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
модель.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
модель.fit(x_train, y_train, batch_size=128, epochs=2, verbose=0)

# %%
# матрица ошибок: строки - ответ сети, столбцы - истинный класс
ответы = модель.predict(x_test, batch_size=512, verbose=0).argmax(axis=1)
матрица = [[0] * 10 for _ in range(10)]
for ответ, истина in zip(ответы, y_test):
    матрица[ответ][истина] += 1
for строка in матрица:
    print(*["%4d" % n for n in строка])

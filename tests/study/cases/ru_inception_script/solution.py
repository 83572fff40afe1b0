"""Контрольная работа: сеть с модулем Inception. Запуск: python solution.py"""
import keras

from ocenka import оценить
from sloi import build


def main():
    (x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
    x_train = x_train.reshape(-1, 28, 28, 1).astype("float32") / 255
    x_test = x_test.reshape(-1, 28, 28, 1).astype("float32") / 255

    сеть = build()
    сеть.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    сеть.fit(x_train, y_train, batch_size=128, epochs=2, verbose=2)
    оценить(сеть, x_test, y_test)


if __name__ == "__main__":
    main()

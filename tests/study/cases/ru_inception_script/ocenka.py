"""Оценка сети на тестовой выборке."""
from sklearn.metrics import confusion_matrix, f1_score


def оценить(сеть, x, y):
    ответы = сеть.predict(x, batch_size=512, verbose=0).argmax(axis=-1)
    матрица = confusion_matrix(y, ответы)
    print("Матрица ошибок (строки - истинный класс):")
    for строка in матрица:
        print(" ".join("%5d" % n for n in строка))
    f1 = f1_score(y, ответы, average="macro")
    print("macro F1 = %.4f" % f1)
    return матрица, f1

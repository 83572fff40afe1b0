"""The sentences on confusion matrices and F1, in Russian."""

from harness.words.several import Several
from harness.words.template import Catalogue

TEST = "10\u00a0000 тестовых изображений"


def _told(agreed: Several, not_checked: Several) -> str:
    text = f"{agreed:; }"
    told = f"{text[0].upper()}{text[1:]}."
    if not_checked:
        told += (
            " Не относится ни к одной отдельной сети в конце запуска (может быть, это среднее нескольких сетей или другой "
            f"классификатор) и потому не проверено: {not_checked:, }."
        )
    return told


def _of(networks: Several, without: Several | None = None) -> str:
    told = f" Ни одна не узнана как матрица {without:listed}." if without else ""
    return f"Матрица относится к {networks:listed}.{told}"


def _other_images(rows: int) -> str:
    if not rows:
        return (
            "F1-мера вычислена по меткам в неизвестном здесь виде, поэтому проверить, чья она, нельзя; вычислите её и по меткам "
            f"от 0 до 9 для {TEST}."
        )
    return (
        f"F1-мера вычислена не на тестовой выборке в том виде, в каком она загружена (изображений: {rows:,}), поэтому проверить, "
        f"чья она, нельзя; вычислите её и для {TEST}."
    )


SCORES: Catalogue = {
    "fashion_mnist.unscored": "оценить сеть {network} не удалось: {why}",
    "fashion_mnist.unscored_somehow": "результат сети {network} неизвестен",
    "fashion_mnist.confusion.none": (
        f"Матрица ошибок для {TEST} не найдена; см. sklearn.metrics.confusion_matrix."
    ),
    "fashion_mnist.confusion.of_none": (
        "Матрица ошибок вычислена, но не совпадает с ответами ни одной из обученных сетей в конце запуска для "
        f"{TEST} в том виде, в каком они загружены."
    ),
    "fashion_mnist.confusion.cut_short": (
        "Матрица ошибок не совпадает с ответами ни одной из сетей, но пробный запуск сокращает их обучение; это решится, когда "
        "они будут обучены до конца."
    ),
    "fashion_mnist.confusion.unscored": (
        "Проверить, к какой сети относится матрица ошибок, нельзя, потому что {networks:listed}."
    ),
    "fashion_mnist.confusion.other_images": (
        "Матрица ошибок вычислена не на тестовой выборке в том виде, в каком она загружена (изображений: {rows:,}), поэтому "
        f"проверить, чья она, нельзя; вычислите её для {TEST}."
    ),
    "fashion_mnist.confusion.training_images": (
        "Матрица ошибок вычислена на изображениях обучающей выборки, взятых для обучения или валидации; вычислите её для "
        f"{TEST}."
    ),
    "fashion_mnist.confusion.of": _of,
    "fashion_mnist.confusion.nothing_to_show": (
        "Матрицы ошибок обученной сети, которую можно показать, ещё нет."
    ),
    "fashion_mnist.confusion.not_shown": (
        "Матрица ошибок вычислена, но нигде не показана; напечатайте её или нарисуйте тепловую карту."
    ),
    "fashion_mnist.f1.none": (
        "F1-мера обученной сети на тестовой выборке не найдена; см. sklearn.metrics.f1_score."
    ),
    "fashion_mnist.f1.of_none": (
        "F1-мера на тестовой выборке вычислена, но не по ответам обученной сети, какой она стала к концу запуска."
    ),
    "fashion_mnist.f1.training_images": (
        "F1-мера вычислена на изображениях обучающей выборки, взятых для обучения или валидации; вычислите её и для "
        f"{TEST}."
    ),
    "fashion_mnist.f1.other_images": _other_images,
    "fashion_mnist.f1.of_a_part": (
        "F1-мера вычислена для части: для некоторых классов, для одного класса против остальных или с весами. Вычислите её и для "
        "всех десяти классов и напечатайте с названием, например «macro F1: 0.912»."
    ),
    "fashion_mnist.f1.thresholded_unknown": (
        "F1-мера вычислена по оценкам выше порога, проверить это нельзя; вычислите её и для самого вероятного класса, "
        "predict(x_test).argmax(axis=1)."
    ),
    "fashion_mnist.f1.not_recognised": (
        "Похоже, F1-мера вычисляется, но ни одно число в выводе не узнано как F1-мера обученной сети на тестовой выборке; "
        "напечатайте F1 (macro) с тремя знаками или больше."
    ),
    "fashion_mnist.f1.no_scores": (
        "Проверить, к какой сети относится F1-мера, нельзя, потому что {networks:listed}."
    ),
    "fashion_mnist.f1.nothing_reported": (
        "Строки вывода, где число названо F1-мерой на тестовой выборке и сказано, как она усреднена, не нашлось, поэтому "
        "сравнить с результатами сетей нечего; напечатайте её так, например «macro F1: 0.912»."
    ),
    "fashion_mnist.f1.value": "F1 ({average}) {value:.3f}",
    "fashion_mnist.f1.agreed": (
        "вы указали F1 ({average}) {value:.3f}, у нас для сети {network} получилось {ours:.3f}"
    ),
    "fashion_mnist.f1.shown": "вы показали {ours:.3f} — это F1 (macro), который у нас получился для сети {network}",
    "fashion_mnist.f1.told": _told,
    "fashion_mnist.f1.ours": "{value:.3f} ({network})",
    "fashion_mnist.f1.contradiction": (
        "На тестовой выборке вы указали {reported}; ваши сети дают {ours:, }."
    ),
    "fashion_mnist.f1.without_a_source": (
        "В выводе есть {reported}, но вычисления этого числа не было видно; на тестовой выборке ваши сети дают {ours:, }."
    ),
    "fashion_mnist.f1.is_accuracy": (
        "Вы указали {reported}; на тестовой выборке это доля верных ответов (accuracy) сети {network}, а её F1-мера {ours:.3f}."
    ),
    "fashion_mnist.f1.unknown": (
        "Вы указали {reported}; в конце запуска ваши сети дают на тестовой выборке {ours:, }. К каким изображениям или к какому "
        "моменту относится ваше число, неизвестно, поэтому проверить его не удалось."
    ),
    "fashion_mnist.f1.earlier": (
        "{reported} на тестовой выборке — по предсказаниям сети {network} во время запуска; в его конце, на изображениях, "
        "подготовленных как при её обучении, ваши сети дают {ours:, }. Либо сеть потом изменилась, либо тестовые изображения "
        "подготовлены иначе, либо её выходы — не классы от 0 до 9 в этом порядке: вычислите F1-меру ещё раз после последнего "
        "обучения, на так же подготовленных изображениях, с метками в том виде, в каком они загружены."
    ),
    "fashion_mnist.f1.cut_short": (
        "{reported} — не результат ни одной из сетей, но пробный запуск сокращает их обучение; это решится, когда они будут "
        "обучены до конца."
    ),
    "fashion_mnist.f1.unscored": (
        "На тестовой выборке вы указали {reported}; проверить это нельзя, потому что {networks:listed}."
    ),
    "fashion_mnist.f1.thresholded": (
        "{reported} относится к оценкам выше порога, при которых у изображения может не быть класса или быть несколько; для "
        "самого вероятного класса у сети {network} получается {plain:.3f}"
    ),
    "fashion_mnist.f1.own_split": (
        "{reported} относится к вашей собственной тестовой выборке (изображений: {rows:,}); на скрытых изображениях у сети "
        "{network} получается {hidden_f1:.3f}"
    ),
    "fashion_mnist.f1.not_compared": (
        "Сетей, для которых найдена F1-мера: {count}; вычислите её для перенесённой сети и для сети с модулем Inception и "
        "сравните их."
    ),
}

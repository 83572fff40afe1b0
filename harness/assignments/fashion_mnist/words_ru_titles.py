"""What this control work calls itself, its roles and its checks in Russian. In English they say it where they stand: in the
record of the assignment, and in the docstrings of the checks."""

from harness.words.template import Catalogue

TITLES: Catalogue = {
    "fashion_mnist.title": "Контрольная работа по Fashion-MNIST",
    "fashion_mnist.compared": "От перенесённой сети к сети с модулем Inception",
    "fashion_mnist.role.cnn": "перенесённая сеть",
    "fashion_mnist.role.inception": "с модулем Inception",
    "fashion_mnist.role.best": "лучшая",
    "fashion_mnist.line.softmax_regression": "Softmax-регрессия",
    "fashion_mnist.line.fully_connected": "Полносвязная сеть",
    "fashion_mnist.check.dataset.loaded": "Набор Fashion-MNIST загружен.",
    "fashion_mnist.check.dataset.shapes": (
        "Показана размерность данных: 60\u00a0000 обучающих и 10\u00a0000 тестовых изображений 28 на 28 пикселей."
    ),
    "fashion_mnist.check.dataset.type_and_range": (
        "Показаны тип данных и диапазон пикселей: uint8, от 0 до 255."
    ),
    "fashion_mnist.check.dataset.class_counts": (
        "Посчитано число изображений каждого класса: по 6000 в каждом из десяти."
    ),
    "fashion_mnist.check.dataset.mean_and_deviation": (
        "Вычислены среднее и стандартное отклонение пикселей."
    ),
    "fashion_mnist.check.dataset.class_means": "Классы или пиксели сравниваются по средним значениям.",
    "fashion_mnist.check.dataset.pictures": (
        "Нарисованы примеры изображений или показано распределение данных."
    ),
    "fashion_mnist.check.setup.network_built": "Построена сеть Keras.",
    "fashion_mnist.check.setup.version_shown": "Показана версия Keras или TensorFlow, которая работает.",
    "fashion_mnist.check.setup.training_completed": ("Хотя бы одна сеть обучена до конца заданных эпох."),
    "fashion_mnist.check.modes.sequential": "Построена и обучена модель Sequential.",
    "fashion_mnist.check.modes.functional": (
        "Построена и обучена функциональная модель, keras.Model(inputs, outputs)."
    ),
    "fashion_mnist.check.layers.core": (
        "Использованы основные слои: Dense, Flatten, Dropout, Activation и подобные."
    ),
    "fashion_mnist.check.layers.convolution": "Использован свёрточный слой.",
    "fashion_mnist.check.layers.pooling": "Использован слой пулинга.",
    "fashion_mnist.check.layers.merge": ("Использован слой слияния: Concatenate, Add, Average и подобные."),
    "fashion_mnist.check.layers.activations": (
        "Использованы хотя бы две функции активации, кроме softmax на выходе."
    ),
    "fashion_mnist.check.layers.optimizers": "Испытаны хотя бы два оптимизатора.",
    "fashion_mnist.check.layers.loss_and_metrics": ("При компиляции сети выбраны функция потерь и метрика."),
    "fashion_mnist.check.port.convolutions": (
        "Сеть начинается так же, как в примере: свёртки 3×3 с 32 и 64 фильтрами, каждая с ReLU."
    ),
    "fashion_mnist.check.port.pooling_and_head": (
        "Дальше тоже как в примере: макс-пулинг 2×2, Flatten, Dense 128 с ReLU, Dense 10 с softmax."
    ),
    "fashion_mnist.check.port.dropout": ("После пулинга стоит Dropout 0.25, после полносвязного слоя — 0.5."),
    "fashion_mnist.check.port.loss_and_optimizer": (
        "Сеть обучается с перекрёстной энтропией и Adadelta, как в примере."
    ),
    "fashion_mnist.check.port.trained_on_the_data": (
        "Сеть обучается на обучающих изображениях Fashion-MNIST с их метками и никогда — на тестовых."
    ),
    "fashion_mnist.check.inception.present": (
        "В обученной сети есть модуль Inception: параллельные ветви с общим входом, соединённые по каналам."
    ),
    "fashion_mnist.check.inception.four_branches": (
        "В модуле четыре ветви из лекции: 1×1; 1×1 и 3×3; 1×1 и 5×5; макс-пулинг и 1×1."
    ),
    "fashion_mnist.check.inception.stack_of_256": (
        "В каждой ветви 64 фильтра с ReLU, а на выходе 256 карт той же высоты и ширины, что вход."
    ),
    "fashion_mnist.check.inception.inserted": (
        "Модуль стоит внутри перенесённой сети: её свёртки до него, её полносвязные слои после."
    ),
    "fashion_mnist.check.inception.trained": ("Сеть с этим модулем обучена и узнаёт скрытые изображения."),
    "fashion_mnist.check.confusion.computed": (
        "Матрица ошибок сети на тестовой выборке вычислена по её собственным ответам."
    ),
    "fashion_mnist.check.confusion.shown": ("Матрица ошибок показана: таблицей, текстом или рисунком."),
    "fashion_mnist.check.f1.computed": (
        "F1-мера сети на тестовой выборке вычислена по её собственным ответам."
    ),
    "fashion_mnist.check.f1.agrees": "Указанная F1-мера — та, которую сеть имеет на самом деле.",
    "fashion_mnist.check.f1.compared": ("F1-мера вычислена для двух сетей, так что их можно сравнить."),
}

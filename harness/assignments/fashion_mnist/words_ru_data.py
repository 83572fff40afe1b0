"""What is said of the files of the data set, in Russian."""

from harness.words.template import Catalogue

DATA: Catalogue = {
    "fashion_mnist.data.gzip": "{name} — не целый файл gzip ({error}): скачайте его заново.",
    "fashion_mnist.data.idx": "{name} — не файл IDX с байтами без знака: замените его опубликованным.",
    "fashion_mnist.data.header": "{name} обрывается в заголовке: скачайте его заново.",
    "fashion_mnist.data.shape": "У {name} размеры {found}, а не {shape}: замените его опубликованным файлом.",
    "fashion_mnist.data.short": "В {name} байтов данных: {bytes}, а не {count}: скачайте его заново.",
    "fashion_mnist.data.long": "В {name} есть что-то после данных (байтов данных: {count}): скачайте его заново.",
    "fashion_mnist.data.stand_in": (
        "ВНИМАНИЕ: ВМЕСТО ДАННЫХ ЗАМЕНА. Набор Fashion-MNIST не найден, его место занимают нарисованные "
        "изображения того же размера. Никакой результат на них не оценка. Положите четыре файла Fashion-MNIST "
        "в папку и укажите её в {variable} или подключитесь к сети."
    ),
    "fashion_mnist.data.downloading": "Fashion-MNIST (около 30 МБ) скачивается в {cache}.",
    "fashion_mnist.data.counts": (
        "В {path} меток каждого класса (их {classes}) не по {per_class}, как в Fashion-MNIST: замените файл "
        "опубликованным."
    ),
    "fashion_mnist.data.verified": "Fashion-MNIST из {folder}; MD5-суммы всех четырёх файлов совпадают с опубликованными.",
    "fashion_mnist.data.unverified": (
        "Fashion-MNIST из {folder}, непроверенная копия; MD5-сумма не совпадает с опубликованной: {names:, }."
    ),
    "fashion_mnist.data.drawn": "Нарисованная замена вместо Fashion-MNIST: результаты на ней — не оценка.",
    "fashion_mnist.adapted.file": "файл {name}",
    "fashion_mnist.adapted.download": "загрузка {path}",
    "fashion_mnist.adapted.visible": "открытая часть данных",
    "fashion_mnist.adapted.training_first": "открытая часть данных, сначала обучающие изображения",
    "fashion_mnist.adapted.reader": "средство чтения открытой части данных",
    "fashion_mnist.adapted.folder": "папка с открытой частью данных",
    "fashion_mnist.adapted.arrays": "открытая часть данных в виде массивов",
    "fashion_mnist.data.no_folder": "папки {folder} нет.",
    "fashion_mnist.data.lacks": (
        "в {folder} не хватает файлов Fashion-MNIST (всего их четыре): {missing:, }. Добавьте их."
    ),
    "fashion_mnist.data.unreadable": "{folder} не читается ({error}): исправьте это.",
    "fashion_mnist.data.changed": "{folder}: файлы изменились во время работы. Запустите команду ещё раз.",
    "fashion_mnist.data.chosen": "Переменная {variable} указывает на {chosen}, но: {error}",
    "fashion_mnist.data.passed_over": "{folder} пропускается: {error}",
    "fashion_mnist.data.download_failed": "Скачать не удалось: {error}",
}

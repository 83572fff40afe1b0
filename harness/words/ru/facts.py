"""What a teacher may want to look at, in Russian. None of it says that something is wrong."""

from harness.words.template import Catalogue

WORDS: Catalogue = {
    "fact.cell": "Ячейка {number}",
    "fact.module": "Модуль {name}",
    "fact.name": "{name}",
    "fact.literals": (
        "{where}: тексты и числа, записанные прямо в коде, занимают много места, знаков в них {characters:,}."
    ),
    "fact.large_file": "Вместе с кодом сдан файл {name}, его размер {kilobytes:,.0f} КБ.",
    "fact.opened": "При выполнении код открывал сданные вместе с ним файлы ({count:,}): {names:, }.",
    "fact.constants": "В графе сети {network}, кроме весов, записано много чисел: {numbers:,}.",
    "fact.fast": (
        "F1 (macro) сети {network} на видимой тестовой выборке — {f1:.3f}; все обучения этого запуска вместе — {steps:,} шагов, "
        "подсчитано {rows:,} строк данных. Так мало данных редко учат так многому; так бывает, когда взято готовое, но и "
        "когда веса вычислены иначе."
    ),
    "suspicion.literals": "В коде записано много текстов и чисел или так много, что посмотреть их нельзя.",
    "suspicion.file": "Вместе с кодом сдан файл {name}.",
    "suspicion.steps_unknown": "Сколько шагов сделал цикл обучения, неизвестно.",
    "suspicion.refused": "Не всё, что сообщил запуск, удалось прочитать.",
    "suspicion.function": "Оцениваются ответы predict(images), а что делает эта функция, неизвестно.",
    "suspicion.unread": "Сеть {network} участвует в оценке, а её файл не удалось прочитать или оценить.",
    "suspicion.untrained": "Сеть {network} участвует в оценке, а её обучения мы не видели.",
    "suspicion.before_unknown": "Что сеть {network} умела до обучения, неизвестно.",
    "fact.searches": (
        "Граф сети {network} содержит операции {operations:, }; из них можно составить поиск или хеширование, но бывают они "
        "и в честных слоях."
    ),
}

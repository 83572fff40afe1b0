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
    "fact.searches": (
        "Граф сети {network} содержит операции {operations:, }; из них можно составить поиск или хеширование, но бывают они "
        "и в честных слоях."
    ),
}

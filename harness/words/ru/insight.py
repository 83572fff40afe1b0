"""What a student learns from beside the verdicts, and the executed notebook as a page, in Russian."""

from harness.words.ru.forms import many
from harness.words.several import Several
from harness.words.template import Catalogue

EPOCHS = ("эпоха", "эпохи", "эпох")
CHECKS = ("проверка", "проверки", "проверок")


def _among(above: int, alike: int, below: int) -> str:
    parts = [f"лучше — {above}" if above else "", f"неотличимы — {alike}" if alike else ""]
    parts.append(f"хуже — {below}" if below else "")
    said = ", ".join(part for part in parts if part)
    of = many(above + alike + below, "сети, измеренной", "сетей, измеренных", "сетей, измеренных")
    return f"Из {of} авторами: {said}."


def _mend(cell: int | None, line: int | None) -> str:
    where = "программу" if cell is None else f"ячейку {cell}"
    return f"Исправьте {where}" + ("" if line is None else f" (строка {line})")


def _panel(name: str, training: Several, validation: Several, epochs: int) -> str:
    parts = [f"{name}, {many(epochs, *EPOCHS)}"]
    parts += [f"обучение: от {training[0]:.3g} до {training[1]:.3g}"] if training else []
    parts += [f"валидация: от {validation[0]:.3g} до {validation[1]:.3g}"] if validation else []
    return "; ".join(parts)


WORDS: Catalogue = {
    "page.cells": "В блокноте:",
    "page.cell_link": "ячейка {number}",
    "page.cell_trained": "ячейка {number}, обучение: {networks:, }",
    "page.next": "Что сейчас даст больше всего баллов",
    "page.up_to": "можно получить ещё до {points}",
    "page.among": "Место среди измеренных сетей",
    "page.among_how": (
        "Их измеряли на других скрытых изображениях, поэтому если интервалы пересекаются, нельзя сказать, какая сеть лучше."
    ),
    "page.curves": "Как обучались сети",
    "page.curves_how": "Сплошная линия — обучение, штриховая — валидация; одно значение на эпоху.",
    "page.more_curves": lambda count: (
        f"Здесь не показано: {many(count, 'обучение', 'обучения', 'обучений')}."
    ),
    "page.mistaken": "В чём лучшая сеть ошибается на открытой тестовой выборке",
    "page.mistaken_pair": lambda true, predicted, images, total: (
        f"{true} принято за {predicted}: {many(images, 'изображение', 'изображения', 'изображений')} из {total:,}"
    ),
    "page.mistaken_picture": "Изображение класса {true}, принятое за {predicted}",
    "page.no_pictures": "Изображения слишком велики для этой страницы.",
    "page.audited": "Следует ли работа данным?",
    "page.assumed": "Что за что принято",
    "page.assumed_why": (
        "Если имя обученной сети говорит, какую роль она играет, решает имя; в остальных случаях — структура и результаты."
    ),
    "page.interval_column": "95 %-й интервал",
    "page.part": "Роль",
    "steps.mend": _mend,
    "steps.waits": "От этого зависят проверки того, что идёт дальше.",
    "place.own": "ваша лучшая сеть",
    "place.among": _among,
    "curves.how": lambda epochs, seconds: f"{many(epochs, *EPOCHS)}, {seconds:,.0f} с",
    "curves.epoch": "эпоха {number}",
    "curves.panel": _panel,
    "audited.checks.follows": lambda count: f"Следует данным: {many(count, *CHECKS)}.",
    "audited.checks.contradicts": lambda count: (
        f"На других данных найдено то, что верно для исходных: {many(count, *CHECKS)}. Почему так, выяснит преподаватель."
    ),
    "audited.checks.unknown": lambda count: (
        f"Нельзя сказать: {many(count, *CHECKS)}. Это не говорит против работы."
    ),
    "audited.network.follows": "Училась на тех данных, которые получила.",
    "audited.network.contradicts": "Не соответствует данным, которые получила. Почему так, выяснит преподаватель.",
    "audited.network.unknown": "По короткому запуску сказать нельзя. Это не говорит против неё.",
    "notebook.title": "{name}: блокнот после выполнения",
    "notebook.back": "назад к отзыву",
    "notebook.file": "файл для Jupyter",
    "notebook.about": (
        "Код, текст и изображения показаны как есть. Веб-страницы, скрипты и всё, что могло бы выполняться, опущено; таблицы "
        "показаны как текст."
    ),
    "notebook.cell": "Ячейка {number}",
    "notebook.output": "Вывод ячейки {number}",
    "notebook.picture": "Изображение, построенное в ячейке {number}",
    "notebook.cut": lambda count: f"… здесь опущено: {many(count, 'символ', 'символа', 'символов')} …",
    "notebook.no_picture": "Здесь должно быть изображение, но это не изображение.",
    "notebook.large_picture": "Здесь опущено изображение: оно слишком велико для этой страницы.",
    "notebook.other_picture": "Здесь опущено изображение: на этой странице показаны только PNG и JPEG.",
    "notebook.more": lambda count: (
        f"На этой странице не показано: {many(count, 'ячейка', 'ячейки', 'ячеек')}."
    ),
}

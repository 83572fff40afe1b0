"""What stands on a student's page around what was found, in Russian."""

from harness.words.ru.forms import many, of_points
from harness.words.several import Several
from harness.words.template import Catalogue

PROVISIONAL = " (предварительно)"
LINES = ("строка", "строки", "строк")


def _of_points(most: str, provisional: bool) -> str:
    return f"из {of_points(most)}{PROVISIONAL * provisional}"


def _cell(cell: int | None, line: int | None, raised: bool) -> str:
    ended = f"Ошибка в ячейке {cell}" if raised else f"Ячейка {cell} не дошла до конца"
    what = "Программа остановилась" if cell is None else ended
    return what if line is None else f"{what}, строка {line}"


def _place(file: str, line: int | None) -> str:
    return f"({file})" if line is None else f"({file}, строка {line})"


def _where(cell: int | None, line: int | None) -> str:
    where = "Программа" if cell is None else f"Ячейка {cell}"
    return where if line is None else f"{where}, строка {line}"


def _confused(pairs: Several) -> str:
    return f"Чаще всего сеть путает: {pairs:; }."


def _one_more(left: str, right: str, layer: str, before: str | None, after: str | None) -> str:
    between = "" if before is None or after is None else f" (между: {before} и {after})"
    return f"{right} — это {left}, к которой добавлено одно: {layer}{between}."


def _differ(left: str, right: str, added: Several, gone: Several) -> str:
    parts = [f"{right}: {added:; }"] if added else []
    parts += [f"{left}: {gone:; }"] if gone else []
    return f"Чем сети различаются. {'. '.join(parts)}."


WORDS: Catalogue = {
    "page.feedback": "отзыв о работе",
    "page.alias": "Ваш псевдоним, если вы есть в таблице лидеров, —",
    "page.alias_shared": "если такой же псевдоним есть у кого-то ещё:",
    "page.attempt": "попытка {number}",
    "page.script_as_run": "скрипт и то, что он напечатал",
    "page.notebook_as_run": "блокнот после выполнения",
    "page.title": lambda name, points, most, provisional: f"{name}: {points} {_of_points(most, provisional)}",
    "page.of_points": _of_points,
    "page.of": "из {most}",
    "page.decided": "Решение принято.",
    "page.our_fault": (
        "Работа в этом не виновата, и баллов это не стоит: её посмотрит преподаватель или она будет проверена ещё раз."
    ),
    "page.graded_anew": "Проверено заново.",
    "page.time": "Срок.",
    "page.note": "Примечание.",
    "page.hint": "Подсказка.",
    "page.failed": _cell,
    "page.place": _place,
    "page.where": _where,
    "page.source": "Исходный код",
    "page.lines_above": lambda count: f"… выше ещё {many(count, *LINES)}",
    "page.lines_below": lambda count: f"… ниже ещё {many(count, *LINES)}",
    "page.traceback": "Полная трассировка",
    "page.also_failed": "Ошибки были и в этих ячейках",
    "page.may_follow": "Некоторые из них могут быть лишь следствием первой.",
    "page.best": "Лучшая сеть",
    "page.interval": "95 %-й интервал {interval}",
    "page.macro_f1": "F1-мера (macro)",
    "page.accuracy": "доля верных ответов",
    "page.hidden_images": lambda count: (
        f"на {many(count, 'скрытом изображении', 'скрытых изображениях', 'скрытых изображениях')}"
    ),
    "page.parameters": "параметры",
    "page.criteria": "Критерии",
    "page.task": "Задание {number}",
    "page.often_confused": "Какие классы сеть путает",
    "page.class_scores": "Оценки по классам",
    "page.class": "Класс",
    "page.matrix": "Матрица ошибок",
    "page.matrix_caption": "Скрытые изображения: строка — истинный класс, столбец — ответ сети.",
    "page.precision": "Точность (precision)",
    "page.recall": "Полнота (recall)",
    "page.images": "Изображений",
    "page.tried": "Что вы попробовали",
    "page.kind": "Вид",
    "page.tried_in": "Встречается в обученных сетях",
    "page.compared": "Сравнивались на сетях, в остальном одинаковых: {names:; }.",
    "page.adapted": "Что изменено, чтобы ваш код выполнился",
    "page.adapted_why": "Часть кода рассчитана на другие версии или другое окружение. Баллов это не стоит.",
    "page.code_says": "В вашем коде",
    "page.it_got": "Вместо этого",
    "page.networks": "Все сети",
    "page.network": "Сеть",
    "page.structure_and_input": "Строение и вход",
    "page.parameters_column": "Параметры",
    "page.hidden_f1": "F1 (macro), скрытая выборка",
    "page.visible_f1": "F1 (macro), открытая тестовая выборка",
    "page.no_structure": "Известных элементов строения не найдено.",
    "page.input": "Вход: {how}",
    "page.unknown": "неизвестно",
    "page.not_scored": "не оценивалась",
    "page.split": "Разбиение",
    "page.runner": "Среда запуска",
    "page.image": "Образ",
    "page.started": "Начало",
    "page.versions": "Версии",
    "page.seconds": "Время",
    "timed.run": "Запуск",
    "timed.predict": "Оценивание сетей",
    "timed.check": "Проверки",
    "timed.audit": "Аудит сверх оценивания и проверок",
    "timed.total": "Вся работа",
    "page.content": "Хеш работы",
    "row.same": "то же",
    "row.added": "добавлено",
    "row.left_out": "убрано",
    "row.changed": "изменено",
    "kind.sequential": "Sequential",
    "kind.functional": "функциональная",
    "kind.subclassed": "подкласс Model",
    "kind.predict_function": "функция predict",
    "numbers.count": "{count:,}",
    "numbers.seconds": "{seconds:.1f} с",
    "numbers.interval": "от {low:.3f} до {high:.3f}",
    "numbers.from_to": "от {low} до {high}",
    "no_mark.held": "Это ещё не оценка, баллы предварительные.",
    "no_mark.smoke": "Это не оценка: запуск был пробным, каждое обучение сокращено до нескольких шагов.",
    "no_mark.stand_in": "Это не оценка: набора {data} под рукой не было, и проверка шла на его замене.",
    "no_mark.conditions": "Это не оценка: условия запуска отличались от условий настоящей проверки.",
    "late.taken": "Вычтено баллов: {penalty} из {earned}.",
    "late.points_before": "Баллы на этой странице указаны до вычета.",
    "matrix.none": "Сеть не спутала ни одного изображения.",
    "matrix.confused": _confused,
    "matrix.pair": "{true} → {predicted} ({images} из {total})",
    "matrix.title": "Матрица ошибок, изображений: {count}",
    "matrix.predicted": "ответ сети",
    "matrix.true": "истинный класс",
    "matrix.cell": lambda true, predicted, images, total, correct: (
        f"{true}, ответ сети {predicted}: {images} из {total}" + (" (верно)" if correct else "")
    ),
    "matrix.correct": "верно",
    "matrix.mistake": "другой класс",
    "compared.same": "{right}: слои те же, что у {left}, и других нет.",
    "compared.one_more": _one_more,
    "compared.differ": _differ,
    "compared.more": "ещё {count}",
    "compared.network": "«{name}»",
    "gain.none": "разница не больше той, что даёт случайный выбор изображений",
    "gain.better": "{network} лучше",
    "gain.optimizer": lambda name, rate: name if rate is None else f"{name} ({rate:g})",
    "gain.trained": "Сеть {first} скомпилирована с {one}, а {second} — с {other}: причина может быть и в этом.",
    "gain.coarse": (
        "На одних и тех же скрытых изображениях: {verdict}. Если обучить сети заново, исход может быть другим."
    ),
    "gain.exact": (
        "F1 (macro) на одних и тех же скрытых изображениях (их {images:,}): {second} минус {first} даёт {difference:+.3f} "
        "(95 %-й интервал от {low:+.3f} до {high:+.3f}), то есть {verdict}. Если обучить сети заново, числа будут другими."
    ),
}

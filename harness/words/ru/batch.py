"""How a batch goes, in Russian."""

from collections.abc import Callable

from harness.words.ru.forms import many
from harness.words.template import Catalogue


def _held(names: str, more: int) -> str:
    return f"отложены: {names}" + (f" и ещё {more}" if more else "")


def _eta(hours: int, minutes: int) -> str:
    return f"осталось около {hours} ч {minutes} мин" if hours else f"осталось около {minutes} мин"


def _audits(count: int) -> str:
    if not count:
        return "Все работы, у которых больше всего баллов, уже прошли аудит."
    return f"Аудит работ, у которых больше всего баллов и аудита ещё не было: {count}."


def _of(word: str) -> Callable[[int, int], str]:
    return lambda number, total: f"{word} {number} из {total}" if total else f"{word} {number}"


def _accuracy(accuracy: float, so_far: bool) -> str:
    return f"доля верных{' пока' if so_far else ''} {accuracy:.3f}"


WORDS: Catalogue = {
    "batch.audits": _audits,
    "batch.watch_best": (
        "У --watch нет конца, после которого известно, у кого больше всего баллов: уберите {audit} или укажите --audit all."
    ),
    "stage.run": "выполняется {entry}",
    "stage.predict": lambda count: f"ответы {many(count, 'сети', 'сетей', 'сетей')}",
    "stage.check": "проверка по критериям",
    "stage.twin": "запуск на двойнике данных",
    "stage.twin_of": "запуск на двойнике данных, ключ {number} из {count}",
    "progress.cell": "ячейка {number} из {total}",
    "progress.cell_failed": "ячейка {number} из {total} завершилась ошибкой",
    "progress.epoch": _of("эпоха"),
    "progress.step": _of("шаг"),
    "progress.accuracy": _accuracy,
    "progress.validation": "на валидации {accuracy:.3f}",
    "progress.cut": "дальнейший ход не показан",
    "batch.slots": "Одновременно проверяется работ: {count}.",
    "batch.tried_again": "{name}: сбой на нашей стороне, следующая попытка через {seconds:g} с: {why}",
    "batch.stopped": (
        "Работы одна за другой не проверяются из-за сбоя на нашей стороне, поэтому проверка остановлена: {why} Не начато: "
        "{count}. Устраните причину и повторите ту же команду: проверка продолжится."
    ),
    "batch.not_begun": "проверка не начата: с предыдущими работами произошёл сбой на нашей стороне",
    "held.shared_gpu": (
        "TensorFlow не хватило памяти видеокарты, которой пользовались и другие работы: проверьте работу ещё раз, одну на "
        "видеокарте."
    ),
    "batch.busy": (
        "С папкой {results} работает другая проверка: {holder}. Дождитесь её конца или задайте другую папку: --output."
    ),
    "batch.no_lock": "Не удаётся заблокировать {path} ({why}); устраните причину или задайте --output.",
    "batch.summary": "Проверка {begun}, {minutes:.0f} мин. Работ с оценкой: {count}.",
    "batch.summary_rest": "Отложено: {held}. Не проверено: {left}. Код завершения: {code}.",
    "batch.no_summary": "Не удаётся записать сводку {path} ({why}); укажите другой файл. Все оценки в папке результатов.",
    "batch.ends": (
        "Текущие проверки завершаются, это займёт несколько секунд; готовое сохранено. Ещё одно нажатие Ctrl-C прервёт всё сразу."
    ),
    "batch.ended_at_once": (
        "Прервано сразу; остатки удалит следующая команда. Чтобы продолжить, повторите ту же команду."
    ),
    "batch.watches": (
        "Наблюдение за {path}: новая работа проверяется, если она не меняется {seconds:g} с. Завершить: Ctrl-C."
    ),
    "batch.watch_folder": "Для --watch нужна папка, а {path} — не папка; укажите папку, в которую поступают работы.",
    "batch.quiet_and_json": "--quiet и --json несовместимы; оставьте один из них.",
    "progress.left": "осталось {left}",
    "progress.held": _held,
    "progress.eta": _eta,
    "progress.done": "{done} из {total}",
}

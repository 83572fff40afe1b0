"""What became of a grade that is made anew from its evidence, in Russian."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _other_run(fields: Several) -> str:
    return (
        f"в критериях изменилось то, что касается запуска ({fields.listed()}), поэтому он может закончиться иначе: проверьте "
        "работу ещё раз"
    )


WORDS: Catalogue = {
    "regrade.earlier": "Оценка пересчитана {day} без повторного запуска кода.",
    "regrade.earlier_points": (
        "Оценка пересчитана {day} без повторного запуска кода; баллов до этого было {points:g} из {most:g}."
    ),
    "regrade.baseline": (
        "это ориентир {name}, а не работа студента: проверьте его ещё раз с параметром --baseline"
    ),
    "regrade.failed": "проверка не удалась по нашей вине, и судить не о чем: проверьте работу ещё раз",
    "regrade.other_assignment": "эта работа по заданию {its}, а критерии — по заданию {ours}",
    "regrade.other_work": "материалы рядом с оценкой относятся к другой работе: проверьте работу ещё раз",
    "regrade.other_split": (
        "сети этой работы оценены на скрытой выборке {its}, а нынешние ключ и данные дают {ours}: проверьте работу ещё раз"
    ),
    "regrade.other_code": (
        "за запуском следила другая версия проверяющей программы, не та, что установлена сейчас, и увидеть она могла другое: "
        "проверьте работу ещё раз"
    ),
    "regrade.other_run": _other_run,
    "regrade.no_audit": (
        "критерии требуют аудита, а для него нужен запуск на двойнике данных: проверьте работу ещё раз"
    ),
    "regrade.broke": "сломалась сама проверяющая программа ({error}: {message}); оценка осталась прежней",
    "regrade.not_written": "записать новую оценку не удалось ({why}); осталась прежняя",
    "regrade.what.released": "утверждение оценки",
    "regrade.what.rejected": "отклонение оценки",
    "regrade.release_ended": (
        "{name}, попытка {attempt}: оценка была утверждена ({by}, {day}), но теперь она отложена по другой причине, и решение "
        "нужно принять заново."
    ),
    "regrade.beneath": (
        "{name}, попытка {attempt}: {what} ({by}, {day}) остаётся в силе, но баллы изменились: было {before:g}, стало {after:g}."
    ),
    "regrade.beneath_override": (
        "{name}, попытка {attempt}: {by} поставил(а) {day} {points:g} баллов за {criterion}, они остаются; баллы автоматической "
        "проверки изменились с {before:g} на {after:g}."
    ),
}

"""What a gradebook says of grades that are not marks, and of who has none, in Russian."""

from harness.words.ru.forms import form, many
from harness.words.several import Several
from harness.words.template import Catalogue


def _written(*, path: str, count: int) -> str:
    done = form(count, "записана", "записано", "записано")
    return f"{path}: {done} {many(count, 'оценка', 'оценки', 'оценок')}."


def _whose(*, count: int, zero: bool) -> str:
    said = f"Чьи это работы ({count}), неизвестно: укажите список студентов, с которым шла проверка (--roster FILE), "
    said = f"{said}или исправьте имена в нём."
    return f"{said} До этого 0 никому не ставится." if zero else said


def _held(reasons: Several) -> str:
    said = "; ".join(str(reason).rstrip(".") for reason in reasons)
    return f"оценка отложена, решает преподаватель (harness held): {said}"


def _fits_several(*, names: Several, count: int) -> str:
    return f"чья это работа, неизвестно; подходящих студентов {count}: {names:, }"


WORDS: Catalogue = {
    "gradebook.written": _written,
    "gradebook.no_mark": "{who} — оценки нет: {why}.",
    "gradebook.no_work": "{who} — работы среди результатов нет.",
    "gradebook.zero": (
        "{who} — 0: работы среди результатов нет. Того, что пропустила команда batch, в них тоже нет: посмотрите её список."
    ),
    "gradebook.perhaps": "{who} — оценки нет: неизвестно, какая из работ принадлежит этому студенту.",
    "gradebook.locked": "{who} — оценка не изменена: {why}.",
    "gradebook.stranger": "{submission} — оценка не записана: {why}.",
    "gradebook.whose": _whose,
    "gradebook.several": (
        "у одного студента ({student}) несколько работ ({names:, }); перенесите в другое место результаты, которые не "
        "учитываются"
    ),
    "gradebook.fits_several": _fits_several,
    "gradebook.not_in_table": "студента, который её сдал ({student}), в таблице нет",
    "gradebook.fits_nobody": "никого с таким именем или идентификатором там нет",
    "gradebook.held": _held,
    "gradebook.dry": "это пробный запуск",
    "gradebook.stand_in": "проверка шла на замене данных",
    "gradebook.failed_on_our_side": "проверка не удалась по нашей вине ({outcome}); проверьте работу ещё раз",
    "gradebook.decided": "{decision}",
    "gradebook.not_a_mark": "результат проверки — не оценка",
    "gradebook.no_grade": "результат последней проверки прочитать не удалось; проверьте работу ещё раз",
    "gradebook.unreadable": "{error}",
    "gradebook.says": "в {platform} там стоит {text}",
    "gradebook.short_row": "строка обрывается раньше оценки; выгрузите таблицу из {platform} заново",
    "gradebook.cannot_change": "в {platform} указано, что изменить эту оценку нельзя",
    "gradebook.no_canvas_id": (
        "{who} — оценка не записана: в списке нет идентификатора, по которому Canvas находит студента (canvas_id, sis_id или "
        "login) и который электронная таблица не выполнит как формулу; укажите canvas_id."
    ),
    "gradebook.no_moodle_id": (
        "{who} — оценка не записана: в списке нет значения {column}, по которому Moodle находит студента и которое электронная "
        "таблица не выполнит как формулу; укажите его или выберите другой столбец (--by)."
    ),
    "gradebook.criterion": "{title}: {points} из {most}.",
    "gradebook.marks": "Оценки",
    "gradebook.criteria": "Критерии",
    "gradebook.column.id": "Номер студента",
    "gradebook.column.name": "Имя",
    "gradebook.column.login": "Логин",
    "gradebook.column.email": "Почта",
    "gradebook.column.submission": "Работа",
    "gradebook.column.attempt": "Попытка",
    "gradebook.column.mark": "Оценка",
    "gradebook.column.max_points": "Наибольший балл",
    "gradebook.column.outcome": "Итог",
    "gradebook.column.why": "Почему нет оценки",
    "gradebook.column.decision": "Отложенная оценка",
    "gradebook.column.automatic_points": "Автоматические баллы",
    "gradebook.column.decided": "Решения преподавателей",
    "gradebook.column.late_days": "Дней опоздания",
    "gradebook.column.late_penalty": "Вычет за опоздание",
    "gradebook.released": "утверждена",
    "gradebook.rejected": "отклонена",
}

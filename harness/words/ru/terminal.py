"""Labels of grades on the terminal, in Russian."""

from harness.words.ru.forms import form
from harness.words.template import Catalogue


def _points_of(of: str, provisional: bool) -> str:
    return f"Баллы: {of}{' (предварительно)' if provisional else ''}"


def _decided(released: bool, who: str) -> str:
    return f"{'утверждено' if released else 'отклонено'}: {who}"


def _waiting(count: int) -> str:
    return f"{form(count, 'Ждёт', 'Ждут', 'Ждут')} решения человека: {count}."


def _place(cell: int | None, line: int | None, file: str, file_line: int | None) -> str:
    where = "Программа" if cell is None else f"Ячейка {cell}"
    where += f", строка {line}" if line is not None else ""
    inner = f", строка {file_line}" if file_line else ""
    return where + (f" ({file}{inner})" if file else "")


WORDS: Catalogue = {
    "terminal.attempt": "{name}, попытка {attempt}",
    "terminal.of": "{points} из {most}",
    "terminal.points_of": _points_of,
    "terminal.how_to_decide": (
        'Посмотрите материалы (где они лежат, говорит harness held). Затем harness release NAME --why "…" утверждает оценку, '
        'а harness reject NAME --why "…" отклоняет её.'
    ),
    "terminal.note": "Примечание: {note}",
    "terminal.submission": "Работа",
    "terminal.points": "Баллы",
    "terminal.outcome": "Итог",
    "terminal.decided": _decided,
    "terminal.held": "отложено, баллы предварительные",
    "terminal.no_mark": "не оценка",
    "terminal.late": "с опозданием, снято баллов: {points}",
    "terminal.left_out": "Не проверено: {name}: {why}",
    "terminal.needs_human": "Нужен человек: {who}.",
    "terminal.needs_nobody": "Ничто не требует внимания человека.",
    "terminal.evidence": "Материалы: {folder}",
    "terminal.waiting": _waiting,
    "terminal.none_waits": "Ни одна оценка не ждёт решения человека.",
    "terminal.for_the_teacher": "Для преподавателя: {fact}",
    "terminal.audit": "Аудит. {reason}",
    "terminal.held_for": "отложено: {reason}",
    "terminal.criterion": "Критерий",
    "terminal.title": "Название",
    "terminal.status": "Статус",
    "terminal.reason": "Причина",
    "terminal.place": _place,
    "terminal.no_end": "выполнение не дошло до конца",
    "terminal.hint": "Подсказка: {hint}",
    "terminal.best": (
        "Лучшая сеть: F1 (macro) {macro_f1:.3f} (95 %-й интервал {interval}), доля верных ответов {accuracy:.3f}, скрытых "
        "изображений: {images:,}"
    ),
    "terminal.true_and_predicted": "класс \\ ответ",
    "terminal.network": "Сеть",
    "terminal.kind": "Вид",
    "terminal.parameters": "Параметры",
    "terminal.hidden_f1": "F1 (macro) на скрытых",
    "terminal.visible": "На видимых",
    "terminal.role": "Роль",
    "terminal.remark": "Примечание",
    "terminal.not_scored": "не оценена",
}

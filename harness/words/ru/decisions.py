"""What a person decided, what became of the files of an attempt, and what a page does not show, in Russian."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _not_kept(files: Several, why: str) -> str:
    return f"Часть файлов, оставшихся после запуска, сохранить не удалось: {files.listed()} ({why}). На оценку это не влияет."


def _unknown(place: str, criterion: str, like: str) -> str:
    meant = f"; возможно, имеется в виду {like}." if like else "."
    return f"{place} задаёт баллы за критерий {criterion}, которого в этой оценке нет{meant}"


WORDS: Catalogue = {
    "decision.released": "Преподаватель просмотрел работу и утвердил оценку ({by}, {day}): {why}",
    "decision.rejected": "Преподаватель просмотрел работу и решил оценку не ставить ({by}, {day}): {why}",
    "person.override": "Эти баллы поставил преподаватель ({by}, {day}): {why}",
    "person.automatic": "Баллы автоматической проверки: {points}.",
    "person.automatic_was": "Баллы автоматической проверки: {points}; на момент решения преподавателя было {then:g}.",
    "person.automatic_total": "Всего по автоматической проверке: {points} из {most}.",
    "person.comment": "Комментарий ({by}, {day}): {text}",
    "person.comments": "Комментарии",
    "person.comment_by": "{by}, {day}",
    "held.override_unknown": _unknown,
    "held.override_too_many": (
        "{place} даёт {points:g} баллов за {criterion}, а всего за него {most:g}; преподавателю нужно решить заново."
    ),
    "held.decisions_unread": "Решения преподавателя прочитать не удалось, поэтому неизвестно, что засчитывать: {why}",
    "view.confused": "{true}: сеть часто отвечает {predicted}.",
    "view.not_shown": "(не показано)",
    "view.withheld": "В этой фразе есть числа, полученные на скрытых изображениях, поэтому здесь она не показана.",
    "note.files_not_kept": _not_kept,
}

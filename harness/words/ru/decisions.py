"""What a person decided, what became of the files of an attempt, and what a page does not show, in Russian."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _not_kept(files: Several, why: str) -> str:
    return f"Часть файлов, оставшихся после запуска, сохранить не удалось: {files.listed()} ({why}). На оценку это не влияет."


WORDS: Catalogue = {
    "decision.released": "Преподаватель просмотрел работу и утвердил оценку ({by}, {day}): {why}",
    "decision.rejected": "Преподаватель просмотрел работу и решил оценку не ставить ({by}, {day}): {why}",
    "view.confused": "{true}: сеть часто отвечает {predicted}.",
    "view.not_shown": "(не показано)",
    "view.withheld": "В этой фразе есть числа, полученные на скрытых изображениях, поэтому здесь она не показана.",
    "note.files_not_kept": _not_kept,
}

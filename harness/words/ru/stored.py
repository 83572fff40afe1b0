"""What is said beside a stored grade, in Russian."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _when(started: str, attempts: Several) -> str:
    others = f" Попытки: {attempts:, }." if len(attempts) > 1 else ""
    return f"Проверено {started}.{others}"


WORDS: Catalogue = {
    "stored.when": _when,
    "stored.page": "Отзыв: {path}",
    "stored.folder": "Результат лежит в {path}; страницы для студента там нет.",
    "stored.unread": "Более новую попытку прочитать не удалось: {why}",
}

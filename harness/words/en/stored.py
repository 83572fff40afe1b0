"""What is said beside a stored grade, in English."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _when(started: str, attempts: Several) -> str:
    others = f" Attempts: {attempts:, }." if len(attempts) > 1 else ""
    return f"Graded {started}.{others}"


WORDS: Catalogue = {
    "stored.when": _when,
    "stored.page": "Feedback: {path}",
    "stored.folder": "It lies in {path}; the page for the student is not there.",
    "stored.unread": "A newer attempt cannot be read: {why}",
}

"""What a person decided, what became of the files of an attempt, and what a page does not show, in English."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _not_kept(files: Several, why: str) -> str:
    return f"Of the files that the run left, {files.listed()} could not be kept ({why}); the grade is whole without them."


WORDS: Catalogue = {
    "decision.released": "A person looked at this grade and made it a mark ({by}, {day}): {why}",
    "decision.rejected": "A person looked at this grade and decided that it is not a mark ({by}, {day}): {why}",
    "view.confused": "{true} is often taken for {predicted}.",
    "view.not_shown": "(not shown)",
    "view.withheld": "This sentence names numbers of the hidden images, so it is not shown here.",
    "note.files_not_kept": _not_kept,
}

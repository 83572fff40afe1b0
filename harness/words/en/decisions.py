"""What a person decided, what became of the files of an attempt, and what a page does not show, in English."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _not_kept(files: Several, why: str) -> str:
    return f"Of the files that the run left, {files.listed()} could not be kept ({why}); the grade is whole without them."


def _unknown(place: str, criterion: str, like: str) -> str:
    meant = f"; is {like} meant?" if like else "."
    return f"{place} gives points for the criterion {criterion}, which this grade does not have{meant}"


WORDS: Catalogue = {
    "decision.released": "A person looked at this grade and made it a mark ({by}, {day}): {why}",
    "decision.rejected": "A person looked at this grade and decided that it is not a mark ({by}, {day}): {why}",
    "person.override": "These points were set by a person ({by}, {day}): {why}",
    "person.automatic": "Automatic points: {points}.",
    "person.automatic_was": "Automatic points: {points}; they were {then:g} when the person decided.",
    "person.automatic_total": "Automatic points in all: {points} of {most}.",
    "person.comment": "Comment ({by}, {day}): {text}",
    "person.comments": "Comments",
    "person.comment_by": "{by}, {day}",
    "held.override_unknown": _unknown,
    "held.override_too_many": (
        "{place} gives {points:g} points for {criterion}, which has {most:g}; a person must decide anew."
    ),
    "held.decisions_unread": "What people decided cannot be read, so it is not known what counts: {why}",
    "view.confused": "{true} is often taken for {predicted}.",
    "view.not_shown": "(not shown)",
    "view.withheld": "This sentence names numbers of the hidden images, so it is not shown here.",
    "note.files_not_kept": _not_kept,
}

"""What a gradebook says of grades that are not marks, and of who has none, in English."""

from harness.words.en.plural import many
from harness.words.several import Several
from harness.words.template import Catalogue


def _written(*, path: str, count: int) -> str:
    return f"{path}: {many(count, 'mark')} written."


def _whose(*, count: int, zero: bool) -> str:
    said = f"Of {many(count, 'work')} it is not known whose {'it is' if count == 1 else 'they are'}: give the roster that "
    said = f"{said}the batch had (--roster FILE), or put the names there right."
    return f"{said} Until then nobody gets 0." if zero else said


def _held(reasons: Several) -> str:
    said = "; ".join(str(reason).rstrip(".") for reason in reasons)
    return f"the grade is held, and a person decides (harness held): {said}"


def _fits_several(*, names: Several, count: int) -> str:
    return f"it may be of any of {count} students: {names:, }"


WORDS: Catalogue = {
    "gradebook.written": _written,
    "gradebook.no_mark": "No mark of {who}: {why}.",
    "gradebook.no_work": "No work of {who}: the results hold none.",
    "gradebook.zero": "0 for {who}: the results hold no work. What a batch left out is not in them either: look at its list.",
    "gradebook.perhaps": "No mark of {who}: it is not known which work is theirs.",
    "gradebook.locked": "Not changed for {who}: {why}.",
    "gradebook.stranger": "Not written: {submission}: {why}.",
    "gradebook.whose": _whose,
    "gradebook.several": "it is one of several works of {student} ({names:, }); move the results that do not count away",
    "gradebook.fits_several": _fits_several,
    "gradebook.not_in_table": "it is of {student}, and the table has no such student",
    "gradebook.fits_nobody": "nobody of this name or id is there",
    "gradebook.held": _held,
    "gradebook.dry": "it is a dry run",
    "gradebook.stand_in": "it was graded on stand-in data",
    "gradebook.failed_on_our_side": "the grading failed on our side ({outcome}); grade it again",
    "gradebook.decided": "{decision}",
    "gradebook.not_a_mark": "the grade is not a mark",
    "gradebook.no_grade": "its newest grade cannot be read; grade it again",
    "gradebook.unreadable": "{error}",
    "gradebook.says": "{platform} says {text} there",
    "gradebook.short_row": "the row ends before the grade; export the table from {platform} anew",
    "gradebook.cannot_change": "{platform} says that the grade cannot be changed",
    "gradebook.no_canvas_id": (
        "Not written: {who}: the roster has no id that Canvas finds them by (canvas_id, sis_id or login) and no spreadsheet "
        "runs; give canvas_id."
    ),
    "gradebook.no_moodle_id": (
        "Not written: {who}: the roster has no {column} that Moodle finds them by and no spreadsheet runs; give one, or choose "
        "another column with --by."
    ),
    "gradebook.criterion": "{title}: {points} of {most}.",
    "gradebook.marks": "Marks",
    "gradebook.criteria": "Criteria",
    "gradebook.column.id": "Student id",
    "gradebook.column.name": "Name",
    "gradebook.column.login": "Login",
    "gradebook.column.email": "E-mail",
    "gradebook.column.submission": "Submission",
    "gradebook.column.attempt": "Attempt",
    "gradebook.column.mark": "Mark",
    "gradebook.column.max_points": "Most points",
    "gradebook.column.outcome": "Outcome",
    "gradebook.column.why": "Why no mark",
    "gradebook.column.decision": "Held grade",
    "gradebook.column.automatic_points": "Automatic points",
    "gradebook.column.decided": "What persons decided",
    "gradebook.column.late_days": "Days late",
    "gradebook.column.late_penalty": "Taken off for lateness",
    "gradebook.released": "released",
    "gradebook.rejected": "rejected",
}

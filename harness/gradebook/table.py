"""A platform's table, as what the harness knows of it: whose its rows are, and which cells take grades."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from harness.errors import UsageError
from harness.exporters.table import plain
from harness.grade.record import Grade
from harness.gradebook.marks import Result
from harness.gradebook.people import Assigned, assign
from harness.gradebook.sheet import Sheet
from harness.intake.roster import Student
from harness.report.text import number, one_line
from harness.report.view import View
from harness.words.phrase import Phrase, phrase
from harness.words.say import say
from harness.words.shown import Shown

_SIGNED = re.compile(r"[+-][0-9]+")


@dataclass(frozen=True)
class Row:
    """A row of a student: where it is, whose, and why its grade stays as it is, None where it may change."""

    place: int
    student: Student
    locked: Phrase | None = None


@dataclass
class Table:
    """A platform's table.

    Attributes:
        sheet: its cells.
        rows: those of students.
        grade: the column of the grades.
        comment: that of comments; None where there is none.
        maximum: the points that a grade can have; None where the table does not say.
        comma: whether numbers have a decimal comma.
        platform: what people call it.
    """

    sheet: Sheet
    rows: list[Row]
    grade: int
    comment: int | None
    maximum: float | None
    comma: bool
    platform: str


@dataclass(frozen=True)
class Choices:
    """What a teacher chose: ``zero``, whether who has no work gets 0; ``scale``, whether points are converted where the
    platform counts to another maximum; ``comments``, whether comments are written; ``shown``, how much of the hidden split
    these show."""

    zero: bool = False
    scale: bool = False
    comments: bool = True
    shown: Shown = Shown.EXACT


@dataclass
class Told:
    """What became of the results: how many marks were written, and what a person must know of the others."""

    written: int = 0
    notes: list[Phrase] = field(default_factory=list)
    held: bool = False
    ours: bool = False
    lost: bool = False
    """Whether a grade waits for a person, our side failed for one, and a mark is written nowhere, for it is not known whose."""

    def no_mark(self, who: str, result: Result, why: Phrase) -> None:
        """Notes a result that is not a mark."""
        self.notes.append(phrase("gradebook.no_mark", who=one_line(who, 120), why=why))
        self.held |= result.grade is not None and result.grade.waits
        self.ours |= result.needs_us

    def strangers(self, assigned: Assigned, *, zero: bool) -> None:
        """Notes the works of nobody; ``zero`` as in `Choices`."""
        for result, why in assigned.strangers:
            self.notes.append(
                phrase("gradebook.stranger", submission=one_line(result.submission, 120), why=why)
            )
            self.lost |= result.mark is not None and why.code != "gradebook.not_in_table"
        if assigned.unknown:
            self.notes.append(phrase("gradebook.whose", count=assigned.unknown, zero=zero))

    def no_work(self, who: str, *, zero: bool, perhaps: bool) -> None:
        """Notes a student of whom nothing was found."""
        who = one_line(who, 120)
        if perhaps:
            self.notes.append(phrase("gradebook.perhaps", who=who))
        elif zero:
            self.notes.append(phrase("gradebook.zero", who=who))
        else:
            self.notes.append(phrase("gradebook.no_work", who=who))


def factor(marks: Sequence[Grade], maximum: float | None, choices: Choices) -> Callable[[Grade], float]:
    """How points become what the platform counts. Raises `UsageError` where it counts to another maximum, and nobody said that
    points shall be converted."""
    if maximum is None:
        return lambda grade: grade.points
    other = next((grade for grade in marks if grade.max_points != maximum), None)
    if other is None:
        return lambda grade: grade.points
    if not choices.scale:
        raise UsageError(
            phrase(
                "gradebook.maximum",
                column=number(maximum),
                grades=number(other.max_points),
                submission=other.submission,
            )
        )
    return lambda grade: grade.points * maximum / grade.max_points


def can_stay(identifier: str) -> bool:
    """Whether an identifier needs no apostrophe in a spreadsheet, with which a platform would find nobody: a number with a sign
    is not a formula that does anything."""
    return plain(identifier) == identifier or _SIGNED.fullmatch(identifier) is not None


def fill(table: Table, results: Sequence[Result], roster: Sequence[Student], choices: Choices) -> Told:
    """Writes the marks into the table; every other cell stays as it is.

    Who has no mark keeps the cell that the platform exported. Raises `UsageError` as `factor` does.
    """
    people, told = [row.student for row in table.rows], Told()
    assigned = assign(results, people, roster)
    scaled = factor([one.mark for one in assigned.results.values() if one.mark], table.maximum, choices)
    for place, row in enumerate(table.rows):
        result, who = assigned.results.get(place), str(row.student)
        if result is not None and result.why is not None:
            told.no_mark(who, result, result.why)
        elif result is not None and result.mark is not None:
            if row.locked is not None:
                told.notes.append(phrase("gradebook.locked", who=one_line(who, 120), why=row.locked))
                continue
            _put(table, row, scaled(result.mark))
            _comment(table, row, result.mark, choices)
            told.written += 1
        else:
            empty = table.sheet.text(row.place, table.grade) in ("", "-")
            zero = choices.zero and empty and row.locked is None and assigned.has_none(place)
            if zero:
                _put(table, row, 0.0)
            told.no_work(who, zero=zero, perhaps=place in assigned.perhaps)
    told.strangers(assigned, zero=choices.zero)
    return told


def _put(table: Table, row: Row, points: float) -> None:
    text = number(points)
    table.sheet.put(row.place, table.grade, text.replace(".", ",") if table.comma else text)


def _comment(table: Table, row: Row, grade: Grade, choices: Choices) -> None:
    if table.comment is None or not choices.comments or not table.sheet.has(row.place, table.comment):
        return
    if not table.sheet.text(row.place, table.comment):
        table.sheet.put(row.place, table.comment, comment(grade, choices.shown))


def comment(grade: Grade, shown: Shown) -> str:
    """The points of each criterion as HTML for a platform's comment, with no more of the hidden split than ``shown``."""
    view = View(shown)
    parts = [
        phrase("gradebook.criterion", title=one.title, points=view.points(one), most=number(one.max_points))
        for one in grade.criteria
    ]
    late = view.late(grade) if grade.late is not None and grade.late.penalty else ""
    said = [*map(say, parts), late, *view.decisions(grade)]
    return html.escape(" ".join(filter(None, said)), quote=False)

"""The list of a course's students, and whose work a submission is."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from harness.errors import UsageError
from harness.intake.layouts.layout import Who
from harness.intake.people import is_part, is_same, words
from harness.words.phrase import Phrase, phrase

MAX_BYTES = 16 * 1024**2
MOST_NAMED = 5
_ENCODINGS = ("utf-8-sig", "cp1251")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Student:
    """A row of the roster: ``id`` is what the course calls the student by, the others are empty where the roster has none.

    ``moodle_id`` is that of the participant in the assignment ("Participant 4711" of Moodle's grading worksheet), ``sis_id``
    Canvas's "SIS User ID", ``submitted_at`` a moment as `harness.intake.times` reads it.
    """

    id: str
    name: str
    login: str = ""
    email: str = ""
    github: str = ""
    canvas_id: str = ""
    sis_id: str = ""
    moodle_id: str = ""
    submitted_at: str = ""

    def __str__(self) -> str:
        return f"{self.id} ({self.name})"


@dataclass(frozen=True)
class Match:
    """Whose work something is: ``student``, or the ``fits`` among which nobody decides here; both are empty for a stranger."""

    student: Student | None = None
    fits: tuple[Student, ...] = ()

    @classmethod
    def of(cls, fit: Sequence[Student]) -> "Match":
        """Where one student fits, it is that one's."""
        return cls(fit[0]) if len(fit) == 1 else cls(fits=tuple(fit))


def read_roster(path: Path) -> list[Student]:
    """Reads a table with a heading: ``id`` and ``name``, and any of the other fields of `Student`; other columns are passed over.

    UTF-8, UTF-16 with its mark, or cp1251; commas, semicolons or tabs. Raises `UsageError` where it is none.
    """
    students = list[Student]()
    for line, row in read_table(path, phrase("roster.roster"), ("id", "name")):
        known = {field.name: row.get(field.name, "") for field in fields(Student)}
        if not known["id"] or not known["name"]:
            raise UsageError(phrase("roster.no_id", path=path, line=line))
        # "Participant 4711", which in some languages has no space.
        before = known["moodle_id"].rstrip("0123456789")
        known["moodle_id"] = known["moodle_id"][len(before) :] or before
        students.append(Student(**known))
    if twice := [number for number, times in Counter(one.id for one in students).items() if times > 1]:
        raise UsageError(phrase("roster.twice", path=path, id=twice[0]))
    if not students:
        raise UsageError(phrase("roster.empty", path=path))
    return students


def read_table(path: Path, kind: Phrase, wanted: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table, each with its line: cells without space around them, by heading in small letters.

    Raises `UsageError` where the file cannot be read, or a wanted heading is not there.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(phrase("roster.unreadable", kind=kind, path=path, why=error.strerror)) from error
    if len(content) > MAX_BYTES:
        raise UsageError(phrase("roster.large", kind=kind, path=path, megabytes=MAX_BYTES // 1024**2))
    text = _text(content)
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if missing := [name for name in wanted if name not in names]:
            raise UsageError(
                phrase("roster.no_column", kind=kind, path=path, missing=missing[0], wanted=wanted)
            )
        if twice := [name for name, times in Counter(filter(None, names)).items() if times > 1]:
            raise UsageError(phrase("roster.two_columns", kind=kind, path=path, name=twice[0]))
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield reader.line_num, dict(zip(names, cells, strict=False))
    except csv.Error as error:
        raise UsageError(
            phrase("roster.line", kind=kind, path=path, line=reader.line_num, error=error)
        ) from error


def _text(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(_UTF16) else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def match(roster: Sequence[Student], who: Who) -> Match:
    """Whose work it is, by the first of these that anybody fits: an id of the platform, an id, login or address that is the whole
    name, the name, a part of the name. Where several fit equally, nobody is taken."""
    # A platform's id decides, also against a name: two students may share that.
    for known, column in ((who.moodle_id, "moodle_id"), (who.canvas_id, "canvas_id")):
        if known and (fit := [one for one in roster if getattr(one, column) == known]):
            return Match.of(fit)
    if who.github:
        logins = {login.casefold() for login in who.github}
        return Match.of([one for one in roster if one.github and one.github.casefold() in logins])
    tries: tuple[Callable[[Student], bool], ...] = (
        lambda one: who.name.casefold() in _logins(one),
        lambda one: is_same(who.name, one.name),
        lambda one: is_part(who.name, one.name),
    )
    for fits in tries if words(who.name) else ():
        if fit := [one for one in roster if fits(one)]:
            return Match.of(fit)
    return Match()


def _logins(student: Student) -> set[str]:
    known = (student.id, student.login, student.email, student.email.partition("@")[0], student.github)
    return {one.casefold() for one in known if one}

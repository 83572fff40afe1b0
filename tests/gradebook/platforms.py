"""What Canvas and Moodle export for the thirty made-up students, and what they make of a file that is imported, by the rules of
their sources (named in harness/gradebook/canvas.py and moodle.py)."""

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

from tests.students import STUDENTS, Student

CANVAS_COLUMN = "Control work (4711)"
CANVAS_HEADER = [
    *("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Notes"),
    *("Essay (12)", CANVAS_COLUMN, "Labs Current Score", "Current Score", "Final Score"),
]
_READ_ONLY = "(read only)"
MOODLE_EN = [
    *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed"),
    *("Last modified (submission)", "Last modified (grade)", "Feedback comments"),
]
MOODLE_RU = [
    *("Идентификатор", "Полное имя", "Адрес электронной почты", "Статус", "Оценка", "Максимальная оценка"),
    *("Оценка может быть изменена", "Последнее изменение (ответ)", "Последнее изменение (оценка)"),
    "Отзыв в виде комментария",
]


def canvas_export(path: Path, *, grades: Mapping[str, str] | None = None, most: str = "100.00") -> Path:
    """An export as Canvas writes it: a row of posting policies, points, students by name, the student for tests last.
    ``grades`` are those that are there, by id."""
    rows = [
        CANVAS_HEADER,
        ["", "", "", "", "", "", "", "Manual Posting", "", "", ""],
        ["    Points Possible", "", "", "", "", _READ_ONLY, "10.00", most, *[_READ_ONLY] * 3],
    ]
    for one in sorted(STUDENTS, key=lambda one: one.name):
        notes = 'said "hello", twice' if one.number == "s003" else ""
        rows.append(
            [
                *(
                    f"{one.surname}, {one.first}",
                    one.canvas,
                    f"sis{one.number}",
                    one.login,
                    "Group 1 and Group 2",
                ),
                *(notes, "7.50", (grades or {}).get(one.canvas, ""), "75.00", "75.00", "12.00"),
            ]
        )
    rows.append(["Student, Test", "999", "", "a1b2c3", "Group 1", "", "", "", "", "", ""])
    return _write(path, rows, "\n")


def worksheet(
    path: Path, header: list[str] = MOODLE_EN, *, grades: Mapping[str, str] | None = None, comma: bool = False
) -> Path:
    """A grading worksheet as Moodle writes it, with a mark at its start. Russian Moodle has no space after "Участник"."""
    word, can = ("Участник", "Да") if header is MOODLE_RU else ("Participant ", "Yes")
    most = "100,00" if comma else "100.00"
    rows = [header]
    for one in STUDENTS:
        grade = (grades or {}).get(one.moodle, "")
        email = f"{one.login}@example.org"
        times = "Friday, 20 November 2026, 11:59 PM"
        rows.append(
            [
                f"{word}{one.moodle}",
                one.name,
                email,
                "Submitted for grading",
                grade,
                most,
                can,
                times,
                "-",
                "",
            ]
        )
    return _write(path, rows, "\n", mark=True)


def roster(path: Path) -> Path:
    """The course's own list."""
    rows = [["id", "name", "login", "email", "canvas_id", "moodle_id"]]
    rows += [
        [one.number, one.name, one.login, f"{one.login}@example.org", one.canvas, one.moodle]
        for one in STUDENTS
    ]
    return _write(path, rows, "\n")


def _write(path: Path, rows: list[list[str]], line_end: str, *, mark: bool = False) -> Path:
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end).writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig" if mark else "utf-8"))
    return path


def canvas_import(content: bytes) -> dict[str, dict[str, str]]:
    """Assignment to id of Canvas to what its cell says, for those that an import changes or leaves empty."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    header, students = rows[0], list[list[str]]()
    assert "Student" in header[0]
    assert "ID" in header[1]
    after = 3 if re.search(r"SIS\s+Login\s+ID", header[2]) else 4 if "SIS Login ID" in header[3] else 2
    section = after
    assert "Section" in header[section]
    points = list[str]()
    for row in rows[1:]:
        if "Points Possible" in row[0]:
            points = row
        elif not all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.IGNORECASE) for cell in row):
            students.append(row)
    known = {one.canvas: one for one in STUDENTS}
    by_sis = {f"sis{one.number}": one.canvas for one in STUDENTS}
    by_login = {one.login: one.canvas for one in STUDENTS}
    found = dict[str, dict[str, str]]()
    for place in range(section + 1, len(header)):
        if re.search(r"(Current|Final) Score", header[place]) or "read only" in points[place]:
            continue
        column = found.setdefault(header[place], {})
        for row in students:
            who = row[1] if row[1] in known else by_sis.get(row[2]) or by_login.get(row[3])
            if who is not None:
                assert who not in column
                column[who] = row[place].strip()
    return found


def moodle_upload(content: bytes, header: list[str] = MOODLE_EN) -> tuple[dict[str, float], dict[str, str]]:
    """Grades and comments by number of participant, as an upload of a worksheet takes them in the language of ``header``."""
    text = content.decode("utf-8").removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    word = "Участник" if header is MOODLE_RU else "Participant "
    assert {header[0], header[4], header[8]} <= set(rows[0])
    grades, comments = dict[str, float](), dict[str, str]()
    known = {one.moodle for one in STUDENTS}
    for row in rows[1:]:
        cells = dict(zip(rows[0], row, strict=True))
        number = cells[header[0]][len(word) :]
        if number not in known:
            continue
        grade = cells[header[4]].strip().replace(" ", "")
        grade = grade.replace(",", ".") if header is MOODLE_RU else grade
        if grade and 0 <= float(grade) <= 100:
            grades[number] = float(grade)
        if cells[header[9]]:
            comments[number] = cells[header[9]]
    return grades, comments


def moodle_import(content: bytes, by: str) -> tuple[dict[str, float], dict[str, str]]:
    """Grades and comments by student, as the gradebook's import takes them. An empty cell in the column ``by`` would give the
    grade to the student before, and one that names nobody ends the whole import."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    assert rows[0][0] == by
    key = {"Email address": lambda one: f"{one.login}@example.org", "ID number": _number, "Username": _login}[
        by
    ]
    known = {key(one): one for one in STUDENTS}
    grades, comments = dict[str, float](), dict[str, str]()
    for who, _, grade, comment in rows[1:]:
        student = known[who.strip()]
        assert grade.strip()
        grades[student.number] = float(grade)
        comments[student.number] = comment
    return grades, comments


def _number(one: Student) -> str:
    return one.number


def _login(one: Student) -> str:
    return one.login

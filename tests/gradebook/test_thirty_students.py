"""Exports of thirty made-up students go in, and files that Canvas and Moodle import come out, with commands alone."""

import re
from pathlib import Path

import pytest

from harness.cli import main
from tests.gradebook.platforms import (
    CANVAS_COLUMN,
    MOODLE_EN,
    MOODLE_RU,
    canvas_export,
    canvas_import,
    moodle_import,
    moodle_upload,
    roster,
    worksheet,
)
from tests.handed_in import Class
from tests.packed import zipped
from tests.students import STUDENTS, Student, canvas, moodle

POINTS = {student: 40 + 2 * place for place, student in enumerate(STUDENTS)}


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Class:
    course = Class(tmp_path, monkeypatch, capsys)
    course.by_content = True
    return course


def work(student: Student) -> bytes:
    """A notebook that earns the student's points."""
    return b'{"cells": [], "nbformat": ' + str(POINTS[student]).encode() + b"}"


def handed_in(course: Class, kind: str) -> str:
    """Writes what the students handed in; returns the name of the export."""
    if kind != "zips":
        files = {
            name: work(one) for one in STUDENTS for name in (moodle if kind == "moodle" else canvas)(one)
        }
        zipped(course.course / "export.zip", files)
        return "export.zip"
    for one in STUDENTS:
        zipped(course.folder / f"{one.name}.zip", {"work.ipynb": work(one)})
    return "class"


def gradebook(*words: object) -> bytes:
    assert main(["gradebook", *map(str, words), "--to", "out"]) == 0
    return Path("out").read_bytes()


@pytest.mark.parametrize("kind", ["moodle", "canvas", "zips"])
def test_an_export_becomes_what_the_platform_imports(given: Class, kind: str) -> None:
    given.batch(path=handed_in(given, kind))
    if kind != "canvas":
        for header, comma in ((MOODLE_EN, False), (MOODLE_RU, True)):
            template = worksheet(given.course / "worksheet.csv", header, comma=comma)
            grades, comments = moodle_upload(gradebook("--template", template), header)
            assert grades == {one.moodle: POINTS[one] for one in STUDENTS}
            assert comments.keys() == grades.keys()
    if kind != "moodle":
        template = canvas_export(given.course / "export.csv")
        written = gradebook("--template", template, "--column", "4711")
        assert canvas_import(written)[CANVAS_COLUMN] == {one.canvas: str(POINTS[one]) for one in STUDENTS}
        assert re.sub(rb",\d+,75.00,", b",,75.00,", written) == template.read_bytes()


@pytest.mark.parametrize("kind", ["moodle", "canvas"])
def test_with_a_roster_any_export_becomes_any_file(given: Class, kind: str) -> None:
    listed = roster(given.course / "roster.csv")
    given.batch("--roster", str(listed), path=handed_in(given, kind))
    template = worksheet(given.course / "worksheet.csv")
    assert moodle_upload(gradebook("--template", template, "--roster", listed))[0] == {
        one.moodle: POINTS[one] for one in STUDENTS
    }
    made = gradebook("canvas", "--roster", listed, "--column", CANVAS_COLUMN)
    assert canvas_import(made)[CANVAS_COLUMN] == {one.canvas: str(POINTS[one]) for one in STUDENTS}
    template = canvas_export(given.course / "export.csv")
    filled = gradebook("--template", template, "--roster", listed, "--column", "Control work")
    assert canvas_import(filled)[CANVAS_COLUMN] == canvas_import(made)[CANVAS_COLUMN]
    for by, name in (("email", "Email address"), ("id", "ID number"), ("login", "Username")):
        grades, _ = moodle_import(gradebook("moodle-grades", "--roster", listed, "--by", by), name)
        assert grades == {one.number: POINTS[one] for one in STUDENTS}

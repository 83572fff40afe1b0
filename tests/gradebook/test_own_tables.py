"""A teacher's own tables: CSV, Excel and JSON of everything."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest

from harness.assignment.rubric import read_rubric
from harness.cli import gradebook as verb
from harness.grade.decisions import DECISIONS
from harness.gradebook import formats
from harness.outcome import Outcome
from harness.words.say import say
from tests.conftest import ROOT
from tests.gradebook.course import Course
from tests.gradebook.platforms import roster
from tests.report import sample_grades
from tests.students import STUDENTS

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EVIL = "=HYPERLINK(1)"


def sheets(content: bytes) -> dict[str, list[dict[str, str | float]]]:
    """Sheet to rows, each the column's letters to text or number. A formula or a link fails."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = [
            "".join(part.itertext())
            for part in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{_MAIN}si")
        ]
        names = [
            one.get("name", "")
            for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
        ]
        found = {}
        for place, name in enumerate(names, 1):
            tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml"))
            assert not list(tree.iter(f"{_MAIN}f"))
            assert not list(tree.iter(f"{_MAIN}hyperlink"))
            found[name] = [
                {
                    cell.get("r", "").rstrip("0123456789"): shared[int(value)]
                    if cell.get("t") == "s"
                    else float(value)
                    for cell in row
                    if (value := cell.findtext(f"{_MAIN}v")) is not None
                }
                for row in tree.iter(f"{_MAIN}row")
            ]
    return found


def test_the_workbook_has_marks_and_criteria(course: Course) -> None:
    course.put("anna", 81.5)
    course.put("peter", grade=sample_grades.held(submission=EVIL))
    course.run("xlsx", code=22)
    made = sheets(course.made("gradebook.xlsx"))
    marks, criteria = made["Marks"], made["Criteria"]
    columns = {name: letter for letter, name in marks[0].items()}
    assert [row.get(columns["Mark"]) for row in marks[1:]] == [81.5, None]
    assert [row[columns["Submission"]] for row in marks[1:]] == ["anna", EVIL]
    sample = sample_grades.good().criteria
    assert list(criteria[0].values())[3:] == [one.title for one in sample]
    assert list(criteria[1].values())[1:] == [round(one.points, 2) for one in sample]
    assert list(criteria[2].values()) == [EVIL]


def test_people_read_a_workbook_in_their_language_and_programs_their_fields(course: Course) -> None:
    criterion = read_rubric(ROOT / "rubric.yaml").criteria[0]
    title = say(criterion.said["title"][0], "ru")
    [first, *others] = sample_grades.good().criteria
    course.put("анна", criteria=[first.model_copy(update={"said": criterion.said}), *others])
    course.put("пётр", grade=sample_grades.held(submission="пётр"))
    said = "attempt: 1, why: Я посмотрела., by: Ада, at: 2026-11-30"
    for name, decision in (
        ("анна", f"decision: override, criterion: {first.id}, points: 1"),
        ("пётр", "decision: reject"),
    ):
        path = course.folder / "results" / name / DECISIONS
        path.write_text(f"- {{{decision}, {said}}}\n", encoding="utf-8")
    course.run("xlsx", "--lang", "ru")
    made = sheets(course.made("gradebook.xlsx"))
    assert list(made) == ["Оценки", "Критерии"]
    assert list(made["Критерии"][0].values())[:4] == ["Номер студента", "Имя", "Работа", title]
    columns = {str(name): letter for letter, name in made["Оценки"][0].items()}
    assert not re.search("[a-z]", " ".join(columns))
    anna, peter = made["Оценки"][1:]
    assert str(anna[columns["Решения преподавателей"]]).startswith(f"{title}: ")
    assert anna[columns["Итог"]] == say(Outcome.GRADED.phrase, "ru")
    assert peter[columns["Отложенная оценка"]] == "отклонена"
    course.run("csv", "--lang", "ru")
    rows = list(csv.DictReader(io.StringIO(course.made("gradebook.csv").decode("utf-8-sig"), newline="")))
    assert [(row["outcome"], row["decision"]) for row in rows] == [("graded", ""), ("graded", "rejected")]


@pytest.mark.parametrize(("name", "char"), [("comma", ","), ("semicolon", ";"), ("tab", "\t")])
def test_the_table_has_who_is_on_the_roster_and_no_formula(course: Course, name: str, char: str) -> None:
    course.put(STUDENTS[0].number, 70)
    course.put("x", grade=sample_grades.good(submission=EVIL))
    course.run("csv", "--separator", name)
    text = course.made("gradebook.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=char))
    assert [row["submission"] for row in rows] == [STUDENTS[0].number, f"'{EVIL}"]
    said = course.run("csv", "--roster", roster(course.folder / "roster.csv"), "--separator", name, code=22)
    assert f"Not written: {EVIL}: nobody of this name or id is there." in said
    text = course.made("gradebook.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=char))
    assert [row["id"] for row in rows] == [one.number for one in STUDENTS]
    assert [row["mark"] for row in rows] == ["70"] + [""] * 29


def test_the_record_for_programs(course: Course) -> None:
    course.put("anna", 70)
    course.put("peter", grade=sample_grades.held(submission="peter"))
    course.run("json", code=22)
    made = json.loads(course.made("gradebook.json"))
    assert made["schema_version"] == 1
    first, second = made["grades"]
    assert (first["submission"], first["mark"], first["why"]) == ("anna", 70, None)
    assert [one["id"] for one in first["criteria"]] == [one.id for one in sample_grades.good().criteria]
    assert (second["mark"], second["criteria"]) == (None, [])
    assert "a person decides" in second["why"]


def test_the_command_offers_every_format_and_separator() -> None:
    assert (formats.NAMES, tuple(formats.SEPARATORS)) == (verb.FORMATS, verb.SEPARATORS)

"""Only marks become numbers, nothing that a person entered is lost, and who has none is named with the reason."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from harness.cli import main
from harness.grade.record import Grade
from harness.outcome import Outcome
from tests.gradebook.course import Course
from tests.gradebook.platforms import (
    CANVAS_COLUMN,
    CANVAS_HEADER,
    MOODLE_EN,
    canvas_export,
    canvas_import,
    moodle_upload,
    worksheet,
)
from tests.report import sample_grades
from tests.students import STUDENTS

ANNA, PETER, MARIA = STUDENTS[:3]
COLUMN = ("--column", CANVAS_COLUMN)


def failed(name: str) -> Grade:
    return sample_grades.good(submission=name, outcome=Outcome.INFRASTRUCTURE, is_mark=False)


NO_MARKS: dict[str, tuple[Any, str, int]] = {
    "held": (lambda name: sample_grades.held(submission=name), "the grade is held, and a person decides", 22),
    "ours": (failed, "the grading failed on our side (infrastructure); grade it again", 20),
    "dry": (
        lambda name: sample_grades.good(submission=name, smoke=True, is_mark=False),
        "it is a dry run",
        0,
    ),
    "stand-in": (
        lambda name: sample_grades.good(submission=name, stand_in=True, is_mark=False),
        "it was graded on stand-in data",
        0,
    ),
}


@pytest.mark.parametrize("kind", NO_MARKS)
def test_what_is_not_a_mark_is_no_number_anywhere(course: Course, kind: str) -> None:
    make, why, code = NO_MARKS[kind]
    name = f"{ANNA.name}_{ANNA.moodle}"
    course.put(name, grade=make(name))
    course.put(f"{PETER.name}_{PETER.moodle}", 70)
    said = course.run("--template", worksheet(course.folder / "w.csv"), code=code)
    assert f"No mark of Participant {ANNA.moodle} ({ANNA.name}): {why}" in said
    assert "1 mark written." in said
    assert moodle_upload(course.made("gradebook.moodle.csv"))[0] == {PETER.moodle: 70}
    course.run("csv", code=code)
    rows = list(csv.DictReader(io.StringIO(course.made("gradebook.csv").decode("utf-8-sig"))))
    [row] = [row for row in rows if row["submission"] == name]
    assert row["mark"] == ""
    assert why in row["why"]
    assert {value for column, value in row.items() if column.startswith("points.")} == {""}


def test_a_released_grade_is_a_mark_and_a_rejected_one_is_not(course: Course) -> None:
    for one in (ANNA, PETER):
        course.put(one.number, grade=sample_grades.held(submission=one.number, points=66.0))
    assert main(["release", ANNA.number, "--why", "I read it.", "--by", "Ada", "--no-leaderboard"]) == 0
    assert main(["reject", PETER.number, "--why", "It is empty.", "--by", "Ada", "--no-leaderboard"]) == 0
    said = course.run("csv")
    assert f"No mark of {PETER.number}: " in said
    assert "It is empty." in said
    rows = list(csv.DictReader(io.StringIO(course.made("gradebook.csv").decode("utf-8-sig"))))
    assert [(row["mark"], row["decision"]) for row in rows] == [("66", "released"), ("", "rejected")]


def test_a_dry_run_does_not_hide_the_mark_before_it_and_a_failure_does(course: Course) -> None:
    course.put("anna", 81)
    course.put("anna", grade=sample_grades.good(submission="anna", smoke=True, is_mark=False))
    course.put("peter", 82)
    course.put("peter", grade=failed("peter"))
    course.put("maria", 83)
    course.put("maria", 84)
    (course.folder / "results" / "maria" / "2" / "grade.json").write_text("{", encoding="utf-8")
    said = course.run("csv", code=20)
    rows = list(csv.DictReader(io.StringIO(course.made("gradebook.csv").decode("utf-8-sig"))))
    assert {row["submission"]: row["mark"] for row in rows} == {"anna": "81", "maria": "", "peter": ""}
    assert "No mark of maria: its newest grade cannot be read" in said


def test_what_a_person_entered_stays(course: Course) -> None:
    entered = {ANNA.canvas: "EX", PETER.canvas: "N/A", MARIA.canvas: "33.00"}
    for one in (ANNA, PETER):
        course.put(f"x_{one.canvas}", 90)
    template = canvas_export(course.folder / "export.csv", grades=entered)
    listed = course.folder / "roster.csv"
    rows = "".join(f"x_{one.canvas},{one.name},{one.canvas}\n" for one in STUDENTS)
    listed.write_text("id,name,canvas_id\n" + rows, encoding="utf-8")
    said = course.run("--template", template, "--roster", listed, "--missing", "zero", *COLUMN)
    assert f"Not changed for sis{ANNA.number} ({ANNA.surname}, {ANNA.first}): Canvas says EX there." in said
    assert (
        f"Not changed for sis{PETER.number} ({PETER.surname}, {PETER.first}): Canvas says N/A there." in said
    )
    made = canvas_import(course.made("gradebook.canvas.csv"))[CANVAS_COLUMN]
    expected = dict.fromkeys((one.canvas for one in STUDENTS), "0") | entered
    assert made == expected
    assert (
        course.made("gradebook.canvas.csv").splitlines()[-1] == b'"Student, Test",999,,a1b2c3,Group 1,,,,,,'
    )


def test_who_has_no_work_is_named_and_has_an_empty_field_or_zero(course: Course) -> None:
    course.put(f"{ANNA.name}_{ANNA.moodle}", 80)
    template = worksheet(course.folder / "w.csv")
    said = course.run("--template", template)
    assert f"No work of Participant {PETER.moodle} ({PETER.name}): the results hold none." in said
    assert moodle_upload(course.made("gradebook.moodle.csv"))[0] == {ANNA.moodle: 80}
    said = course.run("--template", template, "--missing", "zero")
    assert f"0 for Participant {PETER.moodle} ({PETER.name}): the results hold no work." in said
    grades = moodle_upload(course.made("gradebook.moodle.csv"))[0]
    assert grades == dict.fromkeys((one.moodle for one in STUDENTS), 0) | {ANNA.moodle: 80}


def test_a_work_of_nobody_or_of_several_is_named_and_gives_no_zero(course: Course) -> None:
    course.put("stranger", 80)
    course.put(f"{ANNA.name}_{ANNA.moodle}", 80)
    course.put(ANNA.name, 90)
    said = course.run("--template", worksheet(course.folder / "w.csv"), "--missing", "zero", code=22)
    assert "Not written: stranger: nobody of this name or id is there." in said
    assert f"Not written: {ANNA.name}: it is one of several works of" in said
    assert (
        f"No mark of Participant {ANNA.moodle} ({ANNA.name}): it is not known which work is theirs." in said
    )
    assert "Until then nobody gets 0." in said
    assert moodle_upload(course.made("gradebook.moodle.csv"))[0] == {}


def test_nobody_gets_zero_while_a_grade_cannot_be_read(course: Course) -> None:
    name = f"{ANNA.name}_{ANNA.moodle}"
    course.put(name, 80)
    course.put("maria", grade=sample_grades.good(submission=f"{MARIA.name}_{MARIA.moodle}"))
    (course.folder / "results" / name / "1" / "grade.json").write_text("{", encoding="utf-8")
    (course.folder / "results" / name).rename(course.folder / "results" / "anna-0123456789abcdef")
    said = course.run("--template", worksheet(course.folder / "w.csv"), "--missing", "zero")
    assert "Not written: anna-0123456789abcdef: nobody of this name or id is there." in said
    assert moodle_upload(course.made("gradebook.moodle.csv"))[0].keys() == {MARIA.moodle}


def test_other_languages_and_anonymous_works(course: Course) -> None:
    course.put("Teilnehmer_7", grade=sample_grades.good(submission="Teilnehmer_in_7", points=61.5))
    rows = [
        "ID,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,Zuletzt geändert (Bewertung)",
        'Teilnehmer/in 7,Zur Bewertung abgegeben,"12,00","100,00",Ja,-',
        'Teilnehmer/in 8,Keine Abgabe,,"100,00",Ja,-',
    ]
    template = course.folder / "w.csv"
    template.write_text("\n".join(rows), encoding="utf-8")
    course.run("--template", template)
    assert course.made("gradebook.moodle.csv").decode() == "\n".join(rows).replace("12,00", "61,5")


def test_points_are_converted_where_the_teacher_says_so(course: Course) -> None:
    course.put(f"x_{ANNA.canvas}", 33.33)
    course.put(f"абрамоваанна_{ANNA.canvas}", 33.33)
    (course.folder / "results").joinpath(f"x_{ANNA.canvas}").rename(course.folder / "away")
    template = canvas_export(course.folder / "export.csv", most="10.00")
    said = course.run("--template", template, *COLUMN, code=2)
    assert "The column counts to 10 points, and the grades to 100" in said
    assert not (course.folder / "results" / "gradebook.canvas.csv").exists()
    course.run("--template", template, *COLUMN, "--scale")
    assert canvas_import(course.made("gradebook.canvas.csv"))[CANVAS_COLUMN][ANNA.canvas] == "3.33"


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ((), "several assignments that may be meant; give one of these with --column: 'Essay (12)'"),
        (("--column", "Essays"), "no column 'Essays'; give one of these"),
        (("--column", "Final Score"), "no column 'Final Score'"),
        (("--column", "Notes"), "no column 'Notes'"),
    ],
)
def test_the_column_must_be_certain(course: Course, column: tuple[str, ...], said: str) -> None:
    course.put("x", 80)
    assert said in course.run("--template", canvas_export(course.folder / "export.csv"), *column, code=2)


def test_a_column_that_canvas_only_reads_is_refused(course: Course) -> None:
    course.put("x", 80)
    template = canvas_export(course.folder / "export.csv", most="(read only)")
    assert "an import changes nothing there" in course.run("--template", template, *COLUMN, code=2)


def test_moodle_says_which_grades_are_locked_and_which_are_no_points(course: Course) -> None:
    course.put(f"{ANNA.name}_{ANNA.moodle}", 80)
    template = worksheet(course.folder / "w.csv")
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("100.00,Yes", "100.00,No", 1), encoding="utf-8")
    said = course.run("--template", template)
    assert (
        f"Not changed for Participant {ANNA.moodle} ({ANNA.name}): Moodle says that the grade cannot be"
        in said
    )
    template.write_text(text.replace("100.00", "Pass"), encoding="utf-8")
    assert "not points of one maximum" in course.run("--template", template, code=2)
    assert "no column 'Mark'" in course.run("--template", worksheet(template), "--column", "Mark", code=2)
    assert "holds no grades" in course.run("--template", template, "--column", "Status", code=2)


def test_a_comment_that_is_there_stays_and_none_shows_more_than_the_page(course: Course) -> None:
    criteria = sample_grades.good().criteria
    criteria[-1] = criteria[-1].model_copy(update={"checks": []})
    course.put(f"{ANNA.name}_{ANNA.moodle}", 80, criteria=criteria)
    rubric = course.folder / "rubric.yaml"
    rubric.write_text("feedback: {hidden: none}\n" + rubric.read_text(encoding="utf-8"), encoding="utf-8")
    template = worksheet(course.folder / "w.csv")
    course.run("--template", template)
    [comment] = moodle_upload(course.made("gradebook.moodle.csv"))[1].values()
    assert f"{criteria[-1].title}: – of" in comment
    course.run("--template", template, "--no-comments")
    assert moodle_upload(course.made("gradebook.moodle.csv"))[1] == {}
    row = ",-,\n"
    template.write_text(template.read_text("utf-8").replace(row, ",-,Well done\n", 1), encoding="utf-8")
    course.run("--template", template)
    assert moodle_upload(course.made("gradebook.moodle.csv"))[1] == {ANNA.moodle: "Well done"}


def test_formulas_are_harmless_and_ids_still_find_their_students(course: Course) -> None:
    rows = [
        ("a", "=Anna", "=cmd|'/c calc'!A1", "@anna", "70", ""),
        ("b", "\t+Peter", "-17", "b@example.org", "", ""),
        ("c", "Maria", "-rm", "+c@example.org", "", ""),
        ("d", "Dan", "", "", "", "@sis"),
    ]
    listed = course.folder / "roster.csv"
    with listed.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "name", "login", "email", "canvas_id", "sis_id"), *rows])
    for one in "abcd":
        course.put(one, 80)
    said = course.run("canvas", "--roster", listed)
    made = list(csv.reader(io.StringIO(course.made("gradebook.canvas.csv").decode())))
    assert [row[:4] for row in made[2:]] == [["'=Anna", "70", "", ""], ["'+Peter", "", "", "-17"]]
    assert made[0][:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert made[1][0].strip() == "Points Possible"
    assert "Not written: c (Maria): the roster has no id that Canvas finds them by" in said
    assert "Not written: d (Dan): " in said
    said = course.run("moodle-grades", "--roster", listed)
    made = list(csv.reader(io.StringIO(course.made("gradebook.moodle-grades.csv").decode())))
    assert [row[:3] for row in made[1:]] == [["b@example.org", "'+Peter", "80"]]
    assert said.count("that Moodle finds them by") == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say which format the gradebook shall have"),
        (("moodle",), "A grading worksheet is filled in as Moodle exports it"),
        (("canvas",), "needs the students' ids: give a --roster"),
        (("csv", "--template", "w.csv"), "is filled in for canvas and moodle, not for csv"),
        (("canvas", "--template", "w.csv"), "is neither Canvas's export of a gradebook nor Moodle's"),
        (("--template", "w.csv", "--to", "w.csv"), "--to names the template itself"),
        (("--template", "away.csv"), "cannot be read"),
        (("csv", "--to", "no/such/file"), "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_sentence(
    course: Course, words: tuple[str, ...], said: str
) -> None:
    assert "There are no grades in" in course.run("csv", code=2)
    course.put("x", 80)
    worksheet(course.folder / "w.csv", MOODLE_EN)
    assert said in course.run(*words, code=20 if "written" in said else 2)
    assert not list((course.folder / "results").glob("*gradebook*"))


def test_first_and_last_names_in_two_columns(course: Course) -> None:
    course.put("Anna Berg", 80)
    header = ["LastName", "FirstName", *CANVAS_HEADER[1:5], CANVAS_COLUMN]
    lines = [
        header,
        ["    Points Possible", "", "", "", "", "", "100"],
        ["Berg", "Anna", "1", "", "", "G", ""],
    ]
    path = Path("export.csv")
    path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
    course.run("--template", path)
    assert course.made("gradebook.canvas.csv").endswith(b"Berg;Anna;1;;;G;80")

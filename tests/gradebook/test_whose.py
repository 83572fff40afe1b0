"""Whose a graded work is, and that nobody gets the mark of another one."""

import pytest

from harness.grade.roster import keep_roster
from harness.gradebook.people import find, pair
from harness.intake.roster import Student
from tests.gradebook.course import Course
from tests.gradebook.platforms import moodle_upload, worksheet
from tests.students import STUDENTS

ANNA = Student("s1", "Berg, Anna", "aberg", "anna@example.org", "anna-b", "67", "sis1", "4711")
NAMESAKE = Student("s2", "Anna Berg", "aberg2", "anna2@example.org", "b", "68", "sis2", "4712")
YAN = Student("Участник4713", "Мюллер-Ёлкин Ян Петрович", moodle_id="4713")
HIDDEN = Student("Participant 4714", "Submitted for grading", moodle_id="4714")
CLASS = [ANNA, NAMESAKE, YAN, HIDDEN]


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("s1", ANNA),
        ("s1.zip", ANNA),
        ("Anna Berg_4711", ANNA),
        ("Anna Berg_4712", NAMESAKE),
        ("berganna_68", NAMESAKE),
        ("lab-1-anna-b", ANNA),
        ("lab-1-b", NAMESAKE),
        ("Ян Мюллер-Елкин_4713", YAN),
        ("Участник_4713", YAN),
        ("Participant_4714", HIDDEN),
        ("Ян Мюллер Ёлкин", YAN),
        ("aberg2", NAMESAKE),
        ("ANNA@example.org.ipynb", ANNA),
    ],
)
def test_a_name_tells_whose_it_is(name: str, student: Student) -> None:
    assert find(name, CLASS).student is student


@pytest.mark.parametrize(
    "name",
    [
        "Anna Berg",  # two of them
        "Anna Berg_67",  # an id of the other platform
        "Anna Berg_9999",  # somebody of the same name
        "Peter Berg_4711",  # the id says Anna
        "berganna_69",
        "Team 1_4711",
        "Berg",
        "nobody",
    ],
)
def test_what_is_not_certain_is_nobody(name: str) -> None:
    assert find(name, CLASS).student is None


def test_a_students_of_the_roster_is_found_in_a_platforms_table() -> None:
    row = Student("ID 67", "Anna Berg", canvas_id="67")
    other = Student("ID 68", "Anna Berg", canvas_id="68")
    assert pair(ANNA, [other, row]).student is row
    assert pair(Student("1", "Anna Berg"), [row]).student is row
    assert pair(Student("1", "Anna Berg"), [row, other]).student is None
    assert pair(Student("1", "Anna Berg", canvas_id="5"), [row]).student is None
    assert pair(Student("1", "Anna Berg"), [Student("1", "Peter Ost")]).student is None


def test_a_work_of_who_left_the_course_stops_no_zero(course: Course) -> None:
    course.put("x_1", 80)
    listed = course.folder / "roster.csv"
    listed.write_text("id,name,moodle_id\nx_1,Left Long,999999\n", encoding="utf-8")
    template = worksheet(course.folder / "w.csv")
    said = course.run("--template", template, "--roster", listed, "--missing", "zero")
    assert "Not written: x_1: it is of x_1 (Left Long), and the table has no such student." in said
    assert moodle_upload(course.made("gradebook.moodle.csv"))[0] == dict.fromkeys(
        (one.moodle for one in STUDENTS), 0
    )


def test_the_roster_that_a_batch_was_given_says_whose_a_work_is(course: Course) -> None:
    row = STUDENTS[0]
    course.put("17", 80)
    template = worksheet(course.folder / "w.csv")
    assert "give the roster that the batch had" in course.run(
        "--template", template, "--missing", "zero", code=22
    )
    keep_roster([Student("17", row.name, moodle_id=row.moodle)], course.folder / "results")
    said = course.run("--template", template, "--missing", "zero")
    assert "The roster of an earlier batch is taken" in said
    assert moodle_upload(course.made("gradebook.moodle.csv"))[0][row.moodle] == 80

"""Exports of learning platforms as they really are: whose files are whose, and what a file was called."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.intake.layouts.choose import NAMES
from harness.words.say import say
from tests.conftest import ROOT
from tests.handed_in import Class
from tests.packed import BOOK, zipped
from tests.students import STUDENTS, Student, canvas, github, moodle


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Class:
    return Class(tmp_path, monkeypatch, capsys)


def _moodle_key(student: Student) -> str:
    return f"{student.name}_{student.moodle}"


def _canvas_key(student: Student) -> str:
    return next(iter(canvas(student))).partition("_")[0] + f"_{student.canvas}"


Make = tuple[Callable[[Student], dict[str, str | bytes]], Callable[[Student], str], str, str]

EXPORTS: dict[str, Make] = {
    "moodle": (moodle, _moodle_key, "работа.ipynb", "Moodle"),
    "moodle, old": (lambda one: moodle(one, old=True), _moodle_key, "работа.ipynb", "Moodle"),
    "moodle, loose": (lambda one: moodle(one, folders=False), _moodle_key, "работа.ipynb", "Moodle"),
    "canvas": (canvas, _canvas_key, "work.ipynb", "Canvas"),
    "github": (github, lambda one: f"lab-1-{one.login}", "work.ipynb", "GitHub Classroom"),
}


@pytest.mark.parametrize(
    ("export", "packed"), [*((export, False) for export in EXPORTS), ("moodle", True), ("github", True)]
)
def test_an_export_of_thirty_students(course: Class, export: str, packed: bool) -> None:
    make, key, entry, title = EXPORTS[export]
    files = {name: content for student in STUDENTS for name, content in make(student).items()}
    if packed:
        zipped(course.course / "lab-1-submissions.zip", files)
    else:
        course.put(files)
    said = course.batch(path="lab-1-submissions.zip" if packed else "class")
    assert f"An export of {title}: 30 submissions." in said
    assert course.entries() == {key(student): entry for student in STUDENTS}
    assert "Left out" not in said


def test_moodle_gives_several_parts_of_one_work(course: Class) -> None:
    course.put(
        {
            "Ann Berg_1_assignsubmission_file/work.ipynb": BOOK,
            "Ann Berg_1_assignsubmission_file/data/a.csv": "",
            "Ann Berg_1_assignsubmission_onlinetext/onlinetext.html": "<p>Hello</p>",
            "Bo Berg_2_assignsubmission_onlinetext/onlinetext.html": "<p>My work</p>",
            "Group A_7_assignsubmission_file/work.ipynb": BOOK,
            "Default group_assignsubmission_file/work.ipynb": BOOK,
            "by mail.ipynb": BOOK,
        }
    )
    zipped(course.folder / "Cy Berg_3_assignsubmission_file" / "work.zip", {"cy/work.ipynb": BOOK})
    course.batch()
    assert course.entries() == {
        "Ann Berg_1": "work.ipynb",
        "Bo Berg_2": None,
        "Cy Berg_3": "work.ipynb",
        "Group A_7": "work.ipynb",
        "Default group": "work.ipynb",
        "by mail.ipynb": "by mail.ipynb",
    }
    assert set(course.works["Ann Berg_1"].files) == {"work.ipynb", "data/a.csv", "onlinetext.html"}
    with pytest.raises(Exception, match=r"onlinetext\.html is what was typed into Moodle"):
        course.works["Bo Berg_2"].entry()


def test_canvas_names_are_taken_apart(course: Class) -> None:
    names: dict[str, str | bytes] = {
        "berganna_12_901_solution-2.py": "x = 1",
        "berganna_12_902_my_helper.py": "x = 1",
        "berganna_12_903_plot-1.py": "",
        "berganna_12_904_plot-2.py": "",
        "berganna_12_905_data-1.csv": "",
        "bergbo_LATE_13_906_lab_1_2_final.ipynb": BOOK,
        "LATE_anon_x7Kq2_907_work.ipynb": BOOK,
        "anon_12345_908_work.ipynb": BOOK,
        "bergcy_14_link.html": "<html>",
        "bergdi_15_909_work.zip": zipped(course.course / "w.zip", {"work.ipynb": BOOK}).read_bytes(),
        "berged_16_910_a.ipynb": BOOK,
        "berged_16_911_b.ipynb": BOOK,
        "bergflo_17_912_a.ipynb": BOOK,
        "bergflo_17_913_a.ipynb": BOOK,
    }
    course.put(names)
    course.batch()
    assert course.entries() == {
        "berganna_12": "solution.py",
        "bergbo_13": "lab_1_2_final.ipynb",
        "anon_x7Kq2": "work.ipynb",
        "anon_12345": "work.ipynb",
        "bergcy_14": None,
        "bergdi_15": "work.ipynb",
        "berged_16": None,
        "bergflo_17": None,
    }
    anna = course.works["berganna_12"]
    assert set(anna.files) == {"solution.py", "my_helper.py", "plot-1.py", "plot-2.py", "data-1.csv"}
    assert "solution.py has the name solution-2.py in the export" in " ".join(map(say, anna.notes))
    with pytest.raises(Exception, match=r"link\.html is an address that was handed in"):
        course.works["bergcy_14"].entry()


@pytest.mark.parametrize(
    "name",
    ["a_1.ipynb", "lab_1_2", "work_12_final.ipynb", "_1_2_x.py", "anon_1.py", "a_assignsubmission_b.py"],
)
def test_a_name_that_only_looks_like_an_export(course: Class, name: str) -> None:
    course.put({f"{name}/x.py" if "." not in name else name: BOOK})
    said = course.batch()
    assert list(course.works) == [name]
    assert "An export of" not in said


def test_a_layout_can_be_asked_for(course: Class) -> None:
    course.put({**canvas(STUDENTS[0]), "ivan.ipynb": BOOK, "maria.ipynb": BOOK, "anna.ipynb": BOOK})
    assert "An export" not in course.batch()
    assert len(course.works) == 4
    found = course.listing("--layout", "canvas", "--again")
    assert list(course.works) == [_canvas_key(STUDENTS[0])]
    assert found["layout"] == "Canvas"
    assert {one["why"] for one in found["left_out"]} == {"its name is not one of an export of Canvas"}
    said = course.batch("--layout", "moodle", code=2)
    assert "its names are not those of an export of Moodle; leave --layout out" in said
    course.put({name: BOOK for student in STUDENTS[:8] for name in canvas(student)})
    assert "An export" not in course.batch("--layout", "plain")


def test_a_login_of_github_with_hyphens_is_read_by_the_name_of_the_folder(course: Class) -> None:
    course.put({f"hw-submissions/hw-ann-{letter}/work.ipynb": BOOK for letter in "ab"})
    assert "An export of GitHub Classroom: 2 submissions" in course.batch(path="class/hw-submissions")
    assert set(course.works) == {"hw-ann-a", "hw-ann-b"}


def test_checkouts_without_git_are_taken_where_they_are_asked_for(course: Class) -> None:
    course.put({f"hw-user{letter}/work.ipynb": BOOK for letter in "ab"})
    assert "An export" not in course.batch()
    assert "An export of GitHub Classroom: 2 submissions" in course.batch("--layout", "github")


def test_the_listing_says_what_was_taken_and_what_was_not(course: Class) -> None:
    course.put({**moodle(STUDENTS[0]), "notes.txt": ""})
    found = course.listing()
    (one,) = found["submissions"]
    assert (one["name"], one["points"], one["is_mark"]) == (_moodle_key(STUDENTS[0]), 80.0, True)
    assert (course.course / "results" / one["results"] / str(one["attempt"]) / "grade.json").is_file()
    assert [left["name"] for left in found["left_out"]] == ["notes.txt"]


def test_every_layout_stands_in_the_docs() -> None:
    text = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"| `{name}` |" in text

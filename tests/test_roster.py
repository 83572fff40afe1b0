"""A roster says whose a work is, who handed in nothing, and never guesses."""

import unicodedata
from pathlib import Path

import pytest

from harness.intake.people import is_part, is_same
from harness.intake.roster import read_roster
from tests.handed_in import Class
from tests.packed import BOOK, raw_zip
from tests.students import STUDENTS, canvas, github, moodle


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Class:
    return Class(tmp_path, monkeypatch, capsys)


def roster(course: Class, *rows: str, encoding: str = "utf-8", name: str = "roster.csv") -> str:
    (course.course / name).write_bytes("\r\n".join(rows).encode(encoding))
    return name


def whole(course: Class, *columns: str, separator: str = ",", encoding: str = "utf-8") -> str:
    fields = {"moodle_id": "moodle", "canvas_id": "canvas", "github": "login"}
    rows = [[one.number, one.name, *(getattr(one, fields[name]) for name in columns)] for one in STUDENTS]
    return roster(course, *map(separator.join, [["ID", "Name", *columns], *rows]), encoding=encoding)


@pytest.mark.parametrize("word", ["Participant ", "Участник", ""])
def test_a_participant_of_moodle_is_named_as_its_worksheet_has_it(tmp_path: Path, word: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"id,name,moodle_id\n1,Anna Berg,{word}4711\n", encoding="utf-8")
    assert [one.moodle_id for one in read_roster(path)] == ["4711"]


def works(course: Class) -> set[str]:
    return set(course.works)


@pytest.mark.parametrize(("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t")])
def test_thirty_students_of_moodle_by_name(course: Class, encoding: str, separator: str) -> None:
    course.put({name: BOOK for one in STUDENTS[2:] for name in moodle(one)})
    found = course.listing("--roster", whole(course, separator=separator, encoding=encoding))
    assert works(course) == {one.number for one in STUDENTS[2:]}
    assert [one["id"] for one in found["no_work_found"]] == ["s000", "s001"]
    assert found["not_on_the_roster"] == []
    assert found["submissions"][0]["student"]["name"] == STUDENTS[2].name


@pytest.mark.parametrize(
    ("make", "column"), [(moodle, "moodle_id"), (canvas, "canvas_id"), (github, "github")]
)
def test_ids_of_platforms_decide(course: Class, make: object, column: str) -> None:
    assert callable(make)
    course.put({name: BOOK for one in STUDENTS for name in make(one)})
    said = course.batch("--roster", whole(course, column))
    assert works(course) == {one.number for one in STUDENTS}
    assert "Of the roster, work was found of 30 students." in said
    assert "Not on the roster" not in said


def test_canvas_names_without_ids(course: Class) -> None:
    course.put({name: BOOK for one in STUDENTS for name in canvas(one)})
    course.batch("--roster", whole(course))
    assert works(course) == {one.number for one in STUDENTS}


def test_a_roster_of_excel_in_cp1251(course: Class) -> None:
    course.put({"Ёлкин Пётр/work.ipynb": BOOK, "anna.ipynb": BOOK})
    name = roster(course, "id;name;login;group", "7;Петр Елкин;;1", "8;Анна Белова;Anna;1", encoding="cp1251")
    course.batch("--roster", name)
    assert works(course) == {"7", "8"}


def test_strangers_are_graded_and_doubts_are_not_decided(course: Class) -> None:
    course.put({"Иванов Иван.ipynb": BOOK, "guest.py": "x = 1", "Смирнова О.ipynb": BOOK})
    name = roster(course, "id,name", "1,Иванов Иван Петрович", "2,Иванов Иван Олегович", "3,Смирнова Ольга")
    said = course.batch("--roster", name)
    assert works(course) == {"Иванов Иван.ipynb", "guest.py", "Смирнова О.ipynb"}
    assert (
        "Not on the roster: Иванов Иван.ipynb: it may be of any of 2 students of the roster: 1 (Иванов Иван Петрович), 2"
        in said
    )
    assert "Not on the roster: guest.py: nobody of this name or id is on the roster." in said
    assert "No work was found of 1 (Иванов Иван Петрович) (perhaps Иванов Иван.ipynb)." in said
    assert "No work was found of 3 (Смирнова Ольга)." in said


def test_two_works_of_one_student_are_left_out(course: Class) -> None:
    course.put(
        {"Berg Anna.ipynb": BOOK, "anna berg/work.ipynb": BOOK, "a.berg.py": "x = 1", "bo.py": "x = 1"}
    )
    name = roster(course, "id,name,email", "1,Anna Berg,a.berg@example.org", "2,Bo Berg,bo@example.org")
    said = course.batch("--roster", name)
    assert works(course) == {"2"}
    assert said.count("Left out: ") == 3
    assert "there are 3 works of 1 (Anna Berg)" in said
    assert (
        "and which one came last is not known; leave one of them, or say with --times when each came" in said
    )
    assert "No work was found" not in said


def test_a_work_that_is_left_out_is_no_want_of_one(course: Class) -> None:
    (course.folder / "Berg Anna.rar").write_bytes(b"Rar!")
    raw_zip(course.folder / "Berg Bo.zip", [b"a.py"], flags=1)
    course.put({"Berg Cy.py": "x = 1"})
    said = course.batch("--roster", roster(course, "id,name", "1,Anna Berg", "2,Bo Berg", "3,Cy Berg"))
    assert works(course) == {"3"}
    assert "No work was found" not in said
    assert "Left out: 2: The archive Berg Bo.zip is encrypted" in said


def test_the_same_work_under_the_roster_is_graded_once(course: Class) -> None:
    course.put(dict.fromkeys(moodle(STUDENTS[0]), BOOK))
    course.batch("--roster", whole(course))
    assert "s000: already graded, unchanged" in course.batch("--roster", whole(course))


def test_a_roster_is_known_to_the_batches_after_it(course: Class) -> None:
    course.put({"Berg Anna.ipynb": BOOK})
    course.batch("--roster", roster(course, "id,name,submitted_at", "17,Anna Berg,2026-11-20 23:59"))
    kept = course.course / "results" / "roster.csv"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text(encoding="utf-8").splitlines()[1].startswith("17,Anna Berg,")
    assert "2026" not in kept.read_text(encoding="utf-8"), "a later work came later"
    said = course.batch()
    assert "17: already graded, unchanged" in said
    assert said.count("The roster of an earlier batch is taken") == 1
    assert "with 1 student;" in said
    other = roster(course, "id,name", "18,Anna Berg", "19,Bo Berg", name="other.csv")
    assert "earlier batch" not in course.batch("--roster", other)
    assert works(course) == {"18"}
    assert "with 2 students" in course.batch()


def test_a_batch_whose_roster_cannot_be_kept_says_so_and_goes_on(course: Class) -> None:
    course.put({"Berg Anna.ipynb": BOOK})
    (course.course / "results" / "roster.csv").mkdir(parents=True)
    said = course.batch("--roster", roster(course, "id,name", "17,Anna Berg"))
    assert works(course) == {"17"}
    assert "The roster cannot be kept in" in said
    assert "give it to the next commands, too" in said


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["name,login", "Anna,a"], "has no column id; its first line names the columns, id and name among them"),
        (["id,name", "1,Anna", "1,Bo"], "has two students with the id 1"),
        (["id,name,id", "1,Anna,2"], "has two columns id"),
        (["id,name", ",Anna"], "line 2: a student has no id or no name"),
        (["id,name"], "has no student"),
        ([""], "has no column id"),
        (["id,name", '1,"Anna'], "line 2: unexpected end of data"),
    ],
)  # fmt: skip
def test_a_roster_that_is_none_is_one_sentence(course: Class, rows: list[str], words: str) -> None:
    course.put({"a.py": "x = 1"})
    assert words in course.batch("--roster", roster(course, *rows), code=2)
    assert "cannot be read" in course.batch("--roster", "nowhere.csv", code=2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Иванов Пётр", "петр ИВАНОВ"),
        ("Müller-Lüdenscheidt, Jörg", "jorg_muller_ludenscheidt"),
        ("O'Neil Sean", "ONeil Sean"),
        ("Яшина", unicodedata.normalize("NFD", "яшина")),
        ("garcialopezana", "García López, Ana"),
    ],
)
def test_names_are_the_same(one: str, other: str) -> None:
    assert is_same(one, other)
    assert is_same(other, one)


def test_names_are_not_the_same() -> None:
    assert not is_same("", "")
    assert not is_same("Иванов Иван", "Иванова Ивана")
    assert is_part("Иванов Иван", "Иванов Иван Петрович")
    assert not is_part("Иванов", "Иванов Иван Петрович")

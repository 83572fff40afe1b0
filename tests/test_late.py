"""Late work costs what the rubric says, never more than is known, and the points before it stay visible."""

import csv
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harness.assignment.deadline import LatePart
from harness.assignment.rubric import read_rubric
from harness.errors import UsageError
from harness.grading.lateness import judged
from harness.intake.times import Arrival, parse_time
from harness.report.view import View
from harness.words.shown import Shown
from tests.handed_in import Class
from tests.packed import BOOK, raw_zip, tarred
from tests.report import sample_grades
from tests.students import STUDENTS, canvas, moodle

DEADLINE = """
deadline: {at: 2026-11-20 23:59, zone: Europe/Moscow, grace_minutes: 15}
late: {points: 10, floor: 30}
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Class:
    made = Class(tmp_path, monkeypatch, capsys)
    made.rubric(DEADLINE)
    return made


def times(course: Class, *rows: str) -> str:
    (course.course / "times.csv").write_text("\n".join(["id,submitted_at", *rows]), encoding="utf-8")
    return "times.csv"


def late(found: dict[str, object]) -> dict[str, tuple[object, ...]]:
    rows = found["submissions"]
    assert isinstance(rows, list)
    return {row["name"]: (row["late"]["days"], row["late"]["penalty"], row["points"]) for row in rows}


def test_a_table_of_times_and_the_penalty_of_the_rubric(course: Class) -> None:
    names = ("early", "grace", "late", "zone", "week", "silent")
    course.put({f"{name}/work.ipynb": BOOK for name in names})
    table = times(
        course,
        "early,2026-11-20 23:59",
        "grace,21.11.2026 00:14",
        "late,2026-11-21T00:15:00",
        "zone,2026-11-21T21:30:00Z",
        "week,2026-11-29 12:00",
        "nobody,2026-11-29 12:00",
    )
    found = course.listing("--times", table)
    assert late(found) == {
        "early": (0, 0.0, 80.0),
        "grace": (0, 0.0, 80.0),
        "late": (1, 10.0, 70.0),
        "zone": (2, 20.0, 60.0),
        "week": (9, 50.0, 30.0),
        "silent": (None, 0.0, 80.0),
    }
    said = course.batch("--times", table, "--again", "--export", "csv")
    assert "The table of times names nobody, and no submission here is called so." in said
    assert "(late, 10 points taken off)" in said
    with (course.course / "results" / "grades.csv").open(encoding="utf-8-sig") as file:
        rows = {
            row["submission"]: (row["late_days"], row["late_penalty"], row["points"])
            for row in csv.DictReader(file)
        }
    assert rows["late"] == ("1", "10", "70")
    assert rows["silent"] == ("", "0", "80")


def test_the_roster_can_say_when(course: Class) -> None:
    course.put({name: BOOK for one in STUDENTS[:2] for name in moodle(one)})
    rows = [
        "id,name,submitted_at",
        *(f"{one.number},{one.name},2026-11-2{n} 12:00" for n, one in enumerate(STUDENTS[:2])),
    ]
    (course.course / "roster.csv").write_text("\n".join(rows), encoding="utf-8")
    assert late(course.listing("--roster", "roster.csv")) == {"s000": (0, 0.0, 80.0), "s001": (1, 10.0, 70.0)}


def test_what_canvas_says_is_told_and_takes_nothing(course: Class) -> None:
    course.put({**canvas(STUDENTS[0], late=True), **canvas(STUDENTS[1])})
    found = course.listing()
    reasons = [one["late"]["reason"] for one in found["submissions"]]
    assert reasons[0].startswith(
        "Canvas calls it late, and when it was handed in is not known, so nothing is taken off"
    )
    assert reasons[1].startswith("Canvas does not call it late")
    assert {points for _, _, points in late(found).values()} == {80.0}


def test_times_of_files_count_where_they_are_asked_for(course: Class) -> None:
    course.put({"alice/work.ipynb": BOOK, "alice/.cache": "", "bob.ipynb": BOOK})
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()
    for name, when in (("alice/work.ipynb", moment), ("bob.ipynb", moment - 3 * 86400)):
        os.utime(course.folder / name, (when, when))
    assert late(course.listing())["alice"] == (None, 0.0, 80.0)
    found = course.listing("--times", "files", "--again")
    assert late(found) == {"alice": (2, 20.0, 60.0), "bob.ipynb": (0, 0.0, 80.0)}


def test_times_in_an_archive_of_a_class(course: Class) -> None:
    # The date in raw_zip: 2025-01-01 00:00:00 by the clock of the rubric's zone.
    raw_zip(course.course / "class.zip", [b"alice.py"])
    course.rubric(DEADLINE.replace("2026-11-20 23:59", "2024-12-31 23:30"))
    assert late(course.listing("--times", "files", path="class.zip"))["alice.py"] == (1, 10.0, 70.0)
    # The tar has no time: 1970.
    tarred(course.course / "class.tar", {"bob.py": "x = 1"}, "w:")
    assert late(course.listing("--times", "files", path="class.tar"))["bob.py"] == (None, 0.0, 80.0)


def test_a_time_that_was_known_is_not_forgotten(course: Class) -> None:
    course.put({"alice/work.ipynb": BOOK})
    assert late(course.listing("--times", times(course, "alice,2026-11-21 12:00")))["alice"] == (
        1,
        10.0,
        70.0,
    )
    assert "already graded, unchanged" in course.batch()
    assert late(course.listing("--again"))["alice"] == (1, 10.0, 70.0)
    course.rubric("")
    found = course.listing()
    assert (found["submissions"][0]["late"], found["submissions"][0]["points"]) == (None, 80.0)


def test_a_changed_deadline_grades_those_anew_for_whom_it_matters(course: Class) -> None:
    course.put({"alice/work.ipynb": BOOK, "bob/work.ipynb": BOOK})
    table = times(course, "alice,2026-11-21 12:00", "bob,2026-11-19 12:00")
    course.batch("--times", table)
    course.rubric(DEADLINE.replace("2026-11-20", "2026-11-25"))
    assert late(course.listing())["alice"] == (0, 0.0, 80.0)
    assert list(course.works) == ["alice"]


@pytest.mark.parametrize(
    ("rule", "earned", "days", "taken"),
    [
        ({"points": 10}, 80.0, 3, 30.0),
        ({"points": 10}, 25.0, 3, 25.0),
        ({"points": 10, "floor": 40}, 80.0, 9, 40.0),
        ({"points": 10, "floor": 40}, 30.0, 1, 0.0),
        ({"share": 0.1}, 80.0, 2, 16.0),
        ({"share": 0.4}, 80.0, 3, 80.0),
        ({"share": 0.1}, 33.33, 1, 3.33),
    ],
)
def test_what_days_cost(rule: dict[str, float], earned: float, days: int, taken: float) -> None:
    assert LatePart(**rule).penalty(earned, days) == pytest.approx(taken)


def rubric(tmp_path: Path, more: str) -> Path:
    text = (Path(__file__).parent.parent / "rubric.yaml").read_text(encoding="utf-8")
    (tmp_path / "rubric.yaml").write_text(
        text.replace("\ncriteria:", f"\n{more}\ncriteria:"), encoding="utf-8"
    )
    return tmp_path / "rubric.yaml"


def test_a_day_has_24_hours_when_the_clock_changes(tmp_path: Path) -> None:
    part = read_rubric(rubric(tmp_path, "deadline: {at: 2026-03-28 23:59, zone: Europe/Berlin}")).deadline
    assert part is not None
    assert parse_time("2026-03-29 23:59", UTC, "") - part.moment == timedelta(hours=25)
    berlin = read_rubric(
        rubric(tmp_path, "deadline: {at: 2026-03-28 23:59, zone: Europe/Berlin}\nlate: {points: 1}")
    )
    grade = judged(sample_grades.good(points=80.0), berlin, Arrival(at=part.moment + timedelta(hours=24)))
    assert grade.late is not None
    assert (grade.late.days, grade.points, grade.earned) == (1, 79.0, 80.0)
    assert "2026-03-30 00:59 CEST" in grade.late.reason
    assert "2026-03-28 23:59 CET" in grade.late.reason


def test_a_coarse_page_does_not_tell_points_by_the_penalty(tmp_path: Path) -> None:
    shared = read_rubric(rubric(tmp_path, "deadline: {at: 2026-03-28 23:59, zone: UTC}\nlate: {share: 0.1}"))
    arrival = Arrival(at=datetime(2026, 3, 30, tzinfo=UTC))
    plain = sample_grades.good(points=77.77)
    by_score = plain.criteria[-1].model_copy(update={"checks": []})
    plain = plain.model_copy(update={"criteria": [*plain.criteria[:-1], by_score]})
    grade = judged(plain, shared, arrival)
    assert View(Shown.EXACT).late(grade).endswith("Taken off: 15.55 of 77.77 points.")
    for shown in (Shown.BANDS, Shown.NONE):
        said = View(shown).late(grade)
        assert said.endswith(
            "Each costs 10% of the points that were earned. The points on this page are those before it."
        )
        assert View(shown).total(grade) == View(shown).total(plain)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("late: {points: 5}", "there is no 'deadline'"),
        ("deadline: {at: 2026-11-20 23:59}", "deadline.zone: Field required"),
        ("deadline: {at: 2026-11-20 23:59, zone: Mars/Base}", "this machine knows no zone 'Mars/Base'"),
        ("deadline: {at: '2026-11-20T23:59+03:00', zone: UTC}", "write the time without an offset"),
        ("deadline: {at: 2026-11-20 23:59, zone: UTC}\nlate: {floor: 5}", "either points or a share"),
        ("deadline: {at: 2026-11-20 23:59, zone: UTC}\nlate: {points: 5, share: 0.1}", "either points or a share"),
    ],
)  # fmt: skip
def test_a_deadline_that_is_none_is_one_sentence(tmp_path: Path, more: str, words: str) -> None:
    with pytest.raises(UsageError, match=rf"rubric\.yaml:\d+: .*{re.escape(words)}"):
        read_rubric(rubric(tmp_path, more))


def test_times_that_cannot_be_read(course: Class) -> None:
    course.put({"alice/work.ipynb": BOOK})
    said = course.batch("--times", times(course, "alice,tomorrow"), code=2)
    assert "times.csv, line 2: 'tomorrow' is no time; write it as 2026-11-20 23:59" in said
    assert "no id and no name" in course.batch("--times", times(course, ",2026-11-20"), code=2)
    course.rubric("")
    assert "The rubric has no deadline, and there is no --roster, so --times says nothing" in course.batch(
        "--times", "times.csv", code=2
    )

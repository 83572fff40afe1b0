"""Where the rubric says so, a student's best attempt counts."""

import csv
from pathlib import Path

import pytest

from harness.deciding import Opinion, decide
from harness.grade.decision import Verdict
from harness.handing_over import Exports
from harness.words.shown import Shown
from tests.handed_in import Class
from tests.report import sample_grades


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Class:
    return Class(tmp_path, monkeypatch, capsys)


def hand_in(course: Class, points: float) -> tuple[object, str]:
    """The points that count after a work that earns these, and what the batch said."""
    course.points = points
    course.put({"alice/solution.py": f"print({points})"})
    (row,) = course.listing("--export", "csv")["submissions"]
    with (course.course / "results" / "grades.csv").open(encoding="utf-8-sig") as file:
        (cells,) = csv.DictReader(file)
    assert float(cells["points"]) == row["points"]
    return row["attempt"], cells["points"]


def test_the_last_attempt_counts_or_the_best(course: Class) -> None:
    assert hand_in(course, 80) == (1, "80")
    assert hand_in(course, 60) == (2, "60")
    course.rubric("attempts_count: best")
    assert hand_in(course, 60) == (1, "80")
    assert hand_in(course, 85) == (3, "85")
    assert hand_in(course, 85.0) == (4, "85")
    assert hand_in(course, 70) == (4, "85")
    said = course.batch()
    assert "alice: attempt 4 counts, as the best: it has 85 points, and attempt 5 has 70" in said


def test_what_is_late_is_best_by_what_is_left(course: Class) -> None:
    rule = "attempts_count: best\nlate: {points: 10}\ndeadline: {at: 2026-11-20 23:59, zone: UTC}"
    course.rubric(rule)
    assert hand_in(course, 80) == (1, "80")
    (course.course / "times.csv").write_text("id,submitted_at\nalice,2026-11-21 12:00\n", encoding="utf-8")
    course.points = 85
    course.put({"alice/solution.py": "print('later')"})
    (row,) = course.listing("--times", "times.csv")["submissions"]
    assert (row["attempt"], row["points"]) == (1, 80)


def test_a_held_attempt_is_shown_until_a_person_has_decided(
    course: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.rubric("attempts_count: best")
    hand_in(course, 80)
    course.make = sample_grades.held
    course.points = 10
    course.put({"alice/solution.py": "print('held')"})
    (row,) = course.listing(code=22)["submissions"]
    assert (row["attempt"], row["is_mark"]) == (2, False)
    results = course.course / "results"
    decide(
        results,
        "alice",
        None,
        Opinion(Verdict.REJECTED, "Copied.", "Ada"),
        Exports({}, results, print),
        Shown.EXACT,
    )
    (row,) = course.listing()["submissions"]
    assert (row["attempt"], row["points"], row["is_mark"]) == (1, 80, True)


@pytest.mark.parametrize(("rule", "counts"), [("last", 70), ("best", 90)])
def test_several_works_of_one_student_are_attempts_in_their_order(
    course: Class, rule: str, counts: int
) -> None:
    course.rubric(f"attempts_count: {rule}")
    course.put({"Berg Ann.py": "print(60)", "ann.berg.py": "print(90)", "ann berg/solution.py": "print(70)"})
    (course.course / "roster.csv").write_text(
        "id,name,login\n1,Ann Berg,ann.berg\n2,Bo Berg,bo\n", encoding="utf-8"
    )
    (course.course / "times.csv").write_text(
        "name,submitted_at\nBerg Ann.py,2026-11-01 10:00\nann.berg.py,2026-11-02 10:00\nann berg,2026-11-03 10:00\n",
        encoding="utf-8",
    )
    course.by_content = True
    options = ("--roster", "roster.csv", "--times", "times.csv")
    found = course.listing(*options)
    assert [(row["name"], row["points"]) for row in found["submissions"]] == [("1", counts)]
    left = {one["name"]: one["why"] for one in found["left_out"]}
    assert left == (
        {}
        if rule == "best"
        else dict.fromkeys(["Berg Ann.py", "ann.berg.py"], "a later work of 1 counts in its place")
    )
    assert len(list((course.course / "results").glob("*/*/grade.json"))) == (3 if rule == "best" else 1)
    assert [row["points"] for row in course.listing(*options)["submissions"]] == [counts]
    assert course.works == {}

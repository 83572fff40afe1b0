"""The board as a teacher makes it: ``harness leaderboard --html FILE --table``."""

import csv
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.batch.lock import LOCK
from harness.cli import main
from harness.grade.decision import Decision, Verdict
from harness.outcome import Outcome
from harness.workplace import Workplace
from tests import digits_course
from tests.board.students import Course


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    results = digits_course.enter(tmp_path, monkeypatch)
    monkeypatch.setenv("COLUMNS", "140")
    drawing = Workplace.find(Path("rubric.yaml")).drawing(lambda text: None)
    return Course(results, drawing.split_id, drawing.split().hidden_labels.astype(np.int64))


def table(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[tuple[str, str]], str]:
    """Rank and name of each row, and all that was said."""
    assert main(["leaderboard", "--rubric", "rubric.yaml", "--table", *arguments]) == 0
    said = capsys.readouterr().out
    rows = re.findall(r"^ *(=?\d+(?: ≈)?|–) +(\S+(?: \d+)?) +[\d.–]+ ", said, re.MULTILINE)
    return rows, said


def rubric(text: str) -> None:
    with Path("rubric.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")


def test_ties_share_a_rank(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    course.mark("alice", course.answers(0.95, 1))
    course.mark("bob", course.answers(0.94, 1))
    course.mark("carol", course.answers(0.5, 1))
    rows, said = table(capsys, "--names", "name")
    assert rows == [("=1", "alice"), ("=1", "bob"), ("3", "carol")]
    assert "1 to 2" in said
    assert "3 students." in said


def test_a_file_of_ours_among_the_results_is_no_student(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    course.mark("alice", course.answers(0.95, 1))
    # The lock of `harness batch` stays there.
    (course.results / LOCK).touch()
    rows, said = table(capsys, "--names", "name")
    assert rows == [("1", "alice")]
    assert LOCK not in said


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": Outcome.CODE_ERROR},
        {"is_mark": False, "held": ["A checker broke."]},
        {"is_mark": False, "outcome": Outcome.GRADER_BUG},
        {"metrics": None},
        {"networks": []},
    ],
    ids=["failed", "held", "our fault", "no network scored", "no best network"],
)
def test_only_a_mark_of_a_whole_run_has_a_place(
    course: Course, capsys: pytest.CaptureFixture[str], changes: dict[str, Any]
) -> None:
    course.mark("alice", course.answers(0.9, 1))
    course.mark("bob", course.answers(0.99, 1), **changes)
    rows, said = table(capsys, "--names", "name")
    assert rows == [("1", "alice")]
    assert "1 work has no place here" in said


def test_what_a_person_decided_counts(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    for name, verdict in (("alice", Verdict.RELEASED), ("bob", Verdict.REJECTED)):
        folder = course.mark(name, course.answers(0.9, 1), is_mark=False, held=["A checker broke."])
        decision = Decision(
            verdict=verdict,
            by="T",
            why="Read.",
            at="2026-11-28T10:00:00Z",
            of_attempt=1,
            reasons=["A checker broke."],
        )
        (folder / "decision.json").write_text(decision.model_dump_json())
    assert table(capsys, "--names", "name")[0] == [("1", "alice")]


@pytest.mark.parametrize("dry", ["smoke", "stand_in"])
def test_a_dry_run_changes_nothing(course: Course, capsys: pytest.CaptureFixture[str], dry: str) -> None:
    changes: dict[str, Any] = {"is_mark": False, dry: True}
    course.mark("alice", course.answers(0.9, 1))
    course.mark("alice", course.answers(0.1, 1), 2, **changes)
    course.mark("bob", course.answers(0.1, 1), **changes)
    rows, said = table(capsys, "--names", "name")
    assert rows == [("1", "alice")]
    assert "no place" not in said


def test_the_attempt_that_counts_stands_there(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    course.mark("alice", course.answers(0.9, 1), 1, points=80)
    course.mark("alice", course.answers(0.5, 1), 2, points=60)
    course.mark("bob", course.answers(0.7, 1))
    assert [name for _, name in table(capsys, "--names", "name")[0]] == ["bob", "alice"]
    rubric("attempts_count: best")
    assert [name for _, name in table(capsys, "--names", "name")[0]] == ["alice", "bob"]


def test_no_tie_is_claimed_where_answers_are_not_at_hand(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    course.mark("alice", course.answers(0.95, 1))
    course.mark("bob", course.answers(0.94, 1), kept=False)
    course.mark("carol", course.answers(0.93, 1), split_id="another")
    course.mark("dave", course.answers(0.92, 1))
    folder = course.mark("erin", course.answers(0.91, 1))
    shutil.copy(course.results / "alice" / "1" / "predictions.npz", folder)
    rows, said = table(capsys, "--names", "name")
    assert [name for _, name in rows] == ["alice", "bob", "carol", "dave", "erin"]
    assert [rank.endswith("≈") for rank, _ in rows] == [False, True, True, False, True]
    assert not any(rank.startswith("=") for rank, _ in rows)
    assert "3 works, marked ≈," in said


def test_by_default_no_name_is_shown(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    course.mark("alice", course.answers(0.95, 1))
    course.mark("Bob <b>", course.answers(0.5, 1))
    rows, said = table(capsys, "--html", "board.html", "--aliases", "who.csv")
    page = Path("board.html").read_text(encoding="utf-8")
    assert not re.search("alice|bob", said + page, re.IGNORECASE)
    with Path("who.csv").open(encoding="utf-8") as file:
        who = {row["submission"]: row["alias"] for row in csv.DictReader(file)}
    assert who.keys() == {"alice", "Bob <b>"}
    assert [name for _, name in rows] == [who["alice"], who["Bob <b>"]]
    assert all(alias in page for alias in who.values())
    assert Path("who.csv").stat().st_mode & 0o077 == 0
    rubric("leaderboard: {names: name}")
    assert table(capsys)[0][0] == ("1", "alice")


def test_bands_tell_no_more_than_bands(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    course.mark("zoe", course.answers(0.93, 1))
    course.mark("alice", course.answers(0.91, 2))
    course.mark("bob", course.answers(0.5, 1))
    rubric("feedback: {hidden: bands}")
    rows, said = table(capsys, "--names", "name", "--html", "board.html")
    page = Path("board.html").read_text(encoding="utf-8")
    assert rows == [("=1", "alice"), ("=1", "zoe"), ("3", "bob")]
    assert "0.90–0.95" in said
    assert not re.search(r"\d\.\d{3}", said + page.partition("<body>")[2])
    assert "<svg" not in page


def test_a_rubric_that_shows_nothing_makes_no_board(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    course.mark("alice", course.answers(0.9, 1))
    rubric("feedback: {hidden: none}")
    rows, said = table(capsys, "--names", "name", "--html", "board.html")
    page = Path("board.html").read_text(encoding="utf-8")
    assert rows == []
    assert "there is no board" in said
    assert "alice" not in page
    assert "<table" not in page


def test_samples_are_left_out(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    course.mark("alice", course.answers(0.9, 1))
    course.mark("sample one", course.answers(0.99, 1))
    rows, _ = table(capsys, "--names", "name", "--except", "sample one")
    assert rows == [("1", "alice")]
    assert main(["leaderboard", "--table", "--except", "alicia"]) == 2
    assert "did you mean alice?" in capsys.readouterr().err


def test_one_that_cannot_be_read_costs_the_others_nothing(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    course.mark("alice", course.answers(0.9, 1))
    (course.mark("bob", course.answers(0.9, 1)) / "decision.json").write_text("{")
    (course.mark("carol", course.answers(0.9, 1)) / "grade.json").write_text("{")
    rows, said = table(capsys, "--names", "name", "--html", "board.html")
    assert rows == [("1", "alice")]
    assert "bob is not on the board: " in said
    assert "bob" not in Path("board.html").read_text(encoding="utf-8")


def test_nobody_yet(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    rows, said = table(capsys, "--html", "board.html", "--aliases", "who.csv")
    assert rows == []
    assert "Nobody has a place yet." in said


def test_a_page_that_cannot_be_written_is_told(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["leaderboard", "--rubric", "rubric.yaml", "--html", "nowhere/board.html"]) == 2
    assert "nowhere/board.html cannot be written" in capsys.readouterr().err

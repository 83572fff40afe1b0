"""A batch from cron: what it says, that it is alone on its results, what arrives meanwhile, and when our side fails."""

import fcntl
import json
from pathlib import Path
from typing import Any

import pytest

from harness.batch.arriving import Arrivals
from harness.batch.lock import LOCK
from harness.cli import main
from harness.grade.record import Grade
from harness.intake.collect import collected
from harness.outcome import Outcome
from tests.handed_in import Class
from tests.report import sample_grades


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Class:
    monkeypatch.setattr("harness.batch.steady.PAUSES", (0.0, 0.0))
    made = Class(tmp_path, monkeypatch, capsys)
    made.put({"alice.py": "x = 1", "bob.py": "x = 2"})
    return made


def test_a_second_batch_on_the_same_results_ends_with_a_code_of_its_own(course: Class) -> None:
    (course.course / "results").mkdir()
    with (course.course / "results" / LOCK).open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        said = course.batch(code=23)
        assert said.startswith("Another batch works on ")
        assert "process " in said
        assert said.endswith("Let it end, or give another folder with --output.")
        assert course.works == {}
        course.batch("--output", "elsewhere")
    # What a killed one left does not count.
    course.batch()
    assert set(course.works) == {"alice.py", "bob.py"}


def test_quiet_says_nothing_where_nobody_is_needed(course: Class) -> None:
    assert course.batch("--quiet") == ""
    course.put({"notes.txt": "", "eve.py": "x = 3"})
    course.make = sample_grades.held
    said = course.batch("--quiet", code=22)
    assert said.startswith("Left out: notes.txt: it is neither")
    assert "Needs a human: eve.py" in said


def test_the_best_are_audited_after_all_are_graded(course: Class) -> None:
    course.by_content = True
    course.put({"eve.py": "x = 9", "joe.py": "x = 0"})

    def attempts(*arguments: str) -> dict[str, list[bool]]:
        course.batch(*arguments)
        graded = sorted((course.course / "results").glob("*/*/grade.json"))
        return {
            name: [Grade.read(path).audit is not None for path in graded if name in str(path)]
            for name in ("alice", "bob", "eve", "joe")
        }

    first = {"alice": [False], "bob": [False, True], "eve": [False, True], "joe": [False]}
    assert attempts("--audit", "top:2") == first
    # An audited grade says no less, and who is audited is not audited again.
    assert attempts() == attempts("--audit", "top:2") == first
    assert attempts("--audit", "top:9") == {**first, "alice": [False, True]}
    assert attempts("--audit") == {**first, "alice": [False, True], "joe": [False, True]}


@pytest.mark.parametrize("which", ["best", "top:0", "top:x", "class"])
def test_which_are_audited_is_told_in_words_of_ours(which: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["batch", "class", "--audit", which])
    said = f"takes all, or how many of the best, such as top:5, not '{which}'"
    assert said in capsys.readouterr().err


def test_whoever_watches_never_knows_who_is_best(course: Class) -> None:
    assert "leave out top:2" in course.batch("--watch", "--audit", "top:2", code=2)


def events(said: str) -> list[dict[str, Any]]:
    return [json.loads(part) for part in said.replace("} {", "}\n{").splitlines() if part.startswith("{")]


def test_json_is_one_object_a_line(course: Class) -> None:
    told = events(course.batch("--json"))
    assert [one["event"] for one in told] == ["begin", "grade", "grade", "end"]
    begin, first, second, end = told
    assert (begin["total"], begin["seconds_left"]) == (2, None)
    assert (first["submission"], first["outcome"], first["done"]) == ("alice.py", "graded", 1)
    assert (second["submission"], second["total"], second["held"]) == ("bob.py", 2, [])
    assert (end["outcomes"], end["held"], end["left_out"], end["code"]) == ({"graded": 2}, [], {}, 0)
    assert all(one["time"].endswith("+00:00") for one in told)


def test_json_and_quiet_are_two_ways(course: Class) -> None:
    assert course.batch("--json", "--quiet", code=2).startswith("--quiet and --json are two ways to speak")


def test_the_summary_is_a_mail(course: Class) -> None:
    course.batch("--quiet", "--summary", "mail.txt")
    mail = (course.course / "mail.txt").read_text(encoding="utf-8")
    assert "Submissions with a grade: 2." in mail
    assert "Held: 0. Left out: 0. Exit code: 0." in mail
    assert "alice.py" in mail


@pytest.mark.parametrize("option", ["--summary", "--listing"])
def test_a_file_that_cannot_be_written_is_told_before_anything_is_graded(course: Class, option: str) -> None:
    said = course.batch("--quiet", option, "nowhere/mail.txt", code=2)
    assert said == "nowhere/mail.txt cannot be written (No such file or directory); name another file."
    assert "Is a directory" in course.batch("--quiet", option, "class", code=2)
    assert course.works == {}


def test_what_our_side_failed_is_tried_again_and_is_no_attempt_meanwhile(course: Class) -> None:
    tries = list[str]()

    def at_the_third(**known: Any) -> Grade:
        tries.append(known["submission"])
        if known["submission"] == "alice.py" and tries.count("alice.py") < 3:
            known |= {"outcome": Outcome.INFRASTRUCTURE, "is_mark": False}
        return sample_grades.good(**known)

    course.make = at_the_third
    said = course.batch()
    assert sorted(tries) == ["alice.py"] * 3 + ["bob.py"]
    assert said.count("alice.py: our side failed") == 2
    assert [path.name for path in (course.course / "results" / "alice.py").iterdir()] == ["1"]


def test_a_batch_in_which_everything_fails_on_our_side_stops_early(course: Class) -> None:
    course.put({f"student{number:02}.py": f"x = {number}" for number in range(20)})
    tries = list[str]()

    def away(**known: Any) -> Grade:
        tries.append(known["submission"])
        return sample_grades.good(**known, outcome=Outcome.INFRASTRUCTURE, is_mark=False)

    course.make = away
    said = course.batch(code=20)
    assert len(set(tries)) < 8
    assert "so the batch stopped" in said
    assert "it was not begun" in said
    # Docker is back.
    course.make = sample_grades.good
    course.batch()
    assert len(course.works) == 22


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_work_is_taken_when_it_rests_and_again_when_it_changes(course: Class) -> None:
    clock = Clock()
    arrivals = Arrivals(rest=10, clock=clock)

    def look(*busy: str) -> list[str]:
        with collected(course.folder) as collection:
            return [found.name for found in arrivals.ready(collection, frozenset(busy)).found]

    assert look() == []
    clock.now = 9
    course.put({"bob.py": "x = 22  # still being written"})
    assert look() == []
    clock.now = 10
    assert look() == ["alice.py"]
    clock.now = 19
    assert look() == ["bob.py"]
    clock.now = 60
    assert look() == []
    course.put({"alice.py": "x = 111", "carol/solution.py": "x = 1"})
    assert look() == []
    clock.now = 70
    assert look("alice.py") == ["carol"]
    assert look() == ["alice.py"]


def test_watch_takes_a_folder(course: Class) -> None:
    assert course.batch("--watch", path="class.zip", code=2).startswith("--watch takes a folder")


def test_watch_grades_what_is_there_and_ends_with_ctrl_c(
    course: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = list[int]()

    def ready(arrivals: Arrivals, collection: Any, busy: frozenset[str]) -> Any:
        looks.append(len(collection.found))
        if len(looks) == 1:
            return collection
        collection.found.clear()
        if not busy:
            raise KeyboardInterrupt
        return collection

    monkeypatch.setattr(Arrivals, "ready", ready)
    monkeypatch.setattr("harness.cli.class_run.LOOK_SECONDS", 0.0)
    said = course.batch("--watch", "--json")
    assert set(course.works) == {"alice.py", "bob.py"}
    assert events(said)[-1]["outcomes"] == {"graded": 2}

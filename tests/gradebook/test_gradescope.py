"""Grades as Gradescope takes them, and the harness as its autograder."""

import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.cli import main
from harness.errors import InfrastructureError
from harness.grade.record import Grade
from harness.gradebook.gradescope import result_of
from harness.intake.submission import Submission
from harness.outcome import Outcome
from harness.words.shown import Shown
from harness.workplace import Workplace
from tests.gradebook.course import Course
from tests.report import sample_grades

VISIBILITIES = {"visible", "hidden", "after_due_date", "after_published"}


def valid(made: dict[str, Any]) -> dict[str, Any]:
    """The result, if its fields are those of Gradescope's specification."""
    top = {
        "score",
        "execution_time",
        "output",
        "visibility",
        "stdout_visibility",
        "extra_data",
        "tests",
        "leaderboard",
    }
    top |= {"output_format", "test_output_format", "test_name_format"}
    assert made.keys() <= top
    assert made.get("visibility", "visible") in VISIBILITIES
    assert made["stdout_visibility"] == "hidden"
    assert isinstance(made["output"], str)
    for test in made["tests"]:
        assert test.keys() <= {"score", "max_score", "name", "number", "output", "visibility"}
        assert test["visibility"] in VISIBILITIES
        assert 0 <= test["score"] <= test["max_score"]
    for one in made.get("leaderboard", []):
        assert one.keys() <= {"name", "value", "order"}
    return made


def by_score(**changes: Any) -> Grade:
    """A grade whose last criterion is by a scale."""
    criteria = sample_grades.good().criteria
    criteria[-1] = criteria[-1].model_copy(update={"checks": []})
    return sample_grades.good(criteria=criteria, **changes)


def test_a_mark_has_a_score_and_a_test_for_each_criterion() -> None:
    grade = sample_grades.good()
    made = valid(result_of(grade, Shown.EXACT))
    assert made["score"] == round(grade.points, 2)
    assert [(one["name"], one["score"]) for one in made["tests"]] == [
        (one.title, round(one.points, 2)) for one in grade.criteria
    ]
    assert sum(one["score"] for one in made["tests"]) == pytest.approx(made["score"], abs=0.05)
    assert grade.metrics is not None
    assert made["leaderboard"] == [
        {"name": "Macro-F1", "value": round(grade.metrics.macro_f1, 4), "order": "desc"}
    ]
    assert made["extra_data"]["harness"]["content_hash"] == grade.content_hash


@pytest.mark.parametrize("shown", [Shown.BANDS, Shown.NONE])
def test_what_the_rubric_hides_is_hidden_there(shown: Shown) -> None:
    made = valid(result_of(by_score(), shown))
    assert [one["visibility"] for one in made["tests"]][-2:] == ["after_published", "hidden"]
    assert made["visibility"] == "after_published"
    assert "leaderboard" not in made


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            sample_grades.held,
            "A person looks at this work and decides on its grade; there is no score until then.",
        ),
        (
            lambda: sample_grades.good(outcome=Outcome.INFRASTRUCTURE, is_mark=False),
            "The grading failed on our side (infrastructure), so there is no score.",
        ),
        (lambda: sample_grades.good(smoke=True, is_mark=False), "this was not a grading that counts"),
    ],
)
def test_what_is_not_a_mark_has_no_score(make: Callable[[], Grade], said: str) -> None:
    made = valid(result_of(make(), Shown.EXACT))
    assert said in made["output"]
    assert "score" not in made
    assert made["tests"] == []
    assert "leaderboard" not in made


def test_results_of_a_graded_submission(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    course.put("alice", 71)
    assert main(["gradescope", "results", "alice"]) == 0
    assert valid(json.loads(Path("results.json").read_text("utf-8")))["score"] == 71
    assert main(["gradescope", "results", "bob"]) == 2
    assert main(["gradescope", "results"]) == 2
    assert "Say which submission" in capsys.readouterr().err


class Autograder:
    """Gradescope's folder, with a grading that takes no time."""

    def __init__(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.graded = course.folder / "autograder", 0
        self.made: Callable[[str], Grade] = lambda content: by_score(content_hash=content, points=60.0)
        (self.folder / "submission").mkdir(parents=True)
        (self.folder / "results").mkdir()
        self.write("print(1)")
        self.backend = SimpleNamespace(warning=None)
        monkeypatch.setattr("harness.sandbox.choose.choose_backend", lambda *_, **__: self.backend)
        monkeypatch.setattr("harness.grading.pipeline.grade_submission", self._grade)
        monkeypatch.setattr(Workplace, "setting", lambda place, *_, **__: _setting(place))

    def write(self, code: str) -> None:
        (self.folder / "submission" / "solution.py").write_text(code, encoding="utf-8")

    def _grade(self, submission: Submission, *_: object) -> Grade:
        self.graded += 1
        grade = self.made(submission.content_hash)
        return grade.model_copy(update={"submission": submission.name})

    def run(self, previous: list[dict[str, Any]] | None = None, created_at: str = "") -> dict[str, Any]:
        metadata = {
            "created_at": created_at,
            "previous_submissions": [{"score": 1.0, "results": one} for one in previous or []],
        }
        (self.folder / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        assert main(["gradescope", "run", "--autograder", str(self.folder)]) == 0
        return valid(json.loads((self.folder / "results" / "results.json").read_text("utf-8")))


def _setting(place: Workplace) -> SimpleNamespace:
    return SimpleNamespace(rubric=place.rubric(), smoke=False)


@pytest.fixture
def autograder(course: Course, monkeypatch: pytest.MonkeyPatch) -> Autograder:
    return Autograder(course, monkeypatch)


def rubric(more: str) -> None:
    path = Path("rubric.yaml")
    path.write_text(more + "\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def test_an_autograder_grades_what_gradescope_puts_down(autograder: Autograder) -> None:
    assert autograder.run()["score"] == 60
    autograder.made = lambda content: sample_grades.held(content_hash=content)
    assert "score" not in autograder.run()


def test_gradescopes_time_is_when_the_work_came(autograder: Autograder) -> None:
    rubric("deadline: {at: 2026-11-20 23:59, zone: UTC}\nlate: {points: 10}")
    assert autograder.run(created_at="2026-11-20T23:00:00.365935-07:00")["score"] == 50
    assert autograder.run(created_at="2026-11-20T16:00:00-07:00")["score"] == 60
    assert autograder.run(created_at="yesterday")["score"] == 60


def test_nothing_runs_where_nothing_isolates(autograder: Autograder) -> None:
    autograder.backend.warning = "no isolation"
    made = autograder.run()
    assert "cannot keep a student's code from its own files" in made["output"]
    assert "score" not in made
    assert autograder.graded == 0


def test_what_breaks_is_no_score(autograder: Autograder) -> None:
    def disk(_: str) -> Grade:
        raise InfrastructureError("The disk is full; free it.")

    def bug(_: str) -> Grade:
        raise KeyError("secret")

    autograder.made = disk
    assert "The work was not graded: The disk is full; free it." in autograder.run()["output"]
    autograder.made = bug
    made = autograder.run()
    assert "something of the grading itself broke (KeyError)" in made["output"]
    assert "secret" not in made["output"]
    assert "score" not in made
    (autograder.folder / "submission_metadata.json").write_text("[", encoding="utf-8")
    assert main(["gradescope", "run", "--autograder", str(autograder.folder)]) == 0
    made = valid(json.loads((autograder.folder / "results" / "results.json").read_text("utf-8")))
    assert "cannot be read as Gradescope's metadata" in made["output"]


def test_the_attempts_of_the_rubric_are_counted_by_what_gradescope_kept(autograder: Autograder) -> None:
    rubric("attempts: 2")
    first = autograder.run()
    autograder.write("print(2)")
    second = autograder.run([first])
    assert autograder.graded == 2
    autograder.write("print(3)")
    autograder.made = lambda content: by_score(content_hash=content, points=99.0)
    stands = autograder.run([first, second])
    assert autograder.graded == 2
    assert stands["score"] == 60
    assert stands["output"].startswith("This work was not graded: 2 different works may be")
    assert autograder.run([first, second, stands])["output"].count("This work was not graded") == 1
    autograder.write("print(2)")
    assert autograder.run([first, second, stands])["score"] == 99


def test_the_zip_is_what_gradescope_unpacks(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARNESS_SPLIT_KEY", "the key of a test of a zip")
    wheel = course.folder / "fashion_harness-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    assert main(["gradescope", "zip"]) == 2
    assert main(["gradescope", "zip", "--wheel", str(wheel)]) == 0
    assert Path("autograder.zip").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile("autograder.zip") as archive:
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
        for name in ("setup.sh", "run_autograder"):
            assert modes[name] == 0o755
            text = archive.read(name)
            assert text.startswith(b"#!/usr/bin/env bash\n")
            subprocess.run(["bash", "-n"], input=text, check=True)
        assert archive.read("course/rubric.yaml") == (course.folder / "rubric.yaml").read_bytes()
        assert archive.read("course/.harness/split.key").strip() == b"the key of a test of a zip"
        assert archive.read(f"package/{wheel.name}") == b"wheel"
    assert modes["course/.harness/split.key"] == 0o600

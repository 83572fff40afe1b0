"""``harness show`` prints a grade that is stored, whatever name it is asked by."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli import main
from harness.grade.record import Grade
from harness.grade.results import new_attempt
from harness.handing_over import Exports
from harness.publish import publish
from harness.words.phrase import phrase
from tests.command import said
from tests.conftest import ROOT
from tests.report import sample_grades


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The results folder of the course in the current folder, with two attempts of alice and one of ``Anna B``."""
    shutil.copy(ROOT / "rubric.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    results = tmp_path / "results"
    put(results, "alice", sample_grades.code_error(submission="alice"))
    put(results, "alice", sample_grades.good(submission="alice"))
    put(results, "Anna_B-a6b0e86732af1a3d", sample_grades.good(submission="Anna B"))
    return results


def put(results: Path, folder: str, grade: Grade) -> Path:
    with new_attempt(results, folder) as attempt:
        return publish(grade, attempt, Exports({}, results, print))[1]


def test_the_newest_attempt_is_shown_as_after_grading(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = said(capsys, "show", "alice")
    assert code == 0
    assert text.startswith("alice, attempt 2 ")
    assert "Criterion Title Points Status Reason" in text
    assert text.endswith(
        f"Graded 2025-11-23 11:05 UTC. Attempts: 1, 2. Feedback: {results / 'alice' / '2' / 'feedback.html'}"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["alice/1"],
        ["alice", "--attempt", "1"],
        ["alice/1", "--attempt", "1"],
        ["results/alice/1"],
        ["results/alice/1/"],
        ["results/alice", "--attempt", "1"],
        ["results/alice/1/grade.json"],
    ],
)
def test_an_attempt_has_many_names(
    results: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = said(capsys, "show", *words)
    assert (code, text.split(" points")[0]) == (0, f"alice, attempt 1 {points(results / 'alice' / '1')}")


def points(folder: Path) -> str:
    grade = Grade.read(folder / "grade.json")
    return f"{grade.points:g} of {grade.max_points:g}"


@pytest.mark.parametrize("name", ["Anna B", "Anna B/1", "Anna_B-a6b0e86732af1a3d"])
def test_a_name_that_is_no_folder_s_is_found(
    results: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "show", name)[1].startswith("Anna B, attempt 1 ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["alise"], "There is no grade of 'alise' in {results}; did you mean alice?"),
        (["ALICE"], "There is no grade of 'ALICE' in {results}; did you mean alice?"),
        (["alise/2"], "There is no grade of 'alise' in {results}; did you mean alice?"),
        (["zz"], "There is no grade of 'zz' in {results}. There are: Anna_B-a6b0e86732af1a3d, alice."),
        (["alice", "--attempt", "7"], "{results}/alice has no attempt 7; it has 1, 2."),
        (["alice/7"], "{results}/alice has no attempt 7; it has 1, 2."),
        (["alice/1", "--attempt", "2"], "alice/1 names attempt 1, and --attempt names 2: give one of them."),
        (
            ["alice", "--output", "no"],
            "There are no grades in {project}/no; give --output where they lie elsewhere.",
        ),
        (["a\0b"], "There is no grade of 'a\\x00b' in {results}. There are: Anna_B-a6b0e86732af1a3d, alice."),
    ],
)
def test_what_is_not_there_is_one_sentence(
    results: Path, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = sentence.format(results=results, project=results.parent)
    assert said(capsys, "show", *words) == (2, wanted)


def test_a_newer_attempt_that_cannot_be_read_is_named(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = results / "alice" / "2" / "grade.json"
    broken.write_text("{", encoding="utf-8")
    code, text = said(capsys, "show", "alice")
    assert code == 0
    assert text.startswith(f"A newer attempt cannot be read: {broken} cannot be read (")
    assert "alice, attempt 1 " in text
    code, text = said(capsys, "show", "alice/2")
    assert (code, text.startswith(f"{broken} cannot be read (")) == (2, True)


def test_reasons_and_decisions_are_shown(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grade = sample_grades.held(submission="carol")
    put(results, "carol", grade)
    code, text = said(capsys, "show", "carol")
    assert code == 0
    assert "points (provisional)" in text
    assert grade.held[0] in text
    main(["reject", "carol", "--why", "It is another's work.", "--by", "Dr. Ada", "--no-leaderboard"])
    capsys.readouterr()
    text = said(capsys, "show", "carol")[1]
    assert "decided that it is not a mark (Dr. Ada, " in text
    assert "It is another's work." in text


def test_json_holds_the_record_and_what_was_decided(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(results, "carol", sample_grades.held(submission="carol"))
    main(["release", "carol", "--why", "I looked.", "--by", "Dr. Ada", "--no-leaderboard"])
    capsys.readouterr()
    assert main(["show", "carol", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["grade"] == json.loads((folder / "grade.json").read_text(encoding="utf-8"))
    assert (told["folder"], told["attempts"], told["is_mark"]) == (str(folder), [1], True)
    assert told["decision"]["by"] == "Dr. Ada"


def test_a_stored_grade_is_said_in_the_language_that_is_asked_for(results: Path) -> None:
    grade = sample_grades.good(submission="olga")
    first, *rest = grade.criteria
    told = first.saying(reason=[phrase("fashion_mnist.dataset.no_pixels")])
    put(results, "olga", grade.model_copy(update={"criteria": [told, *rest]}))
    # A process of its own: nothing has made the words of an assignment known in it.
    command = [sys.executable, "-m", "harness", "show", "olga"]
    for language, words in (("en", "pixels"), ("ru", "пикселей")):
        done = subprocess.run([*command, "--lang", language], capture_output=True, text=True, check=True)
        assert words in done.stdout

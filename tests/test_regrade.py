"""A changed rubric, check or scale is applied to what is graded, from what was kept: nothing of a student runs again."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from harness.checks.kept import KEPT, Kept
from harness.cli import main
from harness.dataset.drawing import Drawing
from harness.grade.decisions import DECISIONS
from harness.grade.record import Grade
from harness.grade.results import new_attempt, read_attempt
from harness.grading.pipeline import grade_submission
from harness.grading.setting import Setting
from harness.handing_over import Exports
from harness.intake.submission import read_submission
from harness.publish import publish
from harness.workplace import Workplace
from tests.forked import forked_checks as forked_checks
from tests.likeness.disguise import hand_in
from tests.likeness.test_kept import Answering, Silent
from tests.test_closing import ASKED, END, FUNCTIONS, RAN, said
from tests.test_trust import noise_split

RUBRIC = """
assignment: fashion_mnist
title: A work of our own
audit: never
criteria:
  - {id: ours, title: Ours, task: 1, points: 10, checks: [{check: "ours.py::check_ran", points: 10}]}
  - {id: best, title: Best, task: 7, points: 10, scale: [[0.0, 0], [0.2, 10]]}
"""
CHECK = """
import os, time

def check_ran(evidence):
    \"\"\"The work ran to its end.\"\"\"
    assert evidence.ran_through
"""
SPLIT = noise_split()
DRAWING = Drawing.of(SPLIT, 10, b"a key of sixteen characters")


class Again(Answering):
    """One that also answered what it was shown once more; where it did not, the grade is held."""

    changes = 0

    def get(self, directory: str, destination: Path) -> None:
        super().get(directory, destination)
        if self.changes:
            again = np.tile(self.answer[: len(SPLIT.hidden_labels)], self.changes)
            np.save(destination / "answers" / "predict.fresh.npy", again)


class Course:
    """A course folder with works that were graded in a sandbox that only says lines."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.results, self._capsys = folder, folder / "results", capsys
        self.rubric()
        self.check()

    def rubric(self, old: str = "", new: str = "") -> None:
        (self.folder / "rubric.yaml").write_text(
            RUBRIC.replace(old, new) if old else RUBRIC, encoding="utf-8"
        )

    def check(self, more: str = "") -> None:
        (self.folder / "ours.py").write_text(CHECK + more, encoding="utf-8")

    def setting(self, *, held: bool = False) -> Setting:
        place = Workplace.find(None)
        recorder = Again(said(FUNCTIONS, RAN, ASKED, ASKED, END))
        recorder.changes = 0 if held else 1 + len(place.rubric().of().growth)
        recorder.answer = np.arange(len(SPLIT.hidden_labels) + len(SPLIT.test_labels)) % 10
        return Setting.make(place.rubric(), place.rubric_text(), DRAWING, recorder, "none", False)

    def grade(self, name: str, *, held: bool = False) -> Path:
        submission = read_submission(
            hand_in(self.folder / "class" / name, [f"# {name}", "def predict(images): 1"])
        )
        with new_attempt(self.results, name) as attempt:
            grade = grade_submission(submission, self.setting(held=held), attempt, Silent())
            return publish(grade, attempt, Exports({}, self.results, print))[1]

    def say(self, verb: str, *words: str, code: int = 0) -> str:
        ended = main([verb, *words, "--no-leaderboard"])
        found = self._capsys.readouterr()
        text = " ".join((found.out + found.err).split())
        assert ended == code, text
        return text

    def regrade(self, *words: str, code: int = 0) -> str:
        return self.say("regrade", "--jobs", "1", *words, code=code)


@pytest.fixture
def course(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    forked_checks: None,
) -> Course:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Workplace, "drawing", lambda *_: DRAWING)
    return Course(tmp_path, capsys)


def standing(folder: Path) -> tuple[float, float, bool]:
    grade = read_attempt(folder)
    return grade.points, grade.max_points, grade.is_mark


def test_nothing_changes_where_nothing_changed(course: Course) -> None:
    folder = course.grade("alice")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert "0 grades changed, 1 grade the same, 0 grades not made anew." in course.regrade()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_scale_moves_a_grade_and_what_it_was_stays(course: Course) -> None:
    folder = course.grade("alice")
    points, _, _ = standing(folder)
    old = (folder / "grade.json").read_bytes()
    course.rubric("[0.2, 10]", "[0.9, 10]")
    text = course.regrade("--dry-run")
    assert "alice 1" in text
    assert "Nothing was written (--dry-run)." in text
    assert (folder / "grade.json").read_bytes() == old

    assert "1 grade changed, 0 grades the same" in course.regrade("--export", "csv")
    now = Grade.read(folder / "grade.json")
    assert now.points < points
    assert now.attempt == 1
    (earlier,) = now.earlier
    assert earlier.points == points
    assert (folder / earlier.file).read_bytes() == old
    assert f"before that it had {points:g} of 20 points" in (folder / "feedback.html").read_text(
        encoding="utf-8"
    )
    assert f'"{now.points:g}"' in (course.results / "grades.csv").read_text(encoding="utf-8-sig")
    # A batch would find it graded by the rubric of now.
    submission = read_submission(course.folder / "class" / "alice")
    assert now.inputs_id == course.setting().inputs_id(submission)
    audited = replace(course.setting(), audit=True)
    assert course.setting().answers(submission, audited.inputs_id(submission))
    assert not audited.answers(submission, now.inputs_id)
    assert "0 grades changed" in course.regrade()
    course.rubric()
    course.regrade()
    assert standing(folder) == (points, 20, True)
    assert [one.file for one in Grade.read(folder / "grade.json").earlier] == [
        "earlier/grade.1.json",
        "earlier/grade.2.json",
    ]


def test_the_alias_is_on_the_page_and_a_grade_without_one_is_graded_anew(course: Course) -> None:
    folder = course.grade("alice")
    alias = Workplace.find(None).aliases(["alice"], print)["alice"]
    page = (folder / "feedback.html").read_text(encoding="utf-8")
    assert (
        f'Your alias, should you stand on the leaderboard, is <strong translate="no">{alias}</strong>' in page
    )
    old = json.loads((folder / "grade.json").read_text(encoding="utf-8"))
    del old["aliases"]
    (folder / "grade.json").write_text(json.dumps(old), encoding="utf-8")
    course.rubric("[0.2, 10]", "[0.9, 10]")
    assert "1 grade changed" in course.regrade()
    assert read_attempt(folder).aliases[0] == alias
    course.rubric("audit: never", "audit: never\nleaderboard: {names: name}")
    folder = course.grade("bob")
    assert read_attempt(folder).aliases == []
    assert "On the leaderboard" not in (folder / "feedback.html").read_text(encoding="utf-8")


def test_a_changed_check_is_asked_of_what_was_kept(course: Course) -> None:
    folder = course.grade("alice")
    course.check('    assert len(evidence.cells) > 5, "Too few cells."\n')
    assert "ours 10 → 0" in course.regrade()
    assert Grade.read(folder / "grade.json").criteria[0].reason == "Too few cells."


def test_a_check_that_breaks_for_one_work_holds_that_one_alone(course: Course) -> None:
    alice, bob, carol = (course.grade(name) for name in ("alice", "bob", "carol"))
    course.check(
        "    text = str(evidence.notebook)\n"
        "    if 'alice' in text: os._exit(3)\n"
        "    if 'bob' in text: raise KeyError(1)\n"
    )
    text = course.regrade(code=22)
    assert [standing(one)[2] for one in (alice, bob, carol)] == [False, False, True]
    assert "bob is held: " in text
    assert "held now" in text


def test_evidence_that_cannot_be_used_leaves_its_grade_alone(course: Course) -> None:
    names = ("lost", "old", "cut", "split", "other")
    folders = {name: course.grade(name) for name in names}
    before = {name: (folder / "grade.json").read_bytes() for name, folder in folders.items()}
    (folders["lost"] / KEPT).unlink()
    (folders["cut"] / KEPT).write_bytes((folders["cut"] / KEPT).read_bytes()[:60])
    for name, field, value in (
        ("old", "schema_version", 0),
        ("split", "split_id", "x"),
        ("other", "guest_id", "x"),
    ):
        made, rest = gzip.decompress((folders[name] / KEPT).read_bytes()).split(b"\n", 1)
        made = json.dumps({**json.loads(made), field: value}).encode()
        (folders[name] / KEPT).write_bytes(gzip.compress(made + b"\n" + rest))
    course.rubric("[0.2, 10]", "[0.9, 10]")
    text = course.regrade(code=22)
    for name, why in {
        "lost": "its evidence was not kept",
        "old": "schema_version: this harness reads version 1, and this is version 0",
        "cut": "cannot be read",
        "split": "its networks were scored on the hidden split x",
        "other": "other code of the harness watched its run",
    }.items():
        assert f"Not made anew: {name}, attempt 1: " in text
        assert why in text
        assert (folders[name] / "grade.json").read_bytes() == before[name]


def test_a_rubric_that_asks_for_another_run_is_not_applied(course: Course) -> None:
    course.grade("alice")
    course.rubric("criteria:", "limits: {wall_minutes: 5}\ncriteria:")
    assert "what the rubric says of the run changed (limits)" in course.regrade(code=22)


def test_work_that_never_ran_has_the_points_of_the_rubric_of_now(course: Course) -> None:
    (course.folder / "class" / "empty").mkdir(parents=True)
    submission = read_submission(course.folder / "class" / "empty")
    with new_attempt(course.results, "empty") as attempt:
        grade = grade_submission(submission, course.setting(), attempt, Silent())
        folder = publish(grade, attempt, Exports({}, course.results, print))[1]
    course.rubric("points: 10, scale: [[0.0, 0], [0.2, 10]]", "points: 5, scale: [[0.0, 0], [0.2, 5]]")
    course.regrade()
    assert standing(folder) == (0, 15, True)


def test_what_is_kept_is_its_owners_alone_and_small(course: Course) -> None:
    path = course.grade("alice") / KEPT
    assert path.stat().st_mode & 0o077 == 0
    assert Kept.read(path.parent).judged.graded.networks[0].hidden is not None


def test_a_course_without_grades_says_so(course: Course) -> None:
    assert "There are no grades in" in course.regrade(code=2)


def test_a_decision_stays_and_it_is_said_that_the_mark_beneath_it_changed(course: Course) -> None:
    folders = {name: course.grade(name, held=True) for name in ("alice", "bob")}
    for verb, name in (("release", "alice"), ("reject", "bob")):
        course.say(verb, name, "--why", "I looked at it.", "--by", "Dr. Ada")
    decisions = {name: (folder.parent / DECISIONS).read_bytes() for name, folder in folders.items()}
    course.rubric("[0.2, 10]", "[0.9, 10]")
    text = course.regrade()
    assert "alice, attempt 1: the release by Dr. Ada on 2" in text
    assert "bob, attempt 1: the rejection by Dr. Ada on 2" in text
    assert "stays, and the points beneath it changed from 11.2 to 10.2." in text
    assert {name: (folder.parent / DECISIONS).read_bytes() for name, folder in folders.items()} == decisions
    assert [standing(folder)[2] for folder in folders.values()] == [True, False]


def test_points_that_a_person_set_stay_and_it_is_said_that_those_beneath_them_changed(course: Course) -> None:
    folder = course.grade("alice")
    [scaled] = [one.id for one in read_attempt(folder).criteria if not one.checks]
    course.say(
        "override", "alice", "--criterion", scaled, "--points", "5", "--why", "Read.", "--by", "Dr. Ada"
    )
    before = (folder.parent / DECISIONS).read_bytes()
    course.rubric("[0.2, 10]", "[0.9, 10]")
    text = course.regrade()
    assert f"alice, attempt 1: the 5 points for {scaled} that Dr. Ada set on 2" in text
    assert "stay, and the automatic points beneath them changed from" in text
    [kept] = read_attempt(folder).overrides
    assert (kept.points, kept.then == kept.automatic) == (5, False)
    assert (folder.parent / DECISIONS).read_bytes() == before
    assert "when the person decided" in (folder / "feedback.html").read_text(encoding="utf-8")


def test_a_release_does_not_cover_a_reason_that_nobody_saw(course: Course) -> None:
    folder = course.grade("alice", held=True)
    course.say("release", "alice", "--why", "I looked at it.", "--by", "Dr. Ada")
    decision = (folder.parent / DECISIONS).read_bytes()
    course.check("    raise KeyError(1)\n")
    assert "Dr. Ada released it on 2" in course.regrade(code=22)
    grade = read_attempt(folder)
    assert (grade.waits, grade.is_mark) == (True, False)
    assert (folder.parent / DECISIONS).read_bytes() == decision
    course.say("release", "alice", "--why", "The check is wrong.", "--by", "Dr. Ada")
    assert standing(folder)[2]

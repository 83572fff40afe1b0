"""The file of decisions: written by hand, broken, and by several at once."""

from pathlib import Path
from typing import Any

import pytest

from harness.errors import UsageError
from harness.grade.adding import add
from harness.grade.entries import CommentEntry
from harness.grade.results import new_attempt, read_attempt
from harness.handing_over import Exports
from harness.publish import publish
from tests.command import said
from tests.override.deciding import AUTOMATIC, HAND, STATS, WHY, give, override, put, write
from tests.report import sample_grades


def test_a_file_written_by_hand_counts_and_keeps_its_comments(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(course, sample_grades.good())
    path = write(course, HAND)
    assert read_attempt(folder).points == AUTOMATIC + 2
    code, text = said(capsys, "override", "alice", "--no-leaderboard")
    assert (code, "1 page was written anew." in text) == (0, True)
    assert "set by a person (T, 2026-11-28)" in (folder / "feedback.html").read_text(encoding="utf-8")
    assert "All pages say what was decided." in said(capsys, "override", "--no-leaderboard")[1]
    override(capsys, "--comment", "So be it.")
    assert path.read_text(encoding="utf-8").startswith(HAND)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("points: 9", "points: .nan", ":5: points: Input should be"),
        ("points: 9", "points: -1", ":5: points: Input should be greater than or equal to 0"),
        ("points: 9", "points: yes", ":5: points: Input should be a valid number"),
        ("points: 9", "points: 9\n  points: 10", ":6: points stands there twice."),
        ("points: 9", "points: !!python/object:os.system {}", ":5: not YAML"),
        ("points: 9", "marks: 9", ":2: points: Field required"),
        ("why: Read.", "why: [", "not YAML"),
        ("attempt: 1", "attempt: 0", ":3: attempt: Input should be greater than or equal to 1"),
        ("override", "overide", "did you mean override?"),
        ("at: 2026-11-28", "at: tomorrow", ":8: at: "),
        ("- decision: override", "decisions:\n- decision: override", "a list of decisions is needed"),
        ("- decision: override", "- decision: release", ":2: reasons: Field required"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_its_line_and_nothing_counts_until_it_is_mended(
    course: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, sentence: str
) -> None:
    folder = put(course, sample_grades.good())
    put(course, sample_grades.good(submission="bob"))
    path = write(course, HAND.replace(old, new))
    code, text = said(capsys, "override", "alice", "--no-leaderboard")
    assert (code, sentence in text, str(path) in text) == (2, True, True), text
    grade = read_attempt(folder)
    assert (grade.is_mark, grade.waits) == (False, True)
    assert sentence in grade.held[-1]
    before = path.read_bytes()
    assert give(capsys, "1")[0] == 2
    assert path.read_bytes() == before
    # Nobody else pays for it.
    assert override(capsys, *STATS, "--points", "1", "--why", WHY, name="bob")[0] == 0
    assert "alice" in said(capsys, "held")[1]
    # A work that was running meanwhile is not lost.
    assert not read_attempt(put(course, sample_grades.good())).is_mark


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("points: 9", "points: 11", "gives 11 points for dataset_stats, which has 10"),
        ("dataset_stats", "dataset_stat", "is dataset_stats meant?"),
    ],
)
def test_an_override_that_does_not_fit_holds_the_grade(
    course: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, sentence: str
) -> None:
    folder = put(course, sample_grades.good())
    path = write(course, HAND.replace(old, new))
    grade = read_attempt(folder)
    assert (grade.points, grade.is_mark, grade.waits) == (AUTOMATIC, False, True)
    text = said(capsys, "override", "alice", "--no-leaderboard")[1]
    assert sentence in text
    assert f"{path}:2" in text
    path.write_text(HAND)
    assert read_attempt(folder).is_mark


def test_a_list_that_nothing_can_be_added_to_stays_as_it_is(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(course, sample_grades.good())
    path = write(course, "".join(f"  {line}\n" for line in HAND.splitlines()))
    before = path.read_bytes()
    code, text = give(capsys, "1")
    assert (code, "nothing can be added to this list" in text) == (2, True)
    assert path.read_bytes() == before


def test_many_decisions_at_once_are_all_kept(course: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    root = put(course, sample_grades.good()).parent

    def comment(number: int) -> None:
        entry = {
            "decision": "comment",
            "text": f"{number}: – 'x' #",
            "attempt": 1,
            "by": "T",
            "at": "2026-11-28",
        }
        add(root, CommentEntry.model_validate(entry))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(comment, range(24)))
    assert len(read_attempt(root / "1").comments) == 24


def test_who_decides_while_a_grade_is_written_finds_it_on_the_page(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(course, sample_grades.good())
    results, seen = course / "results", list[int]()
    with new_attempt(results, "alice") as attempt:
        whole = attempt.publish

        def decide_meanwhile(write_files: Any) -> Path:
            def write_all(number: int) -> None:
                write_files(number)
                seen.append(number)
                write(course, HAND)

            return whole(write_all)

        monkeypatch.setattr(attempt, "publish", decide_meanwhile)
        grade, folder = publish(sample_grades.good(), attempt, Exports({}, results, print))
    assert (seen, grade.points) == ([2], AUTOMATIC + 2)
    assert "set by a person (T, 2026-11-28)" in (folder / "feedback.html").read_text(encoding="utf-8")


def test_a_decision_needs_a_file_of_a_size_that_a_person_writes(course: Path) -> None:
    root = put(course, sample_grades.good()).parent
    write(course, "# " + "x" * 1024**2)
    with pytest.raises(UsageError, match="no person decided so much"):
        add(root, CommentEntry(decision="comment", text="x", attempt=1, by="T", at="2026-11-28"))

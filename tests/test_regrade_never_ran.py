"""Work that never ran is made anew as a batch would make it, so that the batch finds it graded."""

from dataclasses import replace

from harness.grade.record import Grade
from harness.grade.results import new_attempt
from harness.grading.pipeline import grade_submission
from harness.handing_over import Exports
from harness.intake.submission import read_submission
from harness.outcome import Outcome
from harness.publish import publish
from tests.forked import forked_checks as forked_checks
from tests.likeness.test_kept import Silent
from tests.test_regrade import Course
from tests.test_regrade import course as course


def test_a_batch_finds_it_graded(course: Course) -> None:
    folder = course.folder / "class" / "empty"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("Tomorrow.", encoding="utf-8")
    submission = read_submission(folder)
    with new_attempt(course.results, "empty") as attempt:
        grade = grade_submission(submission, course.setting(), attempt, Silent())
        _, published = publish(grade, attempt, Exports({}, course.results, print))
    assert grade.outcome is Outcome.NO_ENTRY
    assert course.setting().answers(submission, grade.inputs_id)
    course.rubric("[0.2, 10]", "[0.9, 10]")
    assert not course.setting().answers(submission, grade.inputs_id)
    course.regrade()
    anew = Grade.read(published / "grade.json")
    for audit in (False, True):
        assert replace(course.setting(), audit=audit).answers(submission, anew.inputs_id)

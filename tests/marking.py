"""Points for a case that a test wrote down."""

from harness.assignment.rubric import Rubric
from harness.checks.case import Case
from harness.checks.process import Checker
from harness.evidence.network import Network
from harness.grade.record import CriterionGrade
from harness.grading.points import judge, marked


def mark(
    rubric: Rubric, case: Case, best: Network | None, checker: Checker | None = None
) -> list[CriterionGrade]:
    """Every criterion of the rubric, with the verdicts of ``checker``, or of one that is started now."""
    return marked(rubric, judge(rubric, case, checker), best)

"""Points for a case that a test wrote down."""

from harness.assignment.rubric import Rubric
from harness.checks.case import Case
from harness.evidence.network import Network
from harness.grade.record import CriterionGrade
from harness.grading.points import judges_of, marked


def mark(rubric: Rubric, case: Case, best: Network | None) -> list[CriterionGrade]:
    """Every criterion of the rubric, with the verdicts of its checks."""
    with judges_of(rubric, 1) as judges:
        return marked(rubric, judges.of_case(case), best)

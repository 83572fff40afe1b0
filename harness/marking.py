"""From the checks' verdicts to points, criterion by criterion."""

from collections import defaultdict
from collections.abc import Iterable

from harness.assignment import CriterionPart, Rubric
from harness.checks.case import Case, Verdict
from harness.checks.process import DEFAULT_BUDGET, Budget, run_checks
from harness.checks.words import listed
from harness.grade import CheckResult, CriterionGrade, Metrics, Status


def _summary(checks: list[CheckResult]) -> tuple[Status, str]:
    broken = [check.id for check in checks if check.status is Status.ERROR]
    if broken:
        return Status.ERROR, f"A checker broke ({listed(broken)}); a person must decide on its points."
    lost = [check for check in checks if check.status is not Status.PASSED]
    if not lost:
        return Status.PASSED, ""
    reason = " ".join(check.reason for check in lost)
    if len(lost) < len(checks):
        return Status.PARTIAL, reason
    skipped = all(check.status is Status.SKIPPED for check in lost)
    # Checks that wait for the same thing say so in the same words.
    return (Status.SKIPPED if skipped else Status.FAILED), " ".join(
        dict.fromkeys(check.reason for check in lost)
    )


def mark_checks(criterion: CriterionPart, verdicts: dict[str, Verdict]) -> CriterionGrade:
    """Points for the checks of one criterion; a check that broke gives none, and holds the grade (`broken`)."""
    checks = []
    for part in criterion.checks:
        verdict = verdicts[part.check]
        checks.append(
            CheckResult(
                id=part.check,
                title=verdict.title,
                points=part.points if verdict.status is Status.PASSED else 0.0,
                max_points=part.points,
                status=verdict.status,
                reason=verdict.reason,
            )
        )
    status, reason = _summary(checks)
    return _criterion(criterion, sum(check.points for check in checks), status, reason, checks)


def mark_scale(criterion: CriterionPart, best: Metrics | None, name: str) -> CriterionGrade:
    """Points for the hidden macro-F1 of the best network."""
    if best is None:
        reason = "This cannot be checked until a network is trained that can be scored on hidden images."
        return _criterion(criterion, 0.0, Status.SKIPPED, reason, [])
    points = criterion.scaled_points(best.macro_f1)
    low, high = best.macro_f1_interval
    reason = f"{name} reaches a macro-F1 of {best.macro_f1:.4f} ({low:.4f} to {high:.4f}) on hidden images"
    above = next(((f1, worth) for f1, worth in criterion.scale if f1 > best.macro_f1), None)
    reason += f"; {above[0]:.2f} would give {above[1]:g} points." if above else "."
    status = Status.PASSED if points == criterion.points else Status.PARTIAL if points else Status.FAILED
    return _criterion(criterion, points, status, reason, [])


def _criterion(
    criterion: CriterionPart, points: float, status: Status, reason: str, checks: list[CheckResult]
) -> CriterionGrade:
    return CriterionGrade(
        id=criterion.id,
        task=criterion.task,
        title=criterion.title,
        points=points,
        max_points=criterion.points,
        status=status,
        reason=reason,
        checks=checks,
    )


def mark(
    rubric: Rubric, case: Case, best: Metrics | None, best_name: str, budget: Budget = DEFAULT_BUDGET
) -> list[CriterionGrade]:
    """Every criterion of the rubric; ``budget`` is that of all its checks."""
    verdicts = run_checks(case, rubric.checks(), rubric.folder, budget) if rubric.checks() else {}
    return [
        mark_scale(criterion, best, best_name) if criterion.scale else mark_checks(criterion, verdicts)
        for criterion in rubric.criteria
    ]


def broken(criteria: Iterable[CriterionGrade]) -> list[str]:
    """Why checkers that broke hold the grade: a sentence for each reason, empty where none broke."""
    checks = defaultdict[str, list[str]](list)
    for criterion in criteria:
        for check in criterion.checks:
            if check.status is Status.ERROR:
                checks[check.reason.rstrip(".")].append(check.id)
    return [
        f"{'A checker' if len(ids) == 1 else f'{len(ids)} checkers'} broke ({listed(ids)}): {reason}."
        for reason, ids in checks.items()
    ]

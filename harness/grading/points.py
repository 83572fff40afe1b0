"""From the checks' verdicts to points, criterion by criterion."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from harness.assignment.rubric import CriterionPart, Rubric
from harness.checks.case import Case, Verdict
from harness.grade.record import CheckResult, CriterionGrade, Metrics, Status
from harness.words.phrase import Phrase, phrase

SECONDS = 300.0
_VERDICTS = TypeAdapter(dict[str, Verdict])


def run_checks(case: Case, names: list[str], folder: Path) -> dict[str, Verdict]:
    """Runs the checks in a process of their own; ``folder`` is that of the rubric. A check that says nothing (a
    crash, a hang) is a grader bug."""
    with tempfile.TemporaryDirectory() as own:
        path = Path(own) / "case.json"
        path.write_text(case.model_dump_json(by_alias=True), encoding="utf-8")
        command = [sys.executable, "-m", "harness.checks.run", str(path), str(folder), *names]
        why = "the check did not answer"
        said: dict[str, Verdict] = {}
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
            said = _VERDICTS.validate_python(json.loads(done.stdout.strip().splitlines()[-1]))
        except subprocess.TimeoutExpired:
            why = f"the checks did not end within {SECONDS:g} seconds"
        except (ValueError, IndexError, ValidationError):
            tail = done.stderr.strip().splitlines()
            why = tail[-1][:300] if tail else "the checks ended without a result"
    return {name: said.get(name) or Verdict(title=name, status=Status.ERROR, reason=why) for name in names}


def _summary(checks: list[CheckResult]) -> tuple[Status, list[Phrase]]:
    broken = [c for c in checks if c.status is Status.ERROR]
    if broken:
        return (
            Status.ERROR,
            [phrase("criterion.broken", check=broken[0].id)],
        )
    lost = [check for check in checks if check.status is not Status.PASSED]
    if not lost:
        return Status.PASSED, []
    # Checks that wait for the same thing say so once.
    said = list(dict.fromkeys(reason for check in lost for reason in check.phrases("reason")))
    if len(lost) < len(checks):
        return Status.PARTIAL, said
    skipped = all(check.status is Status.SKIPPED for check in lost)
    return (Status.SKIPPED if skipped else Status.FAILED), said


def mark_checks(criterion: CriterionPart, verdicts: dict[str, Verdict]) -> CriterionGrade:
    """Points for the checks of one criterion; a check that broke costs nothing."""
    checks = []
    for part in criterion.checks:
        verdict = verdicts[part.check]
        given = verdict.status in (Status.PASSED, Status.ERROR)
        checks.append(
            CheckResult(
                id=part.check,
                title=verdict.title,
                points=part.points if given else 0.0,
                max_points=part.points,
                status=verdict.status,
                said={"reason": verdict.phrases("reason")},
            )
        )
    status, said = _summary(checks)
    return _criterion(criterion, sum(check.points for check in checks), status, said, checks)


def mark_scale(criterion: CriterionPart, best: Metrics | None, name: str) -> CriterionGrade:
    """Points for the hidden macro-F1 of the best network."""
    if best is None:
        return _criterion(criterion, 0.0, Status.SKIPPED, [phrase("criterion.no_score")], [])
    points = criterion.scaled_points(best.macro_f1)
    low, high = best.macro_f1_interval
    above, worth = next((step for step in criterion.scale if step[0] > best.macro_f1), (None, None))
    reached = phrase(
        "criterion.reached", network=name, f1=best.macro_f1, low=low, high=high, above=above, worth=worth
    )
    status = Status.PASSED if points == criterion.points else Status.PARTIAL if points else Status.FAILED
    return _criterion(criterion, points, status, [reached], [])


def _criterion(
    criterion: CriterionPart, points: float, status: Status, said: list[Phrase], checks: list[CheckResult]
) -> CriterionGrade:
    return CriterionGrade(
        id=criterion.id,
        task=criterion.task,
        title=criterion.title,
        points=points,
        max_points=criterion.points,
        status=status,
        said={"reason": said},
        checks=checks,
    )


def mark(rubric: Rubric, case: Case, best: Metrics | None, best_name: str) -> list[CriterionGrade]:
    """Every criterion of the rubric."""
    verdicts = run_checks(case, rubric.checks(), rubric.folder) if rubric.checks() else {}
    return [
        mark_scale(criterion, best, best_name) if criterion.scale else mark_checks(criterion, verdicts)
        for criterion in rubric.criteria
    ]

"""Made-up classes: stored grades as gradings leave them, without a grading."""

from pathlib import Path
from typing import Any

from harness.class_report.report import ClassReport, make_report
from harness.class_report.saying import Names
from harness.class_report.works import read_works
from harness.evidence.network import BEST, Network
from harness.grade.insight import Insight, Mistaken
from harness.grade.record import CheckResult, CriterionGrade, Status
from harness.intake.names import results_name
from harness.words.phrase import Phrase
from tests.report import sample_grades
from tests.report.sample_criteria import CONFUSION, metrics


def stored(results: Path, name: str, attempt: int = 1, **changes: Any) -> Path:
    """Writes an attempt of a student, and returns its folder."""
    folder = results / results_name(name) / str(attempt)
    folder.mkdir(parents=True)
    fields = {"submission": name, "attempt": attempt, "content_hash": f"{name}-{attempt}"}
    sample_grades.good(**(fields | changes)).write(folder / "grade.json")
    return folder


def report_of(results: Path, *, best: bool = False) -> ClassReport:
    """The report on what lies there, by names."""
    return make_report(read_works(results, best=best), Names())


def check(name: str, share: float, reason: Phrase | None = None, text: str = "") -> CheckResult:
    """A check of ten points, of which this share was given."""
    status = Status.PASSED if share == 1 else Status.PARTIAL if share else Status.FAILED
    given: dict[str, Any] = {"reason": text} if reason is None else {"said": {"reason": (reason,)}}
    return CheckResult(
        id=name, title=f"It does {name}.", points=10 * share, max_points=10, status=status, **given
    )


def criterion(name: str, *checks: CheckResult, **changes: Any) -> CriterionGrade:
    """A criterion whose points are those of its checks."""
    points, most = sum(one.points for one in checks), sum(one.max_points for one in checks)
    status = Status.PASSED if points == most else Status.PARTIAL if points else Status.FAILED
    fields = {"id": name, "task": 1, "title": f"About {name}", "points": points, "max_points": most}
    return CriterionGrade.model_validate({**fields, "status": status, "checks": list(checks), **changes})


def mistaking(*pictures: str, true: str = "Shirt", predicted: str = "Coat") -> Insight:
    """What a grade keeps of visible images that its best network mistakes."""
    return Insight(
        mistaken=[Mistaken(true=true, predicted=predicted, images=9, total=1000, pictures=list(pictures))]
    )


def network(weights: str) -> Network:
    """A best network with weights of this digest."""
    return Network(id="m1", kind="functional", hidden=metrics(), roles=[BEST], weights=weights)


def worse(by: int) -> list[list[int]]:
    """A confusion matrix in which so many more shirts are taken for coats."""
    found = [list(row) for row in CONFUSION]
    found[6][6] -= by
    found[6][4] += by
    return found

"""From the checks' verdicts to points, criterion by criterion."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from harness.assignment.criterion import CriterionPart
from harness.assignment.rubric import Rubric
from harness.checks.case import Verdict
from harness.checks.judges import Judges
from harness.checks.names import FIXTURES, title_at
from harness.checks.own_words import title_code
from harness.evidence.network import Network
from harness.grade.record import CheckResult, CriterionGrade, Status
from harness.words.phrase import Phrase, named, phrase, plain


def check_names(assignment: str, criteria: Iterable[CriterionGrade]) -> dict[str, Phrase]:
    """What the checks of a grade are called in a sentence, by their names in the rubric."""
    checks = [check for criterion in criteria for check in criterion.checks]
    return {check.id: _called(assignment, check) for check in checks}


def _called(assignment: str, check: CheckResult) -> Phrase:
    return phrase("check.called", title=named(title_code(assignment, check.id), check.title))


def _summary(assignment: str, checks: list[CheckResult]) -> tuple[Status, list[Phrase]]:
    broken = [_called(assignment, check) for check in checks if check.status is Status.ERROR]
    if broken:
        return Status.ERROR, [phrase("criterion.broken", checks=broken)]
    lost = [check for check in checks if check.status is not Status.PASSED]
    if not lost:
        return Status.PASSED, []
    # Checks that wait for the same thing say so once.
    said = list(dict.fromkeys(reason for check in lost for reason in check.phrases("reason")))
    if len(lost) < len(checks) or any(check.status is Status.PARTIAL for check in lost):
        return Status.PARTIAL, said
    skipped = all(check.status is Status.SKIPPED for check in lost)
    return (Status.SKIPPED if skipped else Status.FAILED), said


def mark_checks(rubric: Rubric, criterion: CriterionPart, verdicts: Mapping[str, Verdict]) -> CriterionGrade:
    """Points for the checks of one criterion; a check that broke gives none, and holds the grade (`broken`)."""
    checks = []
    for part in criterion.checks:
        verdict = verdicts[part.check]
        checks.append(
            CheckResult(
                id=part.check,
                title=_title(rubric, part.check, verdict),
                points=round(part.points * verdict.worth, 2),
                max_points=part.points,
                status=verdict.status,
                said={"reason": verdict.phrases("reason")},
            )
        )
    status, said = _summary(rubric.assignment, checks)
    return _criterion(criterion, sum(check.points for check in checks), status, said, checks)


def _title(rubric: Rubric, name: str, verdict: Verdict) -> str:
    """What a check is called in English. One that gave no verdict has not said it."""
    return verdict.title if verdict.title != name else title_at(rubric.place(name)) or name


def mark_scale(criterion: CriterionPart, network: Network | None) -> CriterionGrade:
    """Points for the hidden macro-F1 of the best network."""
    if network is None or (best := network.hidden) is None:
        return _criterion(criterion, 0.0, Status.SKIPPED, [phrase("criterion.no_score")], [])
    points = criterion.scaled_points(best.macro_f1)
    low, high = best.macro_f1_interval
    more = (step for step in criterion.scale if step[0] > best.macro_f1 and step[1] > points)
    above, worth = next(more, (None, None))
    reached = phrase(
        "criterion.reached",
        network=network.title,
        hidden_f1=best.macro_f1,
        hidden_low=low,
        hidden_high=high,
        above=above,
        worth=worth,
    )
    status = Status.PASSED if points == criterion.points else Status.PARTIAL if points else Status.FAILED
    return _criterion(criterion, points, status, [reached], [])


def _criterion(
    criterion: CriterionPart, points: float, status: Status, said: list[Phrase], checks: list[CheckResult]
) -> CriterionGrade:
    return CriterionGrade(
        id=criterion.id,
        task=criterion.task,
        title=criterion.english,
        points=points,
        max_points=criterion.points,
        status=status,
        said={**criterion.said, "reason": tuple(said)},
        checks=checks,
    )


def judges_of(rubric: Rubric, jobs: int) -> Judges:
    """What judges by the checks of a rubric, in so many processes at most."""
    assignment = rubric.of()
    places = {name: rubric.place(name) for name in rubric.checks()}
    return Judges(places, assignment.checks / FIXTURES, assignment.data.calls, jobs)


def marked(rubric: Rubric, verdicts: dict[str, Verdict], best: Network | None) -> list[CriterionGrade]:
    """Every criterion of the rubric, with these verdicts of its checks, by name, and this best network."""
    return [
        mark_scale(criterion, best) if criterion.scale else mark_checks(rubric, criterion, verdicts)
        for criterion in rubric.criteria
    ]


def broken(assignment: str, criteria: Iterable[CriterionGrade]) -> list[Phrase]:
    """Why checkers that broke hold the grade: a sentence for each reason, none where none broke."""
    checks = defaultdict[Phrase, list[Phrase]](list)
    for criterion in criteria:
        for check in criterion.checks:
            if check.status is Status.ERROR:
                checks[next(iter(check.phrases("reason")), plain(""))].append(_called(assignment, check))
    return [phrase("held.check_broke", checks=some, why=why) for why, some in checks.items()]

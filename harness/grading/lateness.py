"""What a grade loses because its work came late: never more than is known."""

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

from harness.assignment.deadline import DeadlinePart, LatePart, zone_of
from harness.assignment.rubric import Rubric
from harness.grade.record import Grade, Late
from harness.grade.results import attempts
from harness.intake.times import Arrival
from harness.words.phrase import Phrase, phrase

_DAY = timedelta(days=1)
_MINUTE = "%Y-%m-%d %H:%M %Z"


def known_arrival(results: Path, submission: str, content_hash: str, arrival: Arrival) -> Arrival:
    """When the work came: as is said now, or else as an earlier attempt on the same work knew."""
    if arrival.at is not None:
        return arrival
    for grade, _ in attempts(results, submission):
        if grade.content_hash == content_hash and grade.late is not None and grade.late.handed_in:
            return arrival.at_time(datetime.fromisoformat(grade.late.handed_in))
    return arrival


def arrival_of(grade: Grade) -> Arrival:
    """When the work came, as far as its grade tells."""
    if (late := grade.late) is None:
        return Arrival()
    if late.handed_in is not None:
        return Arrival(at=datetime.fromisoformat(late.handed_in))
    said = {one.code: one.values for one in late.phrases("reason")}
    for code, is_late in (("late.platform_late", True), ("late.platform_in_time", False)):
        if code in said:
            return Arrival(late=is_late, platform=str(said[code].get("platform", "")))
    return Arrival()


def judged(grade: Grade, rubric: Rubric, arrival: Arrival) -> Grade:
    """The grade with what lateness takes off by the rubric; one that was judged before is judged anew."""
    earned = grade.earned
    if rubric.deadline is None:
        return grade.model_copy(update={"late": None, "points": earned})
    late = _late(earned, rubric.deadline, rubric.late, arrival)
    return grade.model_copy(update={"late": late, "points": round(earned - late.penalty, 2)})


def costs_the_same(grade: Grade, rubric: Rubric, arrival: Arrival) -> bool:
    """Whether lateness takes as much off a grade as it did when the grade was made."""
    return judged(grade, rubric, arrival).points == grade.points


def _late(earned: float, deadline: DeadlinePart, rule: LatePart | None, arrival: Arrival) -> Late:
    moment, shown = deadline.moment, _shown(deadline.moment, deadline)
    if arrival.at is None:
        return _made(moment, None, 0 if arrival.late is False else None, 0, _unknown(arrival, shown))
    at, came = arrival.at.astimezone(UTC), _shown(arrival.at, deadline)
    after = at - moment
    if after <= timedelta():
        return _made(moment, at, 0, 0, phrase("late.in_time", at=came, deadline=shown))
    if after <= deadline.grace:
        grace = phrase("late.grace", at=came, deadline=shown, minutes=deadline.grace_minutes)
        return _made(moment, at, 0, 0, grace)
    days = math.ceil(after / _DAY)
    penalty = 0.0 if rule is None else rule.penalty(earned, days)
    said = phrase("late.late", at=came, deadline=shown, days=days, cost=_cost(rule))
    return _made(moment, at, days, penalty, said)


def _unknown(arrival: Arrival, deadline: str) -> Phrase:
    if arrival.late is None:
        return phrase("late.unknown", deadline=deadline)
    if arrival.late:
        return phrase("late.platform_late", platform=arrival.platform, deadline=deadline)
    return phrase("late.platform_in_time", platform=arrival.platform, deadline=deadline)


def _cost(rule: LatePart | None) -> Phrase:
    if rule is None:
        return phrase("late.free")
    if rule.points is not None:
        return phrase("late.points", points=rule.points, floor=rule.floor)
    return phrase("late.share", share=rule.share, floor=rule.floor)


def _made(moment: datetime, at: datetime | None, days: int | None, penalty: float, said: Phrase) -> Late:
    came = None if at is None else at.isoformat()
    return Late(
        deadline=moment.isoformat(), handed_in=came, days=days, penalty=penalty, said={"reason": (said,)}
    )


def _shown(moment: datetime, deadline: DeadlinePart) -> str:
    return moment.astimezone(zone_of(deadline.zone)).strftime(_MINUTE)

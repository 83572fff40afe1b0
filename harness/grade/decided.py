"""A grade as it counts after what persons decided. The grade as it was made is never changed."""

import difflib
from collections.abc import Iterable
from typing import Any

from harness.grade.decision import Comment, Decided, Decision, Override, Verdict
from harness.grade.decisions import Decisions
from harness.grade.entries import CommentEntry, OverrideEntry, ReleaseEntry, TakeBackEntry
from harness.grade.lateness import penalty
from harness.grade.record import CriterionGrade, Grade, Late, Status
from harness.words.language import ENGLISH
from harness.words.phrase import Phrase, phrase, plain
from harness.words.say import say


def decided(made: Grade, decisions: Decisions) -> Grade:
    """The grade after the decisions on its work, of two on one thing after the last.

    An override that does not fit the grade (no such criterion, or more points than it has) counts for nothing, and holds the
    grade; so does a file of decisions that cannot be read. A release counts where every reason is one that the person saw; a
    rejection always. Points for lateness are taken off what the criteria come to then. A dry run takes comments alone.
    """
    verdict: Decision | None = None
    overrides, places = dict[str, OverrideEntry](), dict[str, str]()
    comments, said = list[Comment](), list[Phrase]()
    for entry, place in decisions.on(made.attempt, made.content_hash):
        if isinstance(entry, OverrideEntry):
            overrides[entry.criterion], places[entry.criterion] = entry, place
        elif isinstance(entry, TakeBackEntry):
            overrides.pop(entry.criterion, None)
        elif isinstance(entry, CommentEntry):
            comments.append(Comment(text=entry.text, by=entry.by, at=entry.at))
        else:
            verdict = Decision(
                verdict=Verdict.RELEASED if isinstance(entry, ReleaseEntry) else Verdict.REJECTED,
                by=entry.by,
                why=entry.why,
                at=entry.at,
                of_attempt=entry.attempt,
                reasons=list(entry.reasons),
            )
    if not made.can_be_a_mark:
        verdict, overrides = None, {}
    if decisions.unread:
        said.append(phrase("held.decisions_unread", why=decisions.unread))
    fitting = dict[str, OverrideEntry]()
    for name, entry in overrides.items():
        if (misfit := _misfit(made, entry, places[name])) is None:
            fitting[name] = entry
        else:
            said.append(misfit)
    held = [*made.held, *(say(one, ENGLISH) for one in said)]
    if verdict is not None and verdict.releases and not (held and verdict.is_for(held)):
        verdict = None
    if not (verdict or fitting or comments or said):
        return made
    return _counting(made, verdict, fitting, comments, said, held)


def _counting(
    made: Grade,
    verdict: Decision | None,
    overrides: dict[str, OverrideEntry],
    comments: Iterable[Comment],
    said: list[Phrase],
    held: list[str],
) -> Grade:
    criteria = [_criterion(one, overrides.get(one.id)) for one in made.criteria]
    late, points = made.late, made.points
    if overrides:
        earned = round(sum(one.points for one in criteria), 2)
        late = None if made.late is None else _late(made.late, earned)
        points = earned if late is None else round(earned - late.penalty, 2)
    changes: dict[str, Any] = {"criteria": criteria, "late": late}
    if said:
        phrases = made.said.get("held") or tuple(map(plain, made.held))
        changes |= {"held": held, "said": {**made.said, "held": (*phrases, *said)}}
    releases = verdict.releases if verdict is not None else made.is_mark and not held
    what = Decided(
        points=points,
        is_mark=releases and made.can_be_a_mark,
        decision=verdict,
        overrides=tuple(_override(overrides[one.id], one) for one in made.criteria if one.id in overrides),
        comments=tuple(comments),
    )
    return made.counting(what, **changes)


def _override(entry: OverrideEntry, made: CriterionGrade) -> Override:
    return Override(
        criterion=entry.criterion,
        points=entry.points,
        automatic=made.points,
        then=entry.automatic,
        by=entry.by,
        why=entry.why,
        at=entry.at,
    )


def _criterion(made: CriterionGrade, entry: OverrideEntry | None) -> CriterionGrade:
    """The criterion with the points that a person gave; its checks stay as they went."""
    if entry is None:
        return made
    points = entry.points
    status = Status.PASSED if points >= made.max_points else Status.PARTIAL if points else Status.FAILED
    said = _override(entry, made).phrase
    return made.model_copy(
        update={
            "points": points,
            "automatic": made.points,
            "status": status,
            # Said of the words as they are: another version of the harness may have said them.
            "reason": f"{say(said, ENGLISH)} {made.reason}".strip(),
            "said": {**made.said, "reason": (said, *made.phrases("reason"))},
        }
    )


def _misfit(grade: Grade, entry: OverrideEntry, place: str) -> Phrase | None:
    """Why an override cannot count; None where it can."""
    names = {one.id: one for one in grade.criteria}
    if entry.criterion not in names:
        like = difflib.get_close_matches(entry.criterion, names, n=1)
        return phrase(
            "held.override_unknown", place=place, criterion=entry.criterion, like=like[0] if like else ""
        )
    most = names[entry.criterion].max_points
    if entry.points > most:
        return phrase(
            "held.override_too_many", place=place, criterion=entry.criterion, points=entry.points, most=most
        )
    return None


def _late(late: Late, earned: float) -> Late:
    """What lateness costs where other points were earned, by the rule that its sentence names."""
    cost = next((one.values.get("cost") for one in late.phrases("reason")), None)
    if not late.days or not isinstance(cost, Phrase) or cost.code not in ("late.points", "late.share"):
        return late.model_copy(update={"penalty": min(late.penalty, earned)})
    rule = {name: _number(cost, name) for name in ("points", "share", "floor")}
    taken = penalty(earned, late.days, points=rule["points"], share=rule["share"], floor=rule["floor"] or 0.0)
    return late.model_copy(update={"penalty": taken})


def _number(cost: Phrase, name: str) -> float | None:
    value = cost.values.get(name)
    return float(value) if isinstance(value, (int, float)) else None

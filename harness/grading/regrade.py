"""The grade of an attempt made anew from what was kept of it: by the rubric, the checks and the scales of now."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

from harness import __version__
from harness.assignment.rubric import Rubric
from harness.audit import fresh
from harness.audit.keys import with_other_keys
from harness.checks.case import Verdict, View
from harness.checks.judges import Judges
from harness.checks.kept import Made
from harness.dataset.drawing import Drawing
from harness.errors import UsageError
from harness.evidence.network import BEST
from harness.grade.record import Grade
from harness.grading.assemble import nothing
from harness.grading.audit_stage import audited_checks, held_by, is_wanted, is_worth
from harness.grading.lateness import arrival_of, judged
from harness.grading.points import broken, check_names, marked
from harness.grading.setting import Setting, data_asset
from harness.intake.submission import Submission
from harness.outcome import Outcome
from harness.sandbox.contract import Backend
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

NEVER_RAN = frozenset({Outcome.NO_ENTRY, Outcome.TWO_ENTRIES, Outcome.NOT_A_NOTEBOOK})
"""Outcomes without evidence: there is nothing that a check could look at."""
DECIDING = ("criteria", "points", "max_points", "held", "is_mark", "late", "audit")
"""Fields of a grade by which it is another one."""

Judge = Callable[[View], dict[str, Verdict]]


@dataclass(frozen=True)
class Standard:
    """What grades are made anew by."""

    rubric: Rubric
    rubric_text: str
    drawing: Drawing
    judges: Judges

    def setting(self, grade: Grade, made: Made | None) -> Setting:
        """As it would be if the work were run again where it ran. Nothing is run: of the backend it has the name alone. Where
        there is nothing that an audit could look at, it was made."""
        return Setting(
            rubric=self.rubric,
            rubric_text=self.rubric_text,
            drawing=self.drawing,
            data=data_asset(self.rubric.of().data, self.drawing),
            backend=cast(Backend, SimpleNamespace(name=grade.runner)),
            gpus=grade.gpus if made is None else made.gpus,
            smoke=grade.smoke,
            environment_id=grade.image_id,
            judges=self.judges,
            audit=made is None or made.audit,
        )


def why_not(grade: Grade, rubric: Rubric) -> Phrase | None:
    """Why a grade cannot be made anew, whatever was kept; None where it can."""
    if grade.baseline:
        return phrase("regrade.baseline", name=grade.baseline)
    if grade.outcome.needs_human:
        return phrase("regrade.failed")
    if grade.assignment != rubric.assignment:
        return phrase("regrade.other_assignment", its=grade.assignment, ours=rubric.assignment)
    return None


def why_not_with(grade: Grade, made: Made, setting: Setting) -> Phrase | None:
    """Why this evidence would make a wrong grade today; None where it would not."""
    if made.content_hash != grade.content_hash:
        return phrase("regrade.other_work")
    if made.split_id != setting.drawing.split_id:
        return phrase("regrade.other_split", its=made.split_id, ours=setting.drawing.split_id)
    if made.guest_id != setting.guest_id:
        return phrase("regrade.other_code")
    asked = setting.rubric.of_the_run()
    if changed := [name for name in {**asked, **made.asked} if asked.get(name) != made.asked.get(name)]:
        return phrase("regrade.other_run", fields=changed)
    return None


def regraded(grade: Grade, made: Made | None, setting: Setting, judge: Judge) -> Grade:
    """The grade by the rubric of now, as it is made, without what persons decided.

    What the run came to, the networks and their scores, and what holds the grade by the run itself stay as they were.

    Args:
        grade: as it was made.
        made: what the evidence is of; None for work that never ran.
        setting: see `Standard.setting`.
        judge: the verdict of each check of the rubric on what was kept.

    Raises:
        UsageError: the evidence cannot be read, or the rubric wants a run that was not made.
    """
    rubric, growth = setting.rubric, setting.assignment.growth
    if made is None:
        criteria, held, audit = nothing(rubric, grade.phrases("reason")[0]), list[Phrase](), None
    else:
        best, audit = grade.with_role(BEST), grade.audit
        criteria = marked(rubric, judge(View.GRADED), best)
        held = [*made.held, *fresh.held(grade.networks, growth), *broken(grade.assignment, criteria)]
        if audit is not None and made.has_twin:
            checks = with_other_keys(audited_checks(criteria, judge, made.broke), audit)
            audit = audit.model_copy(update={"checks": checks})
            held += held_by(audit, grade.networks, check_names(grade.assignment, criteria))
        elif (
            not held
            and is_worth(criteria, grade.networks)
            and is_wanted(setting, grade.content_hash, suspicious=made.suspicious)
        ):
            raise UsageError(say(phrase("regrade.no_audit")))
    work = Submission(grade.submission, "", {}, {}, grade.content_hash)
    anew = grade.saying(held=held).model_copy(
        update={
            "inputs_id": setting.inputs_id(work),
            "criteria": criteria,
            "points": round(sum(criterion.points for criterion in criteria), 2),
            "max_points": rubric.max_points,
            "is_mark": grade.can_be_a_mark and not held,
            "audit": audit,
            "late": None,
            "aliases": setting.aliases_of(grade.submission),
            "versions": {**grade.versions, "harness": __version__},
        }
    )
    return judged(anew, rubric, arrival_of(grade))


def differs(one: Grade, other: Grade) -> bool:
    """Whether the mark, or what stands for it, is another one."""
    return any(getattr(one, name) != getattr(other, name) for name in DECIDING)

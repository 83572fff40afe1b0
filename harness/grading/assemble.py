"""The grade, made of what is known of a submission."""

import platform
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata

import numpy as np

from harness import __version__
from harness.assignment.rubric import Rubric
from harness.audit.learning import Learned
from harness.evidence.diagnosis import Failure, also_failed
from harness.evidence.inventory import inventory
from harness.evidence.network import BEST, Network
from harness.evidence.schema import Evidence
from harness.grade.audit import Audit
from harness.grade.insight import Insight
from harness.grade.record import CriterionGrade, Grade, PairedDifference, Status
from harness.grading.networks import compared
from harness.grading.setting import DRY_RUN_SECONDS, Setting
from harness.intake.submission import Submission
from harness.outcome import Outcome
from harness.words.phrase import Phrase, phrase


@dataclass
class Known:
    """What is known so far; where nothing is, the fault is ours."""

    outcome: Outcome = Outcome.GRADER_BUG
    reason: Phrase = field(default_factory=lambda: phrase("run.no_message"))
    entry: str | None = None
    failure: Failure | None = None
    evidence: Evidence = field(default_factory=Evidence)
    networks: list[Network] = field(default_factory=list)
    gain: PairedDifference | None = None
    criteria: list[CriterionGrade] = field(default_factory=list)
    notes: list[Phrase] = field(default_factory=list)
    held: list[Phrase] = field(default_factory=list)
    facts: list[Phrase] = field(default_factory=list)
    suspicions: list[Phrase] | None = None
    """What else asks for a run on a twin; None where it was not looked at yet."""
    times: dict[str, float] = field(default_factory=dict)
    audit: Audit | None = None
    insight: Insight = field(default_factory=Insight)
    learned: dict[str, Learned] = field(default_factory=dict)

    @property
    def suspicious(self) -> bool | None:
        """Whether something asks for a run on a twin; None where it is not known yet."""
        return None if self.suspicions is None else bool(self.facts or self.suspicions)


def nothing(rubric: Rubric, reason: Phrase) -> list[CriterionGrade]:
    """The criteria of a submission that could not be run at all."""
    return [
        CriterionGrade(
            id=criterion.id,
            task=criterion.task,
            title=criterion.english,
            points=0.0,
            max_points=criterion.points,
            status=Status.SKIPPED,
            said={**criterion.said, "reason": (reason,)},
            checks=[],
        )
        for criterion in rubric.criteria
    ]


def assemble(
    submission: Submission, setting: Setting, attempt: int, known: Known, started: datetime
) -> Grade:
    """The grade of one attempt, whole."""
    drawing, assignment = setting.drawing, setting.assignment
    best = next((network for network in known.networks if BEST in network.roles), None)
    return Grade(
        assignment=assignment.name,
        title=assignment.title,
        data=assignment.data.name,
        submission=submission.name,
        attempt=attempt,
        entry=known.entry,
        content_hash=submission.content_hash,
        inputs_id=setting.inputs_id(submission),
        outcome=known.outcome,
        said={
            "reason": (known.reason,),
            "notes": (*known.notes, *_conditions(setting)),
            "held": tuple(known.held),
            "facts": (*known.facts, *_asking(setting, known)),
        },
        points=round(sum(criterion.points for criterion in known.criteria), 2),
        max_points=setting.rubric.max_points,
        is_mark=not (setting.smoke or drawing.stand_in or known.outcome.needs_human or known.held),
        smoke=setting.smoke,
        stand_in=drawing.stand_in,
        criteria=known.criteria,
        metrics=None if best is None else best.hidden,
        networks=known.networks,
        roles=dict(assignment.roles),
        compared=compared(assignment),
        aliases=setting.aliases_of(submission.name),
        gain=known.gain,
        audit=known.audit,
        tried=inventory(known.evidence),
        adapted=known.evidence.adapted,
        insight=known.insight,
        failure=known.failure,
        also_failed=also_failed(known.evidence, assignment.data.loading),
        split_id=drawing.split_id,
        runner=setting.backend.name,
        image_id=setting.environment_id,
        gpus=setting.gpus,
        versions={
            "harness": __version__,
            "python": platform.python_version(),
            "scikit-learn": metadata.version("scikit-learn"),
            "numpy": np.__version__,
            **{f"guest {name}": version for name, version in known.evidence.versions.items()},
        },
        started=started.isoformat(timespec="seconds"),
        times=known.times,
    )


def _asking(setting: Setting, known: Known) -> list[Phrase]:
    """What asks for a run on a twin and is no fact, where the rubric wants to know."""
    return known.suspicions or [] if setting.rubric.audit == "suspicion" else []


def _conditions(setting: Setting) -> list[Phrase]:
    """What a person must know of how this run was made."""
    notes = []
    if not setting.backend.isolates:
        notes.append(phrase("note.not_isolated"))
    if setting.smoke:
        notes.append(phrase("note.dry_run", minutes=DRY_RUN_SECONDS / 60))
    if setting.drawing.stand_in:
        notes.append(phrase("note.stand_in", data=setting.assignment.data.name))
    return notes

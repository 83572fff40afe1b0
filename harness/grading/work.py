"""One grading on its way: what it works on, and what is known so far."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from harness.checks.case import Case, Verdict
from harness.grade.results import Attempt
from harness.grading.ahead import Ahead
from harness.grading.assemble import Known
from harness.grading.audit_stage import Rerun, is_wanted
from harness.grading.beside import Beside, can_share
from harness.grading.predict_stage import Predictions
from harness.grading.setting import Setting
from harness.grading.waiting import Waiting
from harness.intake.submission import Submission


class Watcher(Protocol):
    """Who follows a grading: `harness.report.progress.Progress` shows it to a person."""

    def stage(self, text: str) -> None:
        """A new stage began."""

    def event(self, event: Mapping[str, object]) -> None:
        """The guest reported something; it is not trusted."""


@dataclass
class Work:
    """One grading on its way: what it works on, and what is known so far."""

    submission: Submission
    setting: Setting
    attempt: Attempt
    watcher: Watcher
    folder: Path
    """For what comes out of the sandbox of student code; it lives as long as the work."""
    known: Known = field(default_factory=Known)
    predictions: Predictions = field(default_factory=Predictions)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    """What the checks said of the run."""
    short: bool = False
    """Whether a sandbox came to the end of its memory."""
    beside: Beside[Rerun] | None = None
    """The run on a twin, where it goes on beside scoring; `ends` ends it."""
    waiting: Waiting | None = None
    """The scoring sandbox, where it started while student code ran; `ends` ends it, too."""
    ends: ExitStack = field(default_factory=ExitStack)
    ahead: Ahead | None = None
    """The sandbox of student code, where it was started before."""
    ran: Callable[[], None] = lambda: None
    """Called when student code has run, and its sandbox is gone."""

    @property
    def shares(self) -> bool:
        """Whether two sandboxes of it may be there at a time. A GPU is never shared: TensorFlow takes all of its memory."""
        setting = self.setting
        return not setting.is_twin and setting.gpus == "none" and can_share(setting.limits())

    @property
    def has_twin_beside(self) -> bool:
        """Whether a run on a twin is to go on beside scoring."""
        # Whether a work is suspicious is known when it is scored.
        return self.shares and is_wanted(self.setting, self.submission.content_hash, suspicious=False)

    def case(self) -> Case:
        """What the checks look at."""
        return Case(
            evidence=self.known.evidence,
            networks=self.known.networks,
            truth=self.setting.drawing.truth,
            calls=self.setting.assignment.data.calls,
            modules=self.submission.modules(),
            smoke=self.setting.smoke,
        )


class Silent:
    """A watcher who tells nobody."""

    def stage(self, text: str) -> None:
        """Tells nobody."""

    def event(self, event: Mapping[str, object]) -> None:
        """Tells nobody."""

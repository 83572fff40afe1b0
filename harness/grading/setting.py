"""What all submissions of one command share."""

import contextlib
import functools
import hashlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.assignment.assignment import Assignment
from harness.assignment.rubric import Rubric
from harness.checks.judges import Judges
from harness.dataset.assets import visible_assets
from harness.dataset.dataset import DatasetSpec
from harness.dataset.drawing import Drawing
from harness.dataset.fresh import Change, changes_for, images_once_more, images_to_predict
from harness.dataset.split import Split
from harness.grade.alias import ALIASES, aliases_of
from harness.grading.points import judges_of
from harness.intake.submission import Submission
from harness.sandbox.contract import Asset, Backend, Later, Limits
from harness.wire.variables import Fits

PACKAGE = Path(__file__).parent.parent
LAYOUT = 2
"""Of the visible split as a sandbox holds it: another number where the same split makes other files."""
DRY_RUN_SECONDS = 600.0
ALLOW_GROWTH = "TF_FORCE_GPU_ALLOW_GROWTH"
CODE = (".py", ".ini")
NOT_DECIDING = frozenset(
    {
        *(
            "__main__",
            "cli",
            "doctor",
            "batch",
            "class_report",
            "deciding",
            "enacting",
            "gradebook",
            "overriding",
            "regrading",
            "workplace",
        ),
        *("board", "course", "leaderboard", "likeness", "publish", "handing_over", "exporters"),
        *("report", "words"),
    }
)
"""Rooms of the harness that come after a mark, or say it: a change there grades nobody anew. A room that is not named here
counts. `workplace` and `batch` make a setting, each part of which is in the id by itself."""


@dataclass(frozen=True)
class Setting:
    """What all submissions of one command share."""

    rubric: Rubric
    rubric_text: str
    drawing: Drawing
    data: Asset
    backend: Backend
    gpus: str
    smoke: bool
    environment_id: str
    judges: Judges
    """Of the checks of the rubric; with processes that all gradings share."""
    audit: bool = False
    """Whether a person asked for an audit, whatever the rubric says."""
    keys: int = 1
    """Twins that an audit runs the work on."""
    longer: bool = False
    """Whether fits are longer on a twin than they are by default."""
    is_twin: bool = False
    """Whether the data are a twin, on which a work is run once more."""
    shares_gpu: bool = False
    """Whether other gradings use the same GPU meanwhile."""
    _getting_ready: threading.Event = field(default_factory=threading.Event, repr=False)

    @classmethod
    def make(
        cls,
        rubric: Rubric,
        rubric_text: str,
        drawing: Drawing,
        backend: Backend,
        gpus: str,
        smoke: bool,
        *,
        audit: bool = False,
    ) -> "Setting":
        """What all gradings with this backend share."""
        data = data_asset(rubric.of().data, drawing)
        judges = judges_of(rubric, os.cpu_count() or 1)
        environment_id = backend.environment_id()
        return cls(rubric, rubric_text, drawing, data, backend, gpus, smoke, environment_id, judges, audit)

    @property
    def fits(self) -> Fits:
        """How long the fits of student code are."""
        if self.is_twin:
            return Fits.LONGER if self.longer else Fits.TWIN
        return Fits.DRY if self.smoke else Fits.WHOLE

    @property
    def split(self) -> Split:
        """The split with its hidden part, drawn where it is not yet."""
        return self.drawing.split()

    def get_ready_to_score(self) -> None:
        """Begins, beside whatever runs now, with what scoring a network takes; to be called once or often."""
        if not self._getting_ready.is_set():
            self._getting_ready.set()
            _beside(self.drawing.split)

    def get_ready_to_check(self) -> None:
        """Begins, beside student code, with what checking takes; to be called once or often."""
        self.judges.begin()
        _beside(lambda: self.judges.ids)

    @property
    def assignment(self) -> Assignment:
        """What is graded."""
        return self.rubric.of()

    @property
    def changes(self) -> tuple[Change, ...]:
        """What networks are shown once more."""
        return changes_for(self.assignment.growth, smoke=self.smoke)

    def aliases_of(self, submission: str) -> list[str]:
        """What the board calls a student; nothing where the rubric wants names there."""
        if self.rubric.leaderboard.names != "alias":
            return []
        return aliases_of(self.drawing.derive(ALIASES), submission)

    def to_predict(self, submission: Submission) -> NDArray[np.uint8]:
        """`images_to_predict`: equal content is dithered alike, and has equal scores."""
        return images_to_predict(self.split, self._dither_of(submission))

    def once_more(self, submission: Submission) -> NDArray[np.uint8]:
        """`images_once_more`, for each of `changes`."""
        return images_once_more(self.split, self._dither_of(submission), self.changes)

    def _dither_of(self, submission: Submission) -> bytes:
        return self.drawing.derive(f"dither of {submission.content_hash}")

    @property
    def sandbox_env(self) -> dict[str, str]:
        """What the sandboxes' environment has besides: TensorFlow takes all memory of a GPU that it sees, unless this is set."""
        return {ALLOW_GROWTH: "true"} if self.shares_gpu else {}

    def limits(self) -> Limits:
        """Those of the rubric; a dry run ends earlier, since not every training loop of a student's own is cut short, and so
        does a run on a twin unless its fits are to be longer."""
        limits = self.rubric.limits.limits()
        if not self.smoke or (self.is_twin and self.longer):
            return limits
        return replace(limits, wall_seconds=min(limits.wall_seconds, DRY_RUN_SECONDS))

    @functools.cached_property
    def guest_id(self) -> str:
        """Equal for equal code in the sandboxes: evidence that other code made may say another thing."""
        own = [] if self.assignment.guest is None else [self.assignment.guest]
        parts = [_folder_id(folder) for folder in (PACKAGE / "guest", PACKAGE / "wire", *own)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def inputs_id(self, submission: Submission) -> str:
        """Equal for two attempts exactly when nothing that decides the mark has changed."""
        return self._inputs_id(submission, audit=self.audit)

    def answers(self, submission: Submission, inputs_id: str) -> bool:
        """Whether a grade of these inputs is what this setting would make of a submission: an audited one says no less."""
        return any(inputs_id == self._inputs_id(submission, audit=audit) for audit in {self.audit, True})

    def _inputs_id(self, submission: Submission, *, audit: bool) -> str:
        digest = hashlib.sha256()
        parts = (
            submission.content_hash,
            self.rubric_text,
            self.drawing.split_id,
            self.environment_id,
            _package_id(),
            _folder_id(self.assignment.checks.parent),
        )
        asked = ("audit",) if audit else ()
        # Which of the GPUs of a machine it was decides nothing.
        gpus = self.gpus if self.gpus == "none" else "some"
        for part in (*parts, self.backend.name, gpus, str(self.smoke), *asked):
            digest.update(hashlib.sha256(part.encode()).digest())
        return digest.hexdigest()[:32]


def data_asset(spec: DatasetSpec, drawing: Drawing) -> Asset:
    """The visible split as an asset, laid out once per split."""
    return Asset(
        f"data-{LAYOUT}-{drawing.split_id}", Later(lambda: visible_assets(spec, drawing.split().visible()))
    )


def _beside(act: Callable[[], object]) -> None:
    """Does this in a thread of its own. What fails there fails again where it is needed, and is told there."""

    def quietly() -> None:
        with contextlib.suppress(Exception):
            act()

    threading.Thread(target=quietly, name="getting ready", daemon=True).start()


@functools.cache
def _folder_id(folder: Path) -> str:
    """Equal for equal code, by name and content."""
    return _files_id(folder, _code(folder))


@functools.cache
def _package_id() -> str:
    """Equal where no code of ours has changed that decides a mark."""
    return _files_id(PACKAGE, deciding_files(PACKAGE))


def deciding_files(package: Path) -> list[Path]:
    """The files of the harness, in this folder, that decide marks: all code but that of `NOT_DECIDING`."""
    return [path for path in _code(package) if _room(path.relative_to(package)) not in NOT_DECIDING]


def _room(path: Path) -> str:
    return path.parts[0].removesuffix(".py")


def _code(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in CODE and path.is_file())


def _files_id(folder: Path, paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()

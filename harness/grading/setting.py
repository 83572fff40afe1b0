"""What all submissions of one command share."""

import functools
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from harness.assignment.assignment import Assignment
from harness.assignment.rubric import Rubric
from harness.checks.case import Truth
from harness.dataset.assets import visible_assets
from harness.dataset.dataset import DatasetSpec
from harness.dataset.split import Split
from harness.intake.submission import Submission
from harness.sandbox.contract import Asset, Backend, Limits

PACKAGE = Path(__file__).parent.parent
DRY_RUN_SECONDS = 600.0


@dataclass(frozen=True)
class Setting:
    """What all submissions of one command share."""

    rubric: Rubric
    rubric_text: str
    split: Split
    data: Asset
    backend: Backend
    gpus: str
    smoke: bool
    environment_id: str
    truth: Truth

    @classmethod
    def make(
        cls, rubric: Rubric, rubric_text: str, split: Split, backend: Backend, gpus: str, smoke: bool
    ) -> "Setting":
        """Prepares what costs time once: the data asset and the statistics of the visible split."""
        pixels, classes = split.train_images, range(len(rubric.of().data.classes))
        by_image = pixels.reshape(len(pixels), -1).mean(axis=1)
        truth = Truth(
            mean=float(by_image.mean()),
            deviation=float(pixels.std()),
            class_means=[float(by_image[split.train_labels == label].mean()) for label in classes],
        )
        identity = backend.environment_id()
        data = data_asset(rubric.of().data, split)
        return cls(rubric, rubric_text, split, data, backend, gpus, smoke, identity, truth)

    @property
    def assignment(self) -> Assignment:
        """What is graded."""
        return self.rubric.of()

    def limits(self) -> Limits:
        """Those of the rubric; a dry run ends earlier, since not every training loop of a student's own is cut short."""
        limits = self.rubric.limits.limits()
        if not self.smoke:
            return limits
        return replace(limits, wall_seconds=min(limits.wall_seconds, DRY_RUN_SECONDS))

    def inputs_id(self, submission: Submission) -> str:
        """Equal for two attempts exactly when nothing that decides the mark has changed."""
        digest = hashlib.sha256()
        parts = (
            submission.content_hash,
            self.rubric_text,
            self.split.split_id,
            self.environment_id,
            _folder_id(PACKAGE),
            _folder_id(self.assignment.checks.parent),
        )
        for part in (*parts, self.backend.name, self.gpus, str(self.smoke)):
            digest.update(hashlib.sha256(part.encode()).digest())
        return digest.hexdigest()[:32]


def data_asset(spec: DatasetSpec, split: Split) -> Asset:
    """The visible split as an asset, laid out once per split."""
    return Asset(f"data-{split.split_id}", dict(visible_assets(spec, split.visible())))


@functools.cache
def _folder_id(folder: Path) -> str:
    """Equal for equal Python files, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()

"""What all submissions of one command share."""

import functools
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from harness.assignment import Rubric
from harness.checks.case import Truth
from harness.dataset.split import Split
from harness.running import data_asset
from harness.sandbox.contract import Asset, Backend, Limits
from harness.submission import Submission

PACKAGE = Path(__file__).parent
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
        pixels = split.train_images
        by_image = pixels.mean(axis=(1, 2))
        truth = Truth(
            mean=float(by_image.mean()),
            deviation=float(pixels.std()),
            class_means=[float(by_image[split.train_labels == label].mean()) for label in range(10)],
        )
        identity = backend.environment_id()
        return cls(rubric, rubric_text, split, data_asset(split), backend, gpus, smoke, identity, truth)

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
            _code_id(),
        )
        for part in (*parts, self.backend.name, self.gpus, str(self.smoke)):
            digest.update(hashlib.sha256(part.encode()).digest())
        return digest.hexdigest()[:32]


@functools.cache
def _code_id() -> str:
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()

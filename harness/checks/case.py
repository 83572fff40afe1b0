"""What the checks of one submission look at, as it travels to the process that runs them."""

from pydantic import BaseModel, ConfigDict, Field

from harness.dataset.drawing import Truth
from harness.evidence.network import Network
from harness.evidence.provenance.sources import DataCalls
from harness.evidence.schema import Evidence
from harness.grade.record import Status
from harness.words.spoken import Spoken


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class Case(_Record):
    """Everything the checks of one submission may ask for."""

    evidence: Evidence
    networks: list[Network]
    truth: Truth
    calls: DataCalls
    """How the student's code may ask for the data."""
    modules: dict[str, str] = {}
    """The student's other Python files, module name to source."""
    smoke: bool


class Verdict(Spoken):
    """What one check said."""

    model_config = ConfigDict(frozen=True)

    title: str
    status: Status
    share: float = Field(default=0.0, ge=0.0, lt=1.0)
    """Of the points, where the status is `Status.PARTIAL`."""
    reason: str = ""

    @property
    def worth(self) -> float:
        """The share of its points that a check gives, 0 to 1."""
        if self.status is Status.PARTIAL:
            return self.share
        return 1.0 if self.status is Status.PASSED else 0.0

"""What the checks of one submission look at, as it travels to the process that runs them."""

from pydantic import BaseModel, ConfigDict

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
    reason: str = ""

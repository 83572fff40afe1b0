"""What the checks of one submission look at, as it travels to the process that runs them."""

from pydantic import BaseModel, ConfigDict

from harness.evidence import Evidence
from harness.grade import Metrics, Status


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class Network(_Record):
    """One trained network: what Keras said of it, its op graph (JSON, None where it has none) and its scores."""

    id: str
    names: list[str]
    kind: str
    parameters: int | None
    graph: str | None
    metrics: Metrics | None
    visible_metrics: Metrics | None
    roles: list[str]


class Truth(_Record):
    """What exploring the visible training set must give: mean and deviation of its raw pixels (0 to 255), and the mean
    of each class."""

    mean: float
    deviation: float
    class_means: list[float] = []


class Case(_Record):
    """Everything the checks of one submission may ask for."""

    evidence: Evidence
    networks: list[Network]
    truth: Truth
    modules: dict[str, str] = {}
    """The student's other Python files, module name to source."""
    smoke: bool


class Verdict(_Record):
    """What one check said."""

    title: str
    status: Status
    reason: str

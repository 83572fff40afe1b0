"""What the checks of one submission look at, as it travels to the process that runs them."""

from dataclasses import dataclass
from enum import StrEnum

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

    @property
    def trained(self) -> list[Network]:
        """The networks that were trained."""
        fitted = {fit.model for fit in self.evidence.fits}
        return [
            network
            for network in self.networks
            if network.id in fitted or (network.is_trained and not network.is_function)
        ]


class View(StrEnum):
    """What checks look at: the run that is graded; the run on the twin, by what is right of the twin; and that run by what is
    right of the first data, with the networks of the graded run (`COPIED`), with its own (`OWN`), and with those of the graded
    run and nothing that it printed, drew or computed (`SILENT`)."""

    GRADED = "graded"
    TWIN = "twin"
    COPIED = "copied"
    OWN = "own"
    SILENT = "silent"


@dataclass(frozen=True)
class Pair:
    """The case of the graded run, and that of the run on the twin, where there is one."""

    graded: Case
    twin: Case | None = None

    def case(self, view: View) -> Case:
        """What checks look at. Raises `ValueError` where a run on the twin is asked for, and there is none."""
        if view is View.GRADED:
            return self.graded
        if self.twin is None:
            raise ValueError("there was no run on a twin")
        if view is View.TWIN:
            return self.twin
        real, twin = self.graded, self.twin
        own = twin.model_copy(update={"truth": real.truth, "smoke": real.smoke})
        if view is View.OWN:
            return own
        copied = own.model_copy(update={"networks": real.networks})
        if view is View.COPIED:
            return copied
        return copied.model_copy(update={"evidence": twin.evidence.without_numbers()})


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

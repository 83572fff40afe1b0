"""Fixtures that a check takes by name. One that cannot be had skips the check with a reason."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from harness.checks.case import Case, Network
from harness.checks.outputs import Outputs
from harness.evidence import Evidence
from harness.graph.inception import InceptionModule, find_inception
from harness.graph.opgraph import OpGraph, read_graph
from harness.graph.port import PortMatch, match_port
from harness.provenance.parse import TooLongError

BETTER_THAN_CHANCE = 0.25
NOTE = pytest.StashKey[str]()
Note = Callable[[str], None]


@dataclass(frozen=True)
class Model:
    """A trained network with what its op graph shows; ``graph`` is None where it could not be exported."""

    network: Network
    evidence: Evidence

    @property
    def id(self) -> str:
        return self.network.id

    @property
    def title(self) -> str:
        """The student's own name for it."""
        return self.network.names[0] if self.network.names else self.id

    @functools.cached_property
    def graph(self) -> OpGraph | None:
        return None if self.network.graph is None else read_graph(self.network.graph.encode())

    @functools.cached_property
    def inception(self) -> list[InceptionModule]:
        return [] if self.graph is None else find_inception(self.graph)

    @functools.cached_property
    def port(self) -> PortMatch | None:
        return None if self.graph is None else match_port(self.graph)


def _recognises(network: Network) -> bool:
    """True for a network whose training was not seen, such as one read from a file: it does better than chance. One
    that was only built does not."""
    if network.kind == "predict function" or network.metrics is None:
        return False
    return network.metrics.macro_f1 > BETTER_THAN_CHANCE


class CasePlugin:
    """Gives the fixtures of one case to pytest."""

    def __init__(self, case: Case) -> None:
        self._case = case
        fitted = {fit.model for fit in case.evidence.fits}
        self._models = [
            Model(network, case.evidence)
            for network in case.networks
            if network.id in fitted or _recognises(network)
        ]

    @pytest.fixture(scope="session")
    def case(self) -> Case:
        """Everything at once."""
        return self._case

    @pytest.fixture(scope="session")
    def evidence(self) -> Evidence:
        """What the probe and the executed notebook show."""
        return self._case.evidence

    @pytest.fixture(scope="session")
    def outputs(self) -> Outputs:
        """What the executed notebook shows, and which of it was computed from the data. A cell that is too long to be
        followed breaks the checks that ask, for what is typed there cannot be told from what is computed."""
        outputs = Outputs(self._case.evidence, self._case.modules)
        if (cell := outputs.too_long) is not None:
            raise TooLongError(f"cell {cell} is too long, or nested too deep, to be followed")
        return outputs

    @pytest.fixture(scope="session")
    def models(self) -> list[Model]:
        """All trained networks; skips where there is none."""
        if not self._models:
            pytest.skip("This cannot be checked until a Keras network is trained.")
        return self._models

    @pytest.fixture(scope="session")
    def cnn(self, models: list[Model]) -> Model:
        """The network that ports the CNN-MNIST example; skips where no convolutional network was trained."""
        return self._with_role(
            models, "cnn", "This cannot be checked until a convolutional network is trained."
        )

    @pytest.fixture(scope="session")
    def inception(self, models: list[Model]) -> Model:
        """The network with an Inception module; skips where there is none."""
        return self._with_role(
            models, "inception", "This cannot be checked until a network with an Inception module is trained."
        )

    @pytest.fixture
    def note(self, request: pytest.FixtureRequest) -> Note:
        """Takes what to tell the student beside a check that passes; the last text counts."""

        def keep(text: str) -> None:
            request.node.stash[NOTE] = text

        return keep

    @staticmethod
    def _with_role(models: list[Model], role: str, otherwise: str) -> Model:
        found = [model for model in models if role in model.network.roles]
        if not found:
            pytest.skip(otherwise)
        return found[0]


def layer_types(models: list[Model]) -> set[str]:
    """Class names of all layers of all networks."""
    facts = models[0].evidence.models
    return {layer.type for model in models if model.id in facts for layer in facts[model.id].layers}

"""Fixtures that a check takes by name. One that cannot be had skips the check with a reason."""

from collections.abc import Callable

import pytest

from harness.checks.case import Case
from harness.checks.outputs import Outputs
from harness.checks.words import skip
from harness.evidence.network import Network
from harness.evidence.provenance.parse import TooLongError
from harness.evidence.schema import Evidence
from harness.words.phrase import Phrase, phrase, plain

NOTE = pytest.StashKey[Phrase]()
Note = Callable[[Phrase | str], None]


def with_role(models: list[Network], role: str, otherwise: Phrase) -> Network:
    """The network that plays a role; skips the check, and says ``otherwise``, where none does."""
    found = [model for model in models if role in model.roles]
    if not found:
        skip(otherwise)
    return found[0]


class CasePlugin:
    """Gives the fixtures of a case to pytest, which takes them when it runs the first check. What a case has in common with those
    before it is not made anew."""

    def __init__(self) -> None:
        self._outputs = list[tuple[Case, Outputs]]()

    def take(self, case: Case) -> None:
        """The case, before any check runs."""
        self._case = case
        self._models = case.trained

    def _outputs_of(self, case: Case) -> Outputs:
        for other, outputs in self._outputs:
            if other.evidence is case.evidence and (other.modules, other.calls) == (case.modules, case.calls):
                return outputs
        others = [outputs for _, outputs in self._outputs]
        made = Outputs(case.evidence, case.modules, case.calls, others)
        self._outputs.append((case, made))
        return made

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
        outputs = self._outputs_of(self._case)
        if (cell := outputs.too_long) is not None:
            raise TooLongError(phrase("follow.cell", cell=cell))
        return outputs

    @pytest.fixture(scope="session")
    def models(self) -> list[Network]:
        """All trained networks; skips where there is none."""
        if not self._models:
            skip(phrase("checks.no_network"))
        return self._models

    @pytest.fixture
    def note(self, request: pytest.FixtureRequest) -> Note:
        """Takes what to tell the student beside a check that passes; the last text counts."""

        def keep(said: Phrase | str) -> None:
            request.node.stash[NOTE] = plain(said) if isinstance(said, str) else said

        return keep


def layer_types(models: list[Network]) -> set[str]:
    """Class names of all layers of all networks."""
    return {layer.type for model in models for layer in model.layers}

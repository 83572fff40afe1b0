"""Fixtures for the checks of this control work: the networks that play its parts."""

import pytest

from harness.assignments.fashion_mnist import roles
from harness.checks.case import Case
from harness.checks.fixtures import with_role
from harness.evidence.network import Network
from harness.words.phrase import phrase


def _only_built(case: Case, models: list[Network]) -> list[str]:
    """The names of networks that were never trained."""
    return [network.title for network in case.networks if network not in models and not network.is_function]


@pytest.fixture(scope="session")
def cnn(case: Case, models: list[Network]) -> Network:
    """The network that ports the CNN-MNIST example; skips where no convolutional network was trained."""
    said = phrase("fashion_mnist.fixtures.no_cnn", only_built=_only_built(case, models))
    return with_role(models, roles.CNN, said)


@pytest.fixture(scope="session")
def inception(case: Case, models: list[Network]) -> Network:
    """The network with an Inception module; skips where there is none."""
    said = phrase("fashion_mnist.fixtures.no_inception", only_built=_only_built(case, models))
    return with_role(models, roles.INCEPTION, said)

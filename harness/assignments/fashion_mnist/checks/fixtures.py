"""Fixtures for the checks of this control work: the networks that play its parts."""

import pytest

from harness.assignments.fashion_mnist import roles
from harness.checks.fixtures import with_role
from harness.evidence.network import Network


@pytest.fixture(scope="session")
def cnn(models: list[Network]) -> Network:
    """The network that ports the CNN-MNIST example; skips where no convolutional network was trained."""
    return with_role(models, roles.CNN, "This cannot be checked until a convolutional network is trained.")


@pytest.fixture(scope="session")
def inception(models: list[Network]) -> Network:
    """The network with an Inception module; skips where there is none."""
    return with_role(
        models,
        roles.INCEPTION,
        "This cannot be checked until a network with an Inception module is trained.",
    )

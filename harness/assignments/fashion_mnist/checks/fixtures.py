"""Fixtures for the checks of this control work: the networks that play its parts."""

import pytest

from harness.assignments.fashion_mnist import roles
from harness.checks.fixtures import with_role
from harness.evidence.network import Network
from harness.words.phrase import phrase


@pytest.fixture(scope="session")
def cnn(models: list[Network]) -> Network:
    """The network that ports the CNN-MNIST example; skips where no convolutional network was trained."""
    return with_role(models, roles.CNN, phrase("fashion_mnist.fixtures.no_cnn"))


@pytest.fixture(scope="session")
def inception(models: list[Network]) -> Network:
    """The network with an Inception module; skips where there is none."""
    return with_role(models, roles.INCEPTION, phrase("fashion_mnist.fixtures.no_inception"))

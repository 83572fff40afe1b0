"""Task 2: a network was trained."""

from harness.evidence.network import Network

WITH_WEIGHTS = ("Dense", "Conv2D")


def check_two_layers(models: list[Network]) -> None:
    """A trained network has at least two layers with weights."""
    most = max(sum(layer.type in WITH_WEIGHTS for layer in network.layers) for network in models)
    assert most >= 2, f"A network of at least two layers with weights is asked for; yours has {most}."

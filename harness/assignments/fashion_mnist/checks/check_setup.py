"""Task 2: Keras is installed and works."""

from harness.checks.outputs import Outputs
from harness.evidence.network import Network
from harness.evidence.schema import Evidence
from harness.words.phrase import phrase


def check_network_built(evidence: Evidence) -> None:
    """A Keras network was built."""
    assert evidence.networks or evidence.inputs, phrase("fashion_mnist.setup.no_network")


def check_version_shown(evidence: Evidence, outputs: Outputs) -> None:
    """The version of Keras or TensorFlow that runs is shown."""
    versions = [v for name, v in evidence.versions.items() if name in ("keras", "tensorflow")]
    found = any(version in outputs.untyped for version in versions)
    assert found, phrase("fashion_mnist.setup.no_version")


def check_training_completed(models: list[Network], evidence: Evidence) -> None:
    """At least one network was trained to the end of its epochs."""
    assert evidence.fits, phrase("fashion_mnist.setup.no_training")
    assert any(fit.completed for fit in evidence.fits), phrase("fashion_mnist.setup.stopped")

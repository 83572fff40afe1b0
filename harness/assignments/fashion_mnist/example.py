"""What of the Keras CNN-MNIST example does not show in an exported network: dropout, loss and optimizer."""

from harness.evidence.network import Compiled, Network

DROPOUT = frozenset({0.25, 0.5})
OPTIMIZER = "Adadelta"


def dropout_rates(network: Network) -> list[float]:
    """The rates of its layers of class ``Dropout``, in order."""
    return [layer.rate for layer in network.layers if layer.type == "Dropout" and layer.rate is not None]


def settings(network: Network) -> list[Compiled]:
    """How it was compiled each time that it was trained; as it is now where no training was seen."""
    return network.trained_as or [network.compiled]


def is_cross_entropy(loss: str) -> bool:
    """Whether a loss is one, whatever it is called: ``SparseCategoricalCrossentropy``, ``categorical_crossentropy``."""
    return "crossentropy" in loss.lower().replace("_", "")


def likeness(network: Network) -> tuple[int, bool, bool]:
    """How much of this it has: rates of dropout, the loss, the optimizer."""
    compiled = settings(network)
    return (
        len(DROPOUT & set(dropout_rates(network))),
        any(is_cross_entropy(one.loss or "") for one in compiled),
        any(one.optimizer == OPTIMIZER for one in compiled),
    )

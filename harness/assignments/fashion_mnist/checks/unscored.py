"""What a check says where it depends on a network that could not be scored."""

from collections.abc import Iterable

from harness.evidence.network import Network
from harness.words.phrase import Phrase, phrase


def unscored(models: Iterable[Network]) -> list[Phrase]:
    """A clause for each network without scores: its name and why it has none."""
    return [
        phrase("fashion_mnist.unscored", network=model.title, why=model.reason.rstrip("."))
        if model.reason
        else phrase("fashion_mnist.unscored_somehow", network=model.title)
        for model in models
        if model.visible is None
    ]

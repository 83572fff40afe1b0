"""What a check says where it depends on a network that could not be scored."""

from collections.abc import Iterable

from harness.evidence.network import Network
from harness.words.phrase import TEXT, Phrase, phrase


def unscored(models: Iterable[Network]) -> list[Phrase]:
    """A clause for each network without scores: its name and why it has none."""
    return [
        phrase("fashion_mnist.unscored", network=model.title, why=_why(model))
        if model.reason
        else phrase("fashion_mnist.unscored_somehow", network=model.title)
        for model in models
        if model.visible is None
    ]


def _why(model: Network) -> Phrase | str:
    """Why it has no scores; as a phrase, where that is one, so that it can be said in another language."""
    said = model.phrases("reason")
    return said[0] if len(said) == 1 and said[0].code != TEXT else model.reason.rstrip(".")

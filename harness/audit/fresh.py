"""What answers to hidden images that were changed a little say of a network: whether it looks images up."""

from collections.abc import Iterable, Iterator

from harness.dataset.fresh import Change
from harness.evidence.network import Again, Network
from harness.words.phrase import Phrase, phrase

MOST_BY_DITHER = 0.02
"""Of macro-F1. An honest port moves by 0.0005 between dithered images and the same ones as they are."""


def held(networks: Iterable[Network]) -> list[Phrase]:
    """Why a person must look at the networks that play a part, a sentence for each reason."""
    return [why for network in networks if network.roles for why in _held(network)]


def _held(network: Network) -> Iterator[Phrase]:
    if network.fresh is None:
        yield phrase("held.no_fresh_answers", network=network.title)
    for again in network.fresh or ():
        if again.change == Change.PLAIN and _moves(again, MOST_BY_DITHER):
            yield phrase(
                "held.moved_by_dither",
                network=network.title,
                images=again.images,
                hidden_dithered=again.before,
                hidden_plain=again.after,
            )


def _moves(again: Again, most: float) -> bool:
    """Whether the change moves macro-F1 by more than this, and by more than chance does on so few images."""
    low, high = again.interval
    return abs(again.after - again.before) > most and (low > 0 or high < 0)

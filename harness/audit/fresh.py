"""What answers to hidden images that were changed a little say of a network: whether it looks images up."""

from collections.abc import Iterable, Iterator, Mapping

from harness.dataset.fresh import Change
from harness.evidence.network import Again, Network
from harness.words.phrase import Phrase, phrase

MOST_BY_DITHER = 0.02
"""Of macro-F1. An honest port moves by 0.0005 between dithered images and the same ones as they are."""
SMOOTHING = 5
"""So that an error that is hardly there, or of few images, does not grow without bound."""


def held(networks: Iterable[Network], bounds: Mapping[Change, float]) -> list[Phrase]:
    """Why a person must look at the networks that play a part, a sentence for each reason. ``bounds`` say how many times as
    large the error of an honest network may become by each change."""
    return [why for network in networks if network.roles for why in _held(network, bounds)]


def _held(network: Network, bounds: Mapping[Change, float]) -> Iterator[Phrase]:
    if network.fresh is None:
        yield phrase("held.no_fresh_answers", network=network.title)
    for again in network.fresh or ():
        change = Change(again.change)
        if change == Change.PLAIN and _moves(again, MOST_BY_DITHER):
            yield phrase(
                "held.moved_by_dither",
                network=network.title,
                images=again.images,
                hidden_before=again.before,
                hidden_after=again.after,
            )
        times = growth(again.before, again.after, again.images)
        if change in bounds and times > bounds[change] and again.interval[1] < 0:
            yield phrase(
                "held.falls_by_change",
                network=network.title,
                change=phrase(f"change.{change}"),
                hidden_before=again.before,
                hidden_after=again.after,
                times=times,
                most=bounds[change],
            )


def growth(before: float, after: float, images: int) -> float:
    """How many times as large the error (1 - F1) becomes, with `SMOOTHING` images added to both errors."""
    more = SMOOTHING / images
    return (1 - after + more) / (1 - before + more)


def _moves(again: Again, most: float) -> bool:
    """Whether the change moves macro-F1 by more than this, and by more than chance does on so few images."""
    low, high = again.interval
    return abs(again.after - again.before) > most and (low > 0 or high < 0)

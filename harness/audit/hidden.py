"""Whether networks were trained on hidden images, which a copy of the published data holds."""

import functools
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from harness.dataset.split import Split
from harness.evidence.network import Network
from harness.evidence.schema import Evidence
from harness.wire.images import signs
from harness.words.phrase import Phrase, phrase

LEAST = 3
"""Images by which it is told: one might be a visible image that was changed into another one."""


def trained_on_hidden(evidence: Evidence, networks: Iterable[Network], split: Split) -> list[Phrase]:
    """Why a person must look, a sentence for each network that was fed hidden images in a training of the run."""
    fed, looked = defaultdict[str, set[str]](set), defaultdict[str, int](int)
    for facts in evidence.inputs:
        if facts.fit is not None:
            fed[facts.model].update(facts.strangers)
            looked[facts.model] += sum(facts.sources.values())
    if not any(fed.values()):
        return []
    hidden = _hidden(split)
    found = {model: shown & hidden for model, shown in fed.items()}
    if any(len(some) >= LEAST for some in found.values()):
        # Some published images are there twice.
        found = {model: some - _visible(split) for model, some in found.items()}
    return [
        phrase(
            "held.trained_on_hidden",
            network=network.title,
            looked=looked[network.id],
            found=len(found[network.id]),
        )
        for network in networks
        if len(found.get(network.id, ())) >= LEAST
    ]


@functools.lru_cache(maxsize=2)
def _hidden(split: Split) -> frozenset[str]:
    """Of the works of a class it is the same; to make it takes half a second."""
    return frozenset(_signs(split.hidden_images))


@functools.lru_cache(maxsize=2)
def _visible(split: Split) -> frozenset[str]:
    """Made where hidden images seem to be found alone: it takes ten times as long."""
    return frozenset(["", *_signs(split.train_images), *_signs(split.test_images)])


def _signs(images: NDArray[np.uint8]) -> list[str]:
    return signs(images.reshape(len(images), -1).tolist()) if len(images) else []

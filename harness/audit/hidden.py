"""Whether networks were trained on hidden images, which a copy of the published data holds."""

import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from harness.dataset.drawing import Drawing
from harness.dataset.split import Split
from harness.evidence.network import Network
from harness.evidence.schema import Evidence
from harness.wire.images import LEVELS, SIGN_BYTES
from harness.words.phrase import Phrase, phrase

LEAST = 3
"""Images by which it is told: one might be a visible image that was changed into another one."""
AT_ONCE = 2000
"""Images that are looked at together."""


def trained_on_hidden(evidence: Evidence, networks: Iterable[Network], drawing: Drawing) -> list[Phrase]:
    """Why a person must look, a sentence for each network that was fed hidden images in a training of the run. The split is
    drawn where rows were fed that are no visible images."""
    fed, looked = defaultdict[str, set[str]](set), defaultdict[str, int](int)
    for facts in evidence.inputs:
        if facts.fit is not None:
            fed[facts.model].update(facts.strangers)
            looked[facts.model] += sum(facts.sources.values())
    if not any(fed.values()):
        return []
    split = drawing.split()
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
    """Of the works of a class it is the same."""
    return frozenset(signs(split.hidden_images))


@functools.lru_cache(maxsize=2)
def _visible(split: Split) -> frozenset[str]:
    """Made where hidden images seem to be found alone: it takes a second or more."""
    return frozenset(["", *signs(split.train_images), *signs(split.test_images)])


def signs(images: NDArray[np.uint8]) -> list[str]:
    """As `harness.wire.images.signs`, which takes ten times as long."""
    found = list[str]()
    for start in range(0, len(images), AT_ONCE):
        part = images[start : start + AT_ONCE]
        some = part.reshape(len(part), -1)
        low, high = some.min(axis=1, keepdims=True), some.max(axis=1, keepdims=True)
        span = np.maximum(high - low, 1)
        levels = np.rint((some - low) / span * LEVELS).astype("H")
        told = zip(levels, (high > low)[:, 0], strict=True)
        found += [
            hashlib.blake2b(one, digest_size=SIGN_BYTES).hexdigest() if is_any else "" for one, is_any in told
        ]
    return found

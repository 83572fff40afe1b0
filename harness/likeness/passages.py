"""Passages that two sources share: winnowing over symbols (Schleimer, Wilkerson and Aiken, SIGMOD 2003)."""

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harness.likeness.sources import Code
from harness.likeness.tokens import Token, tokens

LENGTH = 18
"""Symbols of the shortest passage that counts."""
WINDOW = 5
"""A shared passage of at least ``LENGTH + WINDOW - 1`` symbols is always found."""
_BASE = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Fingerprints:
    """What of a source is compared.

    Args:
        tokens: its symbols.
        hashes: int64 (F,), of the passages that winnowing chose; equal passages have equal hashes, in every process.
        places: int64 (F,), the first symbol of each.
        own: how many symbols stand in no passage that is known.
    """

    tokens: list[Token]
    hashes: NDArray[np.int64]
    places: NDArray[np.int64]
    own: int

    def without(self, hashes: NDArray[np.int64]) -> "Fingerprints":
        """These without the passages of such ``hashes``, whose symbols are not its own."""
        kept = ~np.isin(self.hashes, hashes)
        lost = _covered(self.places[~kept], len(self.tokens)) & ~_covered(self.places[kept], len(self.tokens))
        return Fingerprints(
            self.tokens, self.hashes[kept], self.places[kept], max(0, self.own - int(lost.sum()))
        )


def all_hashes(code: Code) -> NDArray[np.int64]:
    """Hashes of every passage of a source, int64 (P,)."""
    return np.unique(_hashes(tokens(code.text, code.parts)))


def fingerprints(code: Code, known: NDArray[np.int64]) -> Fingerprints:
    """Fingerprints of a source, without passages whose hash is in ``known``."""
    from copydetect.utils import winnow

    found = tokens(code.text, code.parts)
    hashes = _hashes(found)
    fresh = ~np.isin(hashes, known)
    own = len(found) - int(_covered(np.flatnonzero(~fresh), len(found)).sum())
    if not len(hashes):
        return Fingerprints(found, hashes, hashes, own)
    _, places = winnow(hashes, WINDOW, remove_duplicates=False)
    places = np.asarray(places, np.int64)
    places = places[fresh[places]]
    return Fingerprints(found, hashes[places], places, own)


def spans(one: Fingerprints, shared: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The passages of one source that have such hashes, as symbols from and to (not included); what overlaps is one."""
    from copydetect.utils import get_copied_slices

    places = one.places[np.isin(one.hashes, shared)]
    if not len(places):
        return []
    starts, ends = get_copied_slices(places, LENGTH)
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


def shared_counts(all_of: Sequence[Fingerprints]) -> NDArray[np.int64]:
    """How many different fingerprints each two sources share: int64 (N, N)."""
    each = [np.unique(one.hashes) for one in all_of]
    counts = np.zeros((len(each), len(each)), np.float32)
    if not each:
        return counts.astype(np.int64)
    every = np.unique(np.concatenate(each))
    step = 8192
    for first in range(0, len(every), step):
        some = every[first : first + step]
        holds = np.stack([np.isin(some, one, assume_unique=True) for one in each]).astype(np.float32)
        counts += holds @ holds.T
    return counts.astype(np.int64)


def common(all_of: Sequence[Fingerprints], least: int) -> NDArray[np.int64]:
    """Hashes of the passages that at least so many sources hold."""
    if not all_of:
        return np.zeros(0, np.int64)
    hashes, counts = np.unique(np.concatenate([np.unique(one.hashes) for one in all_of]), return_counts=True)
    found: NDArray[np.int64] = hashes[counts >= least]
    return found


def _hashes(found: Sequence[Token]) -> NDArray[np.int64]:
    """A hash of 53 bits for the passage at each place: int64 (P,)."""
    count = len(found) - LENGTH + 1
    if count < 1:
        return np.zeros(0, np.int64)
    symbols = np.array([_number(token.symbol) for token in found], np.uint64)
    total = np.zeros(count, np.uint64)
    for place in range(LENGTH):
        total = total * _BASE + symbols[place : place + count]
    total ^= total >> np.uint64(32)
    total *= _BASE
    return (total >> np.uint64(11)).astype(np.int64)


@functools.lru_cache(100_000)
def _number(symbol: str) -> int:
    # That of Python differs from process to process, and the table must not.
    return int.from_bytes(hashlib.blake2b(symbol.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _covered(places: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    """Which symbols stand in a passage that begins at one of ``places``: bool (length,)."""
    steps = np.zeros(length + 1, np.int64)
    np.add.at(steps, places, 1)
    np.add.at(steps, np.minimum(places + LENGTH, length), -1)
    return np.cumsum(steps[:-1]) > 0

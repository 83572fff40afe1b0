"""Names of people, compared without what machines and clerks change in them."""

import functools
import itertools
import unicodedata

_MOST = 5
"""Parts of a name of which every order is tried."""
_KEPT = 20_000
"""Names that are remembered: every work is compared with every student."""


@functools.lru_cache(maxsize=_KEPT)
def words(name: str) -> tuple[str, ...]:
    """The parts of a name, without case, accents, dots and signs: ``Müller-Ёлкин, Ян`` is ``muller елкин ян``."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    # An apostrophe joins what it stands in: O'Neil is written ONeil, too.
    joined = "".join(char for char in bare if char not in "'’ʼ`")
    return tuple("".join(char if char.isalnum() else " " for char in joined).split())


@functools.lru_cache(maxsize=_KEPT)
def joined(name: str) -> frozenset[str]:
    """The parts of a name in one word, in every order of up to `_MOST` of them."""
    parts = words(name)
    if len(parts) > _MOST:
        return frozenset(["".join(parts)])
    return frozenset("".join(order) for order in itertools.permutations(parts))


def is_same(one: str, other: str) -> bool:
    """Whether two names have the same parts, in any order, or are the same in one word."""
    parts, others = words(one), words(other)
    return bool(parts) and (
        sorted(parts) == sorted(others) or "".join(parts) in joined(other) or "".join(others) in joined(one)
    )


def is_part(one: str, other: str) -> bool:
    """Whether all parts of one name, at least two, stand in the other: a name without the patronymic, for instance."""
    parts, others = set(words(one)), set(words(other))
    return min(len(parts), len(others)) > 1 and (parts <= others or others <= parts)

"""How an image is known again, in a sandbox and on the host, whatever scale and offset its values were given."""

import hashlib
from array import array
from collections.abc import Iterable, Sequence

LEVELS = 1024
"""Between the least and the largest value of an image: more than any image of 8 bits has, so that none of its values comes to
lie between two of them."""
SIGN_BYTES = 6


def signs(images: Iterable[Sequence[float]]) -> list[str]:
    """A sign of each image, given as its values in their order, hexadecimal: equal where images differ by a scale above 0 and an
    offset alone. An image whose values are all the same has an empty one."""
    return [_sign(values) for values in images]


def _sign(values: Sequence[float]) -> str:
    different = set(values)
    low = min(different, default=0)
    span = max(different, default=0) - low
    if not span:
        return ""
    levels = {value: round((value - low) / span * LEVELS) for value in different}
    return hashlib.blake2b(array("H", map(levels.__getitem__, values)), digest_size=SIGN_BYTES).hexdigest()

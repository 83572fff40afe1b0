"""How an image is known again, in a sandbox and on the host, whatever scale and offset its values were given."""

import hashlib

import numpy as np

LEVELS = 1024
"""Between the least and the largest value of an image: more than any image of 8 bits has, so that none of its values comes to
lie between two of them."""
SIGN_BYTES = 6


def signs(images: np.ndarray) -> list[str]:
    """A sign of each image (N, ...) of any numbers, hexadecimal: equal where images differ by a scale above 0 and an offset
    alone. An image whose values are all the same has an empty one."""
    if not len(images):
        return []
    flat = np.asarray(images, np.float64).reshape(len(images), -1)
    low, high = flat.min(axis=1, keepdims=True), flat.max(axis=1, keepdims=True)
    levels = np.rint((flat - low) / np.maximum(high - low, 1e-12) * LEVELS).astype(np.uint16)
    varies = (high > low)[:, 0]
    return [
        hashlib.blake2b(one.tobytes(), digest_size=SIGN_BYTES).hexdigest() if differs else ""
        for one, differs in zip(levels, varies, strict=True)
    ]

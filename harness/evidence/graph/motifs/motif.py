"""What a motif is, and the names of all that are known."""

from dataclasses import dataclass
from typing import Literal, get_args

MotifName = Literal[
    "convolution",
    "convolution stack",
    "grouped convolution",
    "dilated convolution",
    "depthwise convolution",
    "depthwise separable convolution",
    "transposed convolution",
    "locally connected layer",
    "fully connected layer",
    "max pooling",
    "average pooling",
    "global pooling",
    "batch normalisation",
    "residual, identity",
    "residual, projection",
    "dense connectivity",
    "skip concatenation",
    "Inception, naive",
    "Inception, reduced",
    "Inception, factorised",
    "Inception-residual",
    "added branches",
    "fractal join",
    "softmax head",
]
MOTIF_NAMES: tuple[MotifName, ...] = get_args(MotifName)
"""In the order of tables."""


@dataclass(frozen=True)
class Motif:
    """One place in a network that is built in a known way.

    ``node`` is the id of its last operation, ``depth`` the most layers on a path from the network's input to there.
    """

    name: MotifName
    node: int
    depth: int

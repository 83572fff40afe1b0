"""Inception modules: parallel convolutions of several sizes, stacked along the channels."""

from collections.abc import Callable, Sequence

import keras

from reference.zoo.blocks.convolution import convolution
from reference.zoo.blocks.normalisation import conv_bn_relu

_REDUCED_BRANCHES = "1x1, before 3x3, 3x3, before 5x5, 5x5, after pooling"


def _convolve(normalise: bool) -> Callable[..., keras.KerasTensor]:
    return conv_bn_relu if normalise else convolution


def _pool(x: keras.KerasTensor, name: str | None) -> keras.KerasTensor:
    return keras.layers.MaxPooling2D(3, strides=1, padding="same", name=name and f"{name}_pool")(x)


def _six_widths(filters: int | Sequence[int]) -> Sequence[int]:
    widths = (filters,) * 6 if isinstance(filters, int) else tuple(filters)
    if len(widths) != 6:
        raise ValueError(f"Give one number of filters or six ({_REDUCED_BRANCHES}), not {len(widths)}.")
    return widths


def _reduced_module(
    x: keras.KerasTensor,
    filters: int | Sequence[int],
    kernels: tuple[Sequence[int | tuple[int, int]], Sequence[int | tuple[int, int]]],
    normalise: bool,
    name: str | None,
) -> keras.KerasTensor:
    """Four branches: 1x1; 1x1 and the first `kernels`; 1x1 and the second; max pooling and 1x1."""
    convolve = _convolve(normalise)
    alone, *branches, pooled = _six_widths(filters)
    stack = [convolve(x, alone, 1, name=name and f"{name}_1x1")]
    for label, sizes, reduced, width in zip(
        ("3x3", "5x5"), kernels, branches[::2], branches[1::2], strict=True
    ):
        branch = convolve(x, reduced, 1, name=name and f"{name}_{label}_reduce")
        for step, size in enumerate(sizes, start=1):
            branch = convolve(branch, width, size, name=name and f"{name}_{label}_{step}")
        stack.append(branch)
    stack.append(convolve(_pool(x, name), pooled, 1, name=name and f"{name}_pool_1x1"))
    return keras.layers.Concatenate(name=name and f"{name}_stack")(stack)


def inception_naive(
    x: keras.KerasTensor,
    filters: int | Sequence[int] = 64,
    normalise: bool = False,
    name: str | None = None,
) -> keras.KerasTensor:
    """1x1, 3x3 and 5x5 convolutions and 3x3 max pooling side by side, without reductions.

    Its channels can only grow from module to module, as pooling keeps all of them.

    Parameters, with C channels and F filters: `(35 * C + 3) * F` (1 + 9 + 25 = 35).

    Args:
        x: `(batch, height, width, channels)`.
        filters: feature maps of each convolution, or three numbers for 1x1, 3x3 and 5x5.
        normalise: batch normalisation after each convolution, instead of a bias.
        name: beginning of the layers' names.

    Returns:
        `(batch, height, width, 3 * filters + channels)`.

    Raises:
        ValueError: if `filters` is neither one number nor three.

    Source:
        Lecture, Inception; arXiv:1409.4842 figure 2(a).
    """
    widths = (filters,) * 3 if isinstance(filters, int) else tuple(filters)
    if len(widths) != 3:
        raise ValueError(f"Give one number of filters or three (1x1, 3x3, 5x5), not {len(widths)}.")
    convolve = _convolve(normalise)
    stack = [
        convolve(x, width, size, name=name and f"{name}_{size}x{size}")
        for width, size in zip(widths, (1, 3, 5), strict=True)
    ]
    return keras.layers.Concatenate(name=name and f"{name}_stack")([*stack, _pool(x, name)])


def inception_v1(
    x: keras.KerasTensor,
    filters: int | Sequence[int] = 64,
    normalise: bool = False,
    name: str | None = None,
) -> keras.KerasTensor:
    """The lecture's Inception module: 1x1; 1x1 and 3x3; 1x1 and 5x5; 3x3 max pooling and 1x1, stacked.

    With the lecture's 64 filters everywhere the stack has 256 channels. The 1x1 convolutions before the large
    kernels and after the pooling keep it cheap; each convolution has a ReLU.

    Parameters, with C channels and F filters everywhere: `4 * (C + 1) * F + (34 * F + 2) * F`.

    Args:
        x: `(batch, height, width, channels)`.
        filters: feature maps of each convolution, or six numbers in the paper's order: 1x1, before 3x3, 3x3,
            before 5x5, 5x5, after pooling.
        normalise: batch normalisation after each convolution, instead of a bias (arXiv:1502.03167).
        name: beginning of the layers' names.

    Returns:
        `(batch, height, width, 4 * filters)`; with six numbers, the sum of 1st, 3rd, 5th and 6th.

    Raises:
        ValueError: if `filters` is neither one number nor six.

    Source:
        Lecture, Inception; arXiv:1409.4842 figure 2(b) and table 1.
    """
    return _reduced_module(x, filters, ((3,), (5,)), normalise, name)


def inception_factorised_5x5(
    x: keras.KerasTensor,
    filters: int | Sequence[int] = 64,
    normalise: bool = False,
    name: str | None = None,
) -> keras.KerasTensor:
    """`inception_v1` with two 3x3 convolutions for the 5x5 one (v2): the same window with 18 weights for 25.

    The paper pools by averages in places; here by maxima, as the lecture does.

    Parameters, with C channels and F filters everywhere: `4 * (C + 1) * F + (27 * F + 3) * F`.

    Args:
        x: `(batch, height, width, channels)`.
        filters: feature maps of each convolution, or six numbers as in `inception_v1`.
        normalise: batch normalisation after each convolution, instead of a bias.
        name: beginning of the layers' names.

    Returns:
        `(batch, height, width, 4 * filters)`; with six numbers, the sum of 1st, 3rd, 5th and 6th.

    Raises:
        ValueError: if `filters` is neither one number nor six.

    Source:
        Lecture, Inception v2; arXiv:1512.00567 section 3.1, figure 5.
    """
    return _reduced_module(x, filters, ((3,), (3, 3)), normalise, name)


def inception_factorised_nx1(
    x: keras.KerasTensor,
    filters: int | Sequence[int] = 64,
    n: int = 3,
    normalise: bool = False,
    name: str | None = None,
) -> keras.KerasTensor:
    """`inception_factorised_5x5` with 1xn and nx1 convolutions for each nxn one (v3): 2n weights for n².

    One branch has one such pair, another has two. The paper takes n = 7 on feature maps of 17x17; n = 3, which
    keeps the windows of `inception_v1`, is the default for the small maps of a 28x28 image. Pooling is by maxima.

    Parameters, with C channels and F filters everywhere: `4 * (C + 1) * F + 6 * (n * F + 1) * F`.

    Args:
        x: `(batch, height, width, channels)`.
        filters: feature maps of each convolution, or six numbers as in `inception_v1`.
        n: length of the asymmetric kernels.
        normalise: batch normalisation after each convolution, instead of a bias.
        name: beginning of the layers' names.

    Returns:
        `(batch, height, width, 4 * filters)`; with six numbers, the sum of 1st, 3rd, 5th and 6th.

    Raises:
        ValueError: if `filters` is neither one number nor six, or `n` is less than 2.

    Source:
        Lecture, Inception v3; arXiv:1512.00567 section 3.2, figure 6.
    """
    if n < 2:
        raise ValueError(f"A factorised kernel needs n of at least 2, not {n}.")
    pair = ((1, n), (n, 1))
    return _reduced_module(x, filters, (pair, pair + pair), normalise, name)

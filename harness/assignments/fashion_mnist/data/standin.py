"""Drawn stand-in images: ten classes of clothes-like silhouettes in the shapes of Fashion-MNIST.

They let every part of the harness run where the real images cannot be had. Only exact arithmetic on uniform
draws is used (no sine, no normal draws), so a seed gives the same images on every machine.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

SIDE = 28
SEED = 20170825
VERSION = f"stand-in 1, seed {SEED}"
"""To be changed with the images; a test holds their content."""
_GRID: Floats = np.arange(SIDE, dtype=np.float32)


def draw(
    *, train_per_class: int, test_per_class: int, seed: int = SEED
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Draws the stand-in; equal arguments give equal images.

    Returns:
        Images, uint8 (N, 28, 28), and labels, uint8 (N,), with N of ten times the sum of both counts: the
        training rows first, the classes of both parts shuffled.
    """
    per_class = train_per_class + test_per_class
    by_class = np.stack(
        [
            _textured(
                silhouette(_Draws(seed, label, per_class)), _Draws(seed, len(_SILHOUETTES) + label, per_class)
            )
            for label, silhouette in enumerate(_SILHOUETTES)
        ]
    )
    rng = np.random.default_rng([seed, 2 * len(_SILHOUETTES)])
    parts = [(0, train_per_class), (train_per_class, per_class)]
    images, labels = [], []
    for start, stop in parts:
        order = rng.permutation(len(_SILHOUETTES) * (stop - start))
        images.append(by_class[:, start:stop].reshape(-1, SIDE, SIDE)[order])
        labels.append(np.repeat(np.arange(len(_SILHOUETTES), dtype=np.uint8), stop - start)[order])
    return np.concatenate(images), np.concatenate(labels)


class _Draws:
    """Uniform draws for ``count`` images, each as a column (count, 1) that spreads over rows of pixels."""

    def __init__(self, seed: int, stream: int, count: int) -> None:
        self.rng = np.random.default_rng([seed, stream])
        self.count = count

    def between(self, low: float, high: float) -> Floats:
        draws = self.rng.random((self.count, 1), dtype=np.float32)
        return np.float32(low) + np.float32(high - low) * draws

    def chance(self, probability: float) -> Floats:
        """1 with the probability, else 0."""
        return (self.rng.random((self.count, 1), dtype=np.float32) < probability).astype(np.float32)


def _soft(distance: Floats) -> Floats:
    """1 inside (distance above 0.5 pixel), 0 outside, a ramp of one pixel between."""
    inside: Floats = np.clip(distance + np.float32(0.5), 0, 1)
    return inside


def _between(low: Floats, high: Floats) -> Floats:
    """For each of 28 places along an axis, how far it lies inside [low, high]: (count, 28)."""
    return _soft(np.minimum(_GRID - low, high - _GRID))


def _spans(centre: Floats, half: Floats, where: Floats) -> Floats:
    """Fills, at each place of one axis, the pixels of the other within ``half`` of ``centre``.

    All three are (count, 28) or (count, 1); the result is (count, 28, 28) with the place as the second axis.
    """
    inside = _soft(half[:, :, None] - np.abs(_GRID - centre[:, :, None]))
    return inside * where[:, :, None]


def _top(
    draws: _Draws, *, sleeve_end: Floats, hem: Floats, collar: Floats, opening: Floats, buttons: Floats
) -> Floats:
    """A garment for the upper body; ``sleeve_end`` and ``hem`` are rows, the others strengths in [0, 1]."""
    middle = draws.between(12.5, 14.5)
    neck = draws.between(1.5, 4)
    waist = draws.between(4.8, 7.2)
    shoulder = waist + draws.between(0, 1)
    slope = (_GRID - neck) / (hem - neck)
    body = _spans(middle, shoulder + (waist - shoulder) * slope, _between(neck, hem))
    spread = draws.between(2.5, 4.5) / 20
    reach = shoulder + 0.8 + spread * (_GRID - neck)
    arm = draws.between(1.2, 2.1)
    arms_at = _between(neck + 0.5, sleeve_end)
    # Above the armpit the sleeve hangs together with the body, so a short sleeve widens the shoulders alone.
    shape = np.maximum(body, _spans(middle - reach, arm, arms_at))
    np.maximum(shape, _spans(middle + reach, arm, arms_at), out=shape)
    hole = _spans(middle, draws.between(1.5, 3) - 0.6 * (_GRID - neck), _between(neck - 1, neck + 4))
    shape *= 1 - hole * (1 - 0.7 * collar)[:, :, None]
    shape *= 1 - _spans(middle, draws.between(0.3, 0.9), _between(neck, hem)) * (0.6 * opening)[:, :, None]
    dotted = (np.arange(SIDE) % 3 == 0).astype(np.float32) * buttons
    shape *= 1 - 0.5 * _spans(middle, draws.between(0.3, 0.6), dotted * _between(neck + 2, hem - 1))
    return shape


def _t_shirt(draws: _Draws) -> Floats:
    return _top(
        draws,
        sleeve_end=draws.between(8, 13),
        hem=draws.between(22, 26),
        collar=draws.between(0, 0.4),
        opening=draws.chance(0.05),
        buttons=draws.chance(0.08),
    )


def _pullover(draws: _Draws) -> Floats:
    return _top(
        draws,
        sleeve_end=draws.between(18, 25),
        hem=draws.between(21, 25),
        collar=draws.between(0.2, 1),
        opening=draws.chance(0.06),
        buttons=draws.chance(0.06),
    )


def _coat(draws: _Draws) -> Floats:
    return _top(
        draws,
        sleeve_end=draws.between(19, 26),
        hem=draws.between(23, 27),
        collar=draws.between(0.5, 1),
        opening=draws.chance(0.88) * draws.between(0.4, 1),
        buttons=draws.chance(0.3),
    )


def _shirt(draws: _Draws) -> Floats:
    short = draws.chance(0.4)
    return _top(
        draws,
        sleeve_end=short * draws.between(8, 14) + (1 - short) * draws.between(18, 25),
        hem=draws.between(22, 26),
        collar=draws.between(0.3, 1),
        opening=draws.chance(0.12) * 0.5,
        buttons=draws.chance(0.85),
    )


def _dress(draws: _Draws) -> Floats:
    middle, neck, hem = draws.between(12.5, 14.5), draws.between(0.5, 3), draws.between(24, 27)
    chest, flare = draws.between(2.4, 4.5), draws.between(0.5, 4.5)
    waist = draws.between(9, 13)
    half = chest + flare * np.maximum(_GRID - waist, 0) / (hem - waist)
    shape = _spans(middle, half, _between(neck, hem))
    sleeves = draws.chance(0.3)
    arms_at = _between(neck, draws.between(7, 16)) * sleeves
    reach = chest + 1 + 0.12 * (_GRID - neck)
    for side in (-1, 1):
        np.maximum(shape, _spans(middle + side * reach, draws.between(0.8, 1.6), arms_at), out=shape)
    return shape


def _trouser(draws: _Draws) -> Floats:
    middle, top, hem = draws.between(12.5, 14.5), draws.between(0.5, 2.5), draws.between(24, 27)
    leg, crotch, spread = draws.between(1.6, 3), draws.between(6, 10), draws.between(0.5, 3)
    apart = leg + spread * np.maximum(_GRID - crotch, 0) / (hem - crotch)
    where = _between(top, hem)
    return np.maximum(_spans(middle - apart, leg, where), _spans(middle + apart, leg, where))


def _shoe(draws: _Draws, *, toe: Floats, heel: Floats, shaft: Floats, holes: Floats) -> Floats:
    """A shoe seen from its side, toe to the left. ``toe``, ``heel`` and ``shaft`` are heights above the sole,
    ``holes`` the strength of gaps between straps."""
    sole, left, right = draws.between(20, 24), draws.between(0.5, 3), draws.between(24.5, 27)
    along = np.clip((_GRID - left) / (right - left), 0, 1)
    ankle = draws.between(0.5, 0.65)
    rise = np.clip((along - ankle) * 6, 0, 1)
    height = toe + (heel - toe) * along + (shaft - heel) * rise
    where = _between(left, right)
    shape = _spans(sole - height / 2, height / 2, where).transpose(0, 2, 1)
    period, phase = draws.between(4, 7), draws.between(0, 7)
    stripe: Floats = np.mod(_GRID + phase, period)
    wave: Floats = np.abs(stripe / period - np.float32(0.5))  # 0 to 0.5
    straps = where * _soft(4 * wave - 1.2)
    gaps = _spans(sole - height / 2 - 1, height / 2 - 1, straps).transpose(0, 2, 1)
    shape *= 1 - gaps * holes[:, :, None]
    thick = draws.between(0.6, 1.4)
    np.maximum(shape, _spans(sole + thick, thick, where).transpose(0, 2, 1), out=shape)
    return shape


def _sandal(draws: _Draws) -> Floats:
    return _shoe(
        draws,
        toe=draws.between(2, 5),
        heel=draws.between(3, 9),
        shaft=draws.between(4, 12),
        holes=draws.between(0.35, 1),
    )


def _sneaker(draws: _Draws) -> Floats:
    return _shoe(
        draws,
        toe=draws.between(3, 5),
        heel=draws.between(5, 8),
        shaft=draws.between(6, 11),
        holes=draws.between(0, 0.4),
    )


def _ankle_boot(draws: _Draws) -> Floats:
    return _shoe(
        draws,
        toe=draws.between(3.5, 6),
        heel=draws.between(6, 9),
        shaft=draws.between(9.5, 19),
        holes=draws.between(0, 0.3),
    )


def _bag(draws: _Draws) -> Floats:
    middle, top, bottom = draws.between(12, 15), draws.between(7, 13), draws.between(22, 26)
    half, taper = draws.between(7, 12), draws.between(-2, 1)
    shape = _spans(middle, half + taper * (bottom - _GRID) / (bottom - top), _between(top, bottom))
    grip, handle = draws.between(2.5, 6), draws.between(1, 5)
    for side in (-1, 1):
        np.maximum(
            shape, _spans(middle + side * grip, draws.between(0.5, 0.9), _between(handle, top)), out=shape
        )
    np.maximum(shape, _spans(middle, grip, _between(handle, handle + 1)), out=shape)
    return shape


_SILHOUETTES: tuple[Callable[[_Draws], Floats], ...] = (
    _t_shirt,
    _trouser,
    _pullover,
    _dress,
    _coat,
    _sandal,
    _shirt,
    _sneaker,
    _bag,
    _ankle_boot,
)


def _textured(shape: Floats, draws: _Draws) -> npt.NDArray[np.uint8]:
    """Gives silhouettes (count, 28, 28) in [0, 1] a brightness, stripes, a gradient and noise; uint8."""
    bright = draws.between(0.35, 0.95)
    stripes = draws.chance(0.3) * draws.between(0.1, 0.5)
    period, phase = draws.between(3, 8), draws.between(0, 8)
    stripe: Floats = np.mod(_GRID + phase, period)
    wave = 2 * np.abs(stripe / period - np.float32(0.5))
    across = bright * (1 - stripes * wave)
    down = 1 + draws.between(-0.25, 0.25) * (_GRID - 13.5) / 13.5
    shape *= across[:, None, :]
    shape *= down[:, :, None]
    noise = draws.rng.random(shape.shape, dtype=np.float32)
    noise -= np.float32(0.5)
    noise *= draws.between(0.1, 0.5)[:, :, None]
    noise *= shape + np.float32(0.12)
    shape += noise
    shape *= 255
    return np.clip(shape, 0, 255, out=shape).astype(np.uint8)

"""Axes of the board's pictures: where a value lies, and what stands at it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FENCE = 1.5
"""Spreads below the lower quarter (Tukey's fence): what lies further off does not stretch the picture."""
LEAST_SPAN = 0.02
STEPS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
MOST_TICKS = 7


@dataclass(frozen=True)
class Axis:
    """Values from ``low`` to ``high``; ``ticks`` are some of them, with their words."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def share(self, value: float) -> float:
        """Where a value lies, from 0 to 1; one beyond an end lies at it."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


def f1_axis(values: Sequence[float], high: float) -> Axis:
    """An axis of F1 over these values, up to ``high``; those far below the others are beyond it."""
    ordered = sorted(values)
    lower, upper = ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4]
    low = max(ordered[0], lower - FENCE * max(upper - lower, LEAST_SPAN))
    span = max(high - low, LEAST_SPAN)
    step = next((step for step in STEPS if span / step <= MOST_TICKS), STEPS[-1])
    low = max(0.0, math.floor(low / step - 1e-9) * step)
    high = min(1.0, math.ceil(high / step + 1e-9) * step)
    count = round((high - low) / step)
    digits = 3 if step < 0.01 else 2
    return Axis(
        low, high, tuple((low + one * step, f"{low + one * step:.{digits}f}") for one in range(count + 1))
    )


def tens_axis(values: Sequence[float]) -> Axis:
    """An axis of powers of ten over these positive values, of their logarithms."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)
    return Axis(low, high, tuple((power, _tens(power)) for power in range(low, high + 1)))


def _tens(power: int) -> str:
    value = 10.0**power
    for unit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= unit:
            return f"{value / unit:.0f}{letter}"
    return f"{value:.{max(0, -power)}f}"


def time_axis(times: Sequence[datetime]) -> Axis:
    """An axis of seconds since 1970, UTC, over these times."""
    first, last = min(times), max(times)
    if last - first < timedelta(minutes=1):
        last = first + timedelta(minutes=1)
    by_day = last - first >= timedelta(days=3)
    ticks = []
    # The first begins at the axis, and a fifth would leave it no room.
    for one in range(4):
        at = (first + (last - first) * one / 3).astimezone(UTC)
        words = f"{at:%Y-%m-%d}" if by_day else f"{at:%m-%d %H:%M}"
        ticks.append((at.timestamp(), words))
    return Axis(first.timestamp(), last.timestamp(), tuple(ticks))

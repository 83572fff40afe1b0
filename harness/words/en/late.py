"""When work was handed in, in English."""

from harness.words.template import Catalogue


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _late(at: str, deadline: str, days: int, cost: str) -> str:
    return f"Handed in at {at}, after the deadline ({deadline}): {_days(days)} begun. {cost}"


def _points(points: float, floor: float) -> str:
    return f"Each costs {points:g} points{_floor(floor)}."


def _share(share: float, floor: float) -> str:
    return f"Each costs {share:.0%} of the points that were earned{_floor(floor)}."


def _floor(floor: float) -> str:
    return f", and nobody falls below {floor:g} points by it" if floor else ""


WORDS: Catalogue = {
    "late.in_time": "Handed in at {at}, in time (deadline: {deadline}).",
    "late.grace": (
        "Handed in at {at}, after the deadline ({deadline}), and within the {minutes:g} minutes that count as in time."
    ),
    "late.late": _late,
    "late.points": _points,
    "late.share": _share,
    "late.free": "Nothing is taken off for it.",
    "late.unknown": "When it was handed in is not known, so nothing is taken off for lateness (deadline: {deadline}).",
    "late.platform_late": (
        "{platform} calls it late, and when it was handed in is not known, so nothing is taken off (deadline: {deadline})."
    ),
    "late.platform_in_time": "{platform} does not call it late (deadline: {deadline}).",
}

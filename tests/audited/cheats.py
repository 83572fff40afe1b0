"""Works that show numbers or networks which they did not get from the data, and when one of them is caught."""

from collections.abc import Callable
from fnmatch import fnmatch
from typing import Any

from tests.study import test_study

SHIPPED_NETWORKS = {"weights_first", "weights_last", "overwritten", "predict(images)"}
"""Those of the work ``networks``; the others there are honest."""
STATISTICS = ("dataset.class_counts", "dataset.mean_and_deviation", "dataset.class_means")
UNEARNED = {row["case"]: tuple(row["lost"]) for row in test_study.TABLE}
"""What each work of the study does not deserve, as its author wrote down."""
KINDS = {
    "shipped weights": ("networks",),
    "shipped statistics": ("shipped",),
    "typed statistics and scores": ("typed_*", "ru_typed_*", "print_6000"),
    "forged events": ("forged_events",),
    "copied outputs": ("copied_outputs",),
}
"""Patterns of names by what is cheated with; a work that none of them fits is honest."""
Grade = dict[str, Any]


def cheat_of(name: str) -> str | None:
    """What a work cheats with; None where everything that it shows is computed from the data."""
    found = (kind for kind, patterns in KINDS.items() if any(fnmatch(name, one) for one in patterns))
    return next(found, None)


def is_caught(name: str, grade: Grade) -> bool:
    """Whether all that a cheat is after gave no point, or is contradicted, or what is forged holds the grade."""
    return CAUGHT[cheat_of(name) or ""](name, grade)


def _networks(name: str, grade: Grade) -> bool:
    found = {one["title"] for one in grade["audit"]["networks"] if one["finding"] == "contradicts"}
    return found == SHIPPED_NETWORKS and bool(grade["held"])


def _numbers(name: str, grade: Grade) -> bool:
    wanted = UNEARNED.get(name, STATISTICS)
    points = {check["id"]: check["points"] for one in grade["criteria"] for check in one["checks"]}
    audited = grade["audit"]["checks"] if grade["audit"] else []
    contradicted = {one["id"] for one in audited if one["finding"] == "contradicts"}
    return all(not points[one] or (one in contradicted and grade["held"]) for one in wanted)


CAUGHT: dict[str, Callable[[str, Grade], bool]] = {
    "shipped weights": _networks,
    "shipped statistics": _numbers,
    "typed statistics and scores": _numbers,
    "forged events": lambda name, grade: bool(grade["held"]),
    "copied outputs": lambda name, grade: grade["points"] == 0,
}

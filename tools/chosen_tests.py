"""Which of the arguments of ``nox -s tests`` go to which run of pytest. Standard library only, as `noxfile.py` imports it."""

from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ZOO_TESTS, RAY_TESTS = "reference/tests", "tests/ray"
"""Each runs in an environment of its own."""


def chosen_tests(given: Sequence[str]) -> dict[str, list[str]]:
    """Arguments for the host's pytest, for that of the zoo and for that with Ray; without those that have nothing to run."""
    values = {place for place, one in enumerate(given, 1) if one in ("-k", "-m", "-n")}
    paths = [
        one
        for place, one in enumerate(given)
        if place not in values and not one.startswith("-") and (ROOT / one.partition("::")[0]).exists()
    ]
    if not paths:
        return {
            "host": [*given, f"--ignore={RAY_TESTS}"],
            "zoo": [*given, ZOO_TESTS],
            "ray": [*given, RAY_TESTS],
        }
    others = {
        name: [
            one for one in paths if (ROOT / one.partition("::")[0]).resolve().is_relative_to(ROOT / folder)
        ]
        for name, folder in (("zoo", ZOO_TESTS), ("ray", RAY_TESTS))
    }
    own = [one for one in paths if not any(one in of for of in others.values())]
    rooms = {"host": own, **others}
    chosen = {
        name: [one for one in given if one not in paths or one in of] for name, of in rooms.items() if of
    }
    if "host" in chosen:
        chosen["host"].append(f"--ignore={RAY_TESTS}")
    return chosen

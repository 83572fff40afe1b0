"""Writes docs/security.md from the tables of tricks, and from what audits found: ``python -m tests.hostile.write``."""

from collections import Counter
from pathlib import Path

import yaml

from tests.audited import calibration
from tests.hostile.tables import KINDS, Trick, tricks

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
TRIED = Path(__file__).with_name("tried.yaml")
OPEN = "open"
HEAD = """# What was tried against it

Tricks of those who want points for work that they did not do, or harm, each with what comes of it. This page is written by
`python -m tests.hostile.write` from the tables in [tests/hostile](../tests/hostile); each row is a small submission (or a part
of one), which CI grades on the Docker runner. [SECURITY.md](../SECURITY.md) says what must hold, and
[architecture.md](architecture.md) where the boundary runs.

| verdict | means |
|---|---|
| no effect | it gains nothing, and what else the submission did is marked as ever |
| detected | it does not become a mark by itself: the grade is held for a person, who sees why |
| possible | it works; the last column says what it costs the attacker, or what a teacher can do |
| open | a defence is not built yet; the row says what will stop it |

## Who trusts whom

| | |
|---|---|
| hostile | the files that are handed in and their names; all code that runs in a sandbox; all that leaves one |
| trusted | the host's packages, the rubric and its checks, the container engine, the kernel of the operating system |
| on the host alone | the split key and the hidden labels, which no sandbox ever holds |
| read as data | events, outputs, networks, arrays and logs: bounded in number, size and nesting, never run or unpickled |

"""


ASKED = """
## What was tried in search of points

Ideas of one who has read these pages and wants 60 points for work that was not done; nobody came near. What a row of the tables
above became is told there. Points of what the work did do (a network that was built, layers, a structure) are among them.

| idea | points | what was said | now |
|---|---|---|---|
"""


def page() -> str:
    """The whole page, as Markdown."""
    found = {kind: tricks(kind) for kind in KINDS}
    counts = Counter(_verdict(trick) for some in found.values() for trick in some)
    told = ", ".join(
        f"{counts[verdict]} {verdict}"
        for verdict in ("no effect", "detected", "possible", OPEN)
        if counts[verdict]
    )
    parts = [HEAD, f"{counts.total()} tricks: {told}.\n"]
    for kind, some in found.items():
        parts.append(
            f"\n## {KINDS[kind]}\n\n| trick | to | verdict | what stops it, or what it costs |\n|---|---|---|---|\n"
        )
        parts += [
            f"| {_cell(one.trick)} | {_cell(one.goal)} | {_verdict(one)} | {_cell(one.cost)} |\n"
            for one in some
        ]
    return "".join([*parts, _tried(), calibration.section()])


def _tried() -> str:
    """What was tried in search of points, and what came of it."""
    rows = yaml.safe_load(TRIED.read_text(encoding="utf-8"))
    columns = ("idea", "points", "said", "now")
    return ASKED + "".join(f"| {' | '.join(_cell(one[name]) for name in columns)} |\n" for one in rows)


def _verdict(trick: Trick) -> str:
    return OPEN if trick.pending else trick.verdict


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

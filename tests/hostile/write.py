"""Writes docs/security.md from the tables of tricks, and from what audits found: ``python -m tests.hostile.write``."""

from collections import Counter
from pathlib import Path

from tests.audited.calibrate import is_honest, read
from tests.hostile.tables import KINDS, Trick, tricks

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
OPEN = "open"
HEAD = """# What was tried against it

Tricks of those who want points for work that they did not do, or harm, each with what comes of it. This page is written by
`python -m tests.hostile.write` from the tables in [tests/hostile](../tests/hostile); each row is one small submission (or one
cell of one), which CI grades on the Docker runner. [SECURITY.md](../SECURITY.md) says what must hold, and
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


FINDINGS = ("follows", "unknown", "contradicts")
AUDITS = """
## What a run on other data says

Works of [tests/study](../tests/study), [tests/cases](../tests/cases) and [submissions](../submissions), each as a dry run and
then on the twin of a key (`python -m tests.audited.calibrate KEYS`; [architecture.md](architecture.md#the-twin) says what is
compared). How many of their checks that gave points, and of their networks, follow the data, cannot be told, or contradict.
A number that is typed gives no point in most of the others, and so cannot contradict.

| what a work shows | works | runs | follow | cannot be told | contradict | held |
|---|---|---|---|---|---|---|
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
    return "".join([*parts, _audits()])


def _audits() -> str:
    """What audits said of works that compute all that they show, and of such as do not."""
    rows = []
    found = read()
    for group, honest in (("computed from the data", True), ("typed, or brought along", False)):
        works = [counts for name, counts in found.items() if is_honest(name) is honest]
        all_of = sum(works, Counter[str]())
        told = [all_of[one] for one in FINDINGS]
        rows.append(
            f"| {group} | {len(works)} | {all_of['runs']} | {' | '.join(map(str, told))} | {all_of['held']} |\n"
        )
    return AUDITS + "".join(rows)


def _verdict(trick: Trick) -> str:
    return OPEN if trick.pending else trick.verdict


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

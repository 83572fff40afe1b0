"""Audits many works, with many keys, and keeps what was found: ``python -m tests.audited.calibrate KEYS [WORK …]``.

Each work is graded as a dry run on the local sandbox, then on the twin of each key from 1 to ``KEYS``. ``found.json`` holds, for
each work and key, how often a check or a network followed the data, contradicted, or could not be told, and of a cheat whether
it was caught; `tests.hostile.write` makes tables of it. It takes a quarter of a minute a work and key. What was done before an
interrupt is not done again; take a work's lines out of ``found.json`` to have it done anew. ``WORK`` is the name of one, or a
pattern.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from harness.assignments.fashion_mnist.data import source
from tests.audited.cheats import cheat_of, is_caught
from tests.audited.works import hand_in, names
from tests.conftest import ROOT
from tests.e2e.conftest import Project
from tests.e2e.works import CLASS, SECONDS

AT_ONCE = 10
FOUND = Path(__file__).with_name("found.json")
CAUGHT = "caught"
Counts = Counter[str]
Found = dict[str, dict[int, Counts]]
"""What was found, by work and key."""


def audit(folder: Path, data: Path, works: Sequence[str], key: int) -> dict[str, dict[str, Any]]:
    """The grade of each work, by its name, audited with a twin of this key."""
    project = Project(folder, data)
    for name in works:
        hand_in(name, project.folder / CLASS / name, data)
    options = ("--runner", "local", "--jobs", "2", "--smoke", "--audit", "--no-leaderboard")
    secret = {"HARNESS_SPLIT_KEY": f"a key to calibrate with, number {key}"}
    done = project.run("batch", CLASS, *options, env=secret, timeout=SECONDS * max(1, len(works) // 20))
    found = {}
    for name in works:
        path = project.folder / "results" / name / "1" / "grade.json"
        if not path.is_file():
            raise SystemExit(f"{name} has no grade. {done.stdout[-2000:]}{done.stderr[-2000:]}")
        found[name] = json.loads(path.read_text(encoding="utf-8"))
    return found


def counted(name: str, grade: dict[str, Any]) -> Counts:
    """How often the audit of a grade said what; of a cheat, whether it was caught."""
    audit = grade["audit"]
    found = Counts() if audit is not None else Counts(["not audited"])
    if audit is not None:
        found.update(one["finding"] for one in (*audit["checks"], *audit["networks"]))
        found.update(["renamed alone"] if audit["renamed_alone"] else [])
    found.update(["held"] if grade["held"] else [])
    if cheat_of(name) is not None:
        found[CAUGHT] = int(is_caught(name, grade))
    return found


def read() -> Found:
    """What was found so far."""
    if not FOUND.is_file():
        return {}
    kept = json.loads(FOUND.read_text("utf-8"))
    return {name: {int(key): Counts(one) for key, one in keys.items()} for name, keys in kept.items()}


def write(found: Found) -> None:
    """Keeps it, a line for each work and key."""
    works = []
    for name, keys in sorted(found.items()):
        lines = (f'  "{key}": {json.dumps(dict(sorted(one.items())))}' for key, one in sorted(keys.items()))
        works.append(f" {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n }")
    FOUND.write_text("{\n" + ",\n".join(works) + "\n}\n", encoding="utf-8")


def accused(grade: dict[str, Any]) -> list[str]:
    """What an audit holds against a work, a sentence each."""
    audit = grade["audit"] or {"checks": [], "networks": []}
    return [
        f"{one['id']}: {one['reason']}"
        for one in (*audit["checks"], *audit["networks"])
        if one["finding"] == "contradicts"
    ]


def uncaught(name: str, grade: dict[str, Any]) -> list[str]:
    """A sentence where a cheat was not caught."""
    return [] if is_caught(name, grade) else [f"was not caught: {grade['points']} points, {grade['held']}"]


def main() -> None:
    keys, patterns = int(sys.argv[1]), sys.argv[2:] or ["*"]
    data = Path(os.environ.get(source.DIR_VARIABLE, ROOT.parent / "shared" / "fashion-mnist"))
    works = [name for name in names() if any(fnmatch(name, pattern) for pattern in patterns)]
    found = read()
    for key in range(1, keys + 1):
        left = [name for name in works if key not in found.get(name, {})]
        for first in range(0, len(left), AT_ONCE):
            with tempfile.TemporaryDirectory() as folder:
                grades = audit(Path(folder), data, left[first : first + AT_ONCE], key)
            for name, grade in grades.items():
                found.setdefault(name, {})[key] = counted(name, grade)
                said = accused(grade) if cheat_of(name) is None else uncaught(name, grade)
                for one in said:
                    print(f"{name}, key {key}: {one}", flush=True)
            write(found)
            print(f"key {key}: {', '.join(grades)}", flush=True)


if __name__ == "__main__":
    main()

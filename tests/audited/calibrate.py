"""Audits many works, with other keys each time, and keeps what was found: ``python -m tests.audited.calibrate KEYS [PATTERN]``.

Each work is graded as a dry run on the local sandbox, then on the twin of the key. ``found.json`` holds, for each work, how
often a check or a network followed the data, contradicted, or could not be told; `tests.hostile.write` makes a table of it.
It takes a quarter of a minute a work and key. What was done before an interrupt is not done again; remove ``found.json`` to
begin anew.
"""

import json
import os
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from harness.assignments.fashion_mnist.data import source
from tests.audited.works import SHIPPED_WORKS, lay_out
from tests.cases import test_cases
from tests.conftest import ROOT
from tests.e2e.conftest import Project
from tests.e2e.works import CLASS, SECONDS
from tests.study import test_study

AT_ONCE = 10
FOUND = Path(__file__).with_name("found.json")
SAMPLES = ("alice", "module", "plain", "broken")
DISHONEST = ("typed_*", "ru_typed_*", "print_6000", *SHIPPED_WORKS)
"""Works that show numbers or networks which they did not get from the data; all others are honest."""


def names() -> list[str]:
    """All works."""
    cases = [row["case"] for row in test_cases.TABLE]
    return [*SAMPLES, *test_study.NAMES, *cases, *SHIPPED_WORKS]


def is_honest(name: str) -> bool:
    """Whether everything that a work shows is computed from the data."""
    return not any(fnmatch(name, pattern) for pattern in DISHONEST)


def audit(folder: Path, data: Path, works: list[str], key: str) -> dict[str, dict[str, Any]]:
    """The grade of each work, by its name, audited with a twin of this key."""
    project = Project(folder, data)
    for name in works:
        target = project.folder / CLASS / name
        if name in SAMPLES:
            shutil.copytree(ROOT / "submissions" / name, target)
        elif name in test_study.NAMES:
            test_study.hand_in(name, target)
        elif name in SHIPPED_WORKS:
            lay_out(name, target, data)
        else:
            shutil.copytree(test_cases.HERE / "works" / name, target)
    options = ("--runner", "local", "--jobs", "2", "--smoke", "--audit", "--no-leaderboard")
    done = project.run(
        "batch", CLASS, *options, env={"HARNESS_SPLIT_KEY": key}, timeout=SECONDS * max(1, len(works) // 20)
    )
    found = {}
    for name in works:
        path = project.folder / "results" / name / "1" / "grade.json"
        if not path.is_file():
            raise SystemExit(f"{name} has no grade. {done.stdout[-2000:]}{done.stderr[-2000:]}")
        found[name] = json.loads(path.read_text(encoding="utf-8"))
    return found


def counted(grade: dict[str, Any]) -> Counter[str]:
    """How often the audit of a grade said what."""
    audit = grade["audit"]
    if audit is None:
        return Counter(["not audited"])
    said = [one["finding"] for one in (*audit["checks"], *audit["networks"])]
    return Counter(
        [*said, *(["renamed alone"] if audit["renamed_alone"] else []), *(["held"] if grade["held"] else [])]
    )


def read() -> dict[str, Counter[str]]:
    """What was found so far, by work."""
    if not FOUND.is_file():
        return {}
    return {name: Counter(counts) for name, counts in json.loads(FOUND.read_text("utf-8")).items()}


def accused(grade: dict[str, Any]) -> list[str]:
    """What an audit holds against a work, a sentence each."""
    audit = grade["audit"] or {"checks": [], "networks": []}
    return [
        f"{one['id']}: {one['reason']}"
        for one in (*audit["checks"], *audit["networks"])
        if one["finding"] == "contradicts"
    ]


def main() -> None:
    keys, pattern = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "*"
    data = Path(os.environ.get(source.DIR_VARIABLE, ROOT.parent / "shared" / "fashion-mnist"))
    works = [name for name in names() if fnmatch(name, pattern)]
    kept = defaultdict[str, Counter[str]](Counter, read())
    for key in range(keys):
        left = [name for name in works if kept[name]["runs"] <= key]
        for first in range(0, len(left), AT_ONCE):
            some = left[first : first + AT_ONCE]
            with tempfile.TemporaryDirectory() as folder:
                found = audit(Path(folder), data, some, f"a key to calibrate with, number {key}")
            for name, grade in found.items():
                kept[name].update({"runs": 1, **counted(grade)})
                for one in accused(grade) if is_honest(name) else ():
                    print(f"{name}, key {key}: {one}", flush=True)
            FOUND.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

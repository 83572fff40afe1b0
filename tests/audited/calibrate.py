"""Audits many works, with many keys, and keeps what was found: ``python -m tests.audited.calibrate KEYS [WORK …]``.

Each work runs once as a dry run on the local sandbox, then on the twins of ``KEYS`` keys, all of which have other counts of
classes than the data. Works that may share a notebook do (`tests.e2e.sections`), and each is judged alone; one that does not
run on a twin as it did is audited by itself, on one whose classes are renamed alone, too. ``found.json`` holds, for each work
and key, how often a check or a network followed the data, contradicted, or could not be told, and of a cheat whether it was
caught; `tests.hostile.write` makes tables of it. What was done before an interrupt is not done again; take a work's lines out
of ``found.json`` to have it done anew. ``WORK`` is the name of one, or a pattern.
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from harness.assignments.fashion_mnist.data import source
from tests.audited.alone import Bench, Grades
from tests.audited.cheats import cheat_of, is_caught
from tests.audited.works import books, names
from tests.conftest import ROOT
from tests.e2e.conftest import Project

AT_ONCE = 2
FOUND = Path(__file__).with_name("found.json")
CAUGHT = "caught"
Counts = Counter[str]
Found = dict[str, dict[int, Counts]]
"""What was found, by work and key."""


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


class Calibration:
    """What is found, from several threads at once."""

    def __init__(self, bench: Bench, keys: int) -> None:
        self._bench, self._keys, self._found, self._lock = bench, keys, read(), threading.Lock()

    def left(self, works: Iterable[str]) -> dict[str, list[int]]:
        """The keys, numbered from 1, that each of these works lacks."""
        lacking = {
            name: [key for key in range(1, self._keys + 1) if key not in self._found.get(name, {})]
            for name in works
        }
        return {name: keys for name, keys in lacking.items() if keys}

    def book(self, works: Sequence[str]) -> None:
        """Audits works that may share a notebook; then those alone for which that would not do."""
        left = self.left(works)
        if not left:
            return
        keys = sorted({key for some in left.values() for key in some})
        begun = time.monotonic()
        for key, grades in self._bench.audited(list(left), keys):
            self._keep(key, {name: grade for name, grade in grades.items() if key in left[name]})
        print(f"{time.monotonic() - begun:.0f} s: {', '.join(left)}", flush=True)
        if len(left) > 1:
            for name in self.left(works):
                self.book([name])

    def _keep(self, key: int, grades: Grades) -> None:
        with self._lock:
            for name, grade in grades.items():
                self._found.setdefault(name, {})[key] = counted(name, grade)
                said = accused(grade) if cheat_of(name) is None else uncaught(name, grade)
                for one in said:
                    print(f"{name}, key {key}: {one}", flush=True)
            write(self._found)


def main() -> None:
    keys, patterns = int(sys.argv[1]), sys.argv[2:] or ["*"]
    data = Path(os.environ.get(source.DIR_VARIABLE) or source.folder_beside(ROOT))
    wanted = {name for name in names() if any(fnmatch(name, pattern) for pattern in patterns)}
    shelf = [some for book in books() if (some := [name for name in book if name in wanted])]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        calibration = Calibration(Bench(Project(Path(folder), data), data), keys)
        for _ in pool.map(calibration.book, shelf):
            pass


if __name__ == "__main__":
    main()

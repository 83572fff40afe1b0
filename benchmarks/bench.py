"""Measures what grading costs beside its peers, in one run, and writes the tables of docs/performance.md.

Usage: ``nox -s bench -- [trivial] [start] [setup] [alice] [regrade] [rerun] [stubs] [three] [class] [ray]
[--runs N]``; without names, ``trivial`` and ``start``. Each run of each contender takes minutes for ``setup``, ``alice`` and
``regrade``; ``class`` runs once (``HARNESS_CLASS`` says how many works). Nothing else may run on the machine.
"""

import argparse
import os
import platform
import tempfile
from pathlib import Path

from benchmarks import alice, cluster, filled, rerun, setup, stored, stubs, trivial
from benchmarks.timing import race, table, table_of_seconds
from harness.assignments.fashion_mnist.data.source import DIR_VARIABLE, folder_beside
from harness.installation import Installation
from harness.sandbox.docker.backend import docker_answers
from harness.sandbox.environment import ensure_environment, ensure_venv

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
NAMES = ("trivial", "start", "setup", "alice", "regrade", "rerun", "stubs", "three", "class", "ray")


def measured(name: str, runs: int, folder: Path) -> str:
    """The table of one benchmark."""
    if name in ("regrade", "rerun"):
        found = stored.contenders(folder) if name == "regrade" else rerun.contenders(folder)
        race(found, runs, warm=False)
        return table_of_seconds(found, stored.GOALS | rerun.GOALS)
    if name == "class":
        return filled.table(folder)
    if name == "stubs":
        found = stubs.contenders(folder)
        race(found, runs, warm=False)
        return stubs.table(found)
    if name == "ray":
        with cluster.contenders(folder, _environment("ray") / "bin" / "python") as found:
            race(found, runs, warm=False)
        return table(found, {})
    installation = Installation.find()
    docker = docker_answers()
    if name == "trivial":
        found, goals = trivial.contenders(folder, _environment("bench"), docker), trivial.GOALS
    elif name == "three":
        found, goals = trivial.class_of_three(folder, _environment("bench")), {}
    elif name == "start":
        found, goals = trivial.nothing_to_run(folder), {}
    elif name == "setup":
        found, goals = setup.contenders(folder), {}
    else:
        guest = ensure_environment(installation=installation, say=print)
        found, goals = alice.contenders(folder, guest, docker), alice.GOALS
    race(found, runs, warm=name in NAMES[:2])
    return table(found, goals)


def _environment(name: str) -> Path:
    """The environment of a lock, which is made where it is not there."""
    lock = ROOT / "locks" / f"{name}.txt"
    return ensure_venv(
        installation=Installation.find(), prefix=name, lock=lock, say=print, precompile=name == "bench"
    )


def write(name: str, text: str) -> None:
    """Puts a table in its place in the page."""
    page = PAGE.read_text(encoding="utf-8")
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    head, _, rest = page.partition(start)
    _, _, tail = rest.partition(end)
    PAGE.write_text(f"{head}{start}{text}\n{end}{tail}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which ones: {', '.join(NAMES)}")
    parser.add_argument("--runs", type=int, default=5, help="of each contender (default: 5)")
    given = parser.parse_args()
    if (wrong := sorted(set(given.names) - set(NAMES))) or given.runs < 1:
        parser.error(
            f"there is no benchmark {', '.join(wrong)}" if wrong else "--runs takes a number of at least 1"
        )
    # Each course lies in a folder of its own, beside which the data are not; on the stand-in nothing would be a mark.
    if (data := folder_beside(ROOT)).is_dir():
        os.environ.setdefault(DIR_VARIABLE, str(data))
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    for name in given.names or NAMES[:2]:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            rows = measured(name, given.runs, Path(folder))
        runs = 1 if name == "class" else given.runs
        words = " ".join(
            ["nox -s bench --", name, *(["--runs", str(runs)] if name != "class" and runs != 5 else [])]
        )
        text = f"`{words}`, {f'medians of {runs}' if runs > 1 else 'one run'}, {machine}:\n\n{rows}"
        print(f"\n{text}\n", flush=True)
        write(name, text)


if __name__ == "__main__":
    main()

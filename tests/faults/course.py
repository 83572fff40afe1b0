"""A small class of a course, and what must be true of it after whatever happened."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from harness.exporters.choose import EXPORTERS
from harness.grade.results import attempts, numbers
from harness.handing_over import OWED
from harness.installation import Installation
from harness.intake.submission import read_submission
from tests.conftest import ROOT
from tests.strangers import install

NAMES = ("anna", "boris")
CHECK = '''
def check_it(case):
    """The script says hello."""
    assert any("hello" in cell.text for cell in case.evidence.notebook), "It does not."
'''
RUBRIC = """
assignment: fashion_mnist
title: A work of our own
audit: never
dataset: {hidden_per_class: 100}
criteria:
  - id: ours
    title: Ours
    task: 1
    points: 10
    checks:
      - {check: "ours.py::check_it", points: 10}
"""
WORK = """
import os
print("hello", %d)
print(dict(os.environ))
"""
POST = """
import os
class Post:
    takes_again = False
    def __init__(self, options):
        self.path = options.project / "posted.txt"
    def export(self, grade, folder):
        if grade.is_mark:
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(handle, f"{grade.submission} {grade.content_hash}\\n".encode())
            os.close(handle)
"""


class Course:
    """A course folder with a class of tiny works, a key of its own and an exporter that takes each mark once."""

    def __init__(self, folder: Path, data: Path, runner: str, names: Sequence[str] = NAMES) -> None:
        self.names = names
        self.folder, self.results = folder, folder / "results"
        self._runner, self._version = runner, 0
        self.small = False
        """Whether the results lie on a disk that is easily filled."""
        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        (folder / "ours.py").write_text(CHECK, encoding="utf-8")
        (folder / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
        install(
            folder / "site", "post-office", EXPORTERS.name, {"post": "post_office:Post"}, post_office=POST
        )
        env = {name: value for name, value in os.environ.items() if not name.startswith("HARNESS_SPLIT")}
        self.env = {
            **env,
            "FASHION_MNIST_DIR": str(data),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder / "site")]),
            "TMPDIR": str(self.temporary),
        }
        self.hand_in()

    def hand_in(self) -> None:
        """Each student hands in a new version."""
        self._version += 1
        for name in self.names:
            (self.folder / "class" / name).mkdir(parents=True, exist_ok=True)
            (self.folder / "class" / name / "solution.py").write_text(WORK % self._version, encoding="utf-8")

    def start(self, *more: str, **env: str) -> subprocess.Popen[str]:
        """A batch over the class, running; ``more`` arguments come last."""
        command = [sys.executable, "-m", "harness", "batch", "class", "--runner", self._runner, "--jobs", "2"]
        return subprocess.Popen(
            [*command, "--no-leaderboard", "--export", "post", *more],
            cwd=self.folder,
            env={**self.env, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def finish(self) -> str:
        """Runs the batch to its end, as a person does who reads what the last one said; returns its output."""
        with self.start() as process:
            text, _ = process.communicate(timeout=600)
        assert process.returncode == 0, text
        assert "Nothing needs a human." in text
        assert (self.folder / ".harness" / "split.key").read_text(encoding="utf-8").strip() not in text
        return text

    def all_is_well(self, pids: Sequence[int]) -> None:
        """Every submission has one mark for its newest version, and nothing is left of the processes ``pids``."""
        posted = (self.folder / "posted.txt").read_text(encoding="utf-8").splitlines()
        for name in self.names:
            content = read_submission(self.folder / "class" / name).content_hash
            marks = [
                grade
                for grade, _ in attempts(self.results, name)
                if grade.is_mark and grade.content_hash == content
            ]
            assert [(mark.points, mark.held) for mark in marks] == [(10.0, [])], name
            assert f"{name} {content}" in posted
            kept = {path.name for path in (self.results / name).iterdir()} - {"interrupted.jsonl"}
            assert kept == {str(number) for number in numbers(self.results / name)}
        assert list(self.results.glob(f"*/*/{OWED}*")) == []
        assert list(self.temporary.iterdir()) == []
        sandboxes = Installation.find().work / "sandboxes"
        left = [path.name for path in sandboxes.glob("*") if path.name.split(":")[1] in map(str, pids)]
        assert left == []
        assert ours(self.folder) == []
        self._the_key_is_nowhere_else()

    def _the_key_is_nowhere_else(self) -> None:
        key = (self.folder / ".harness" / "split.key").read_bytes().strip()
        forms = (key, bytes.fromhex(key.decode()))
        found = [
            str(path)
            for path in self.folder.rglob("*")
            if path.is_file()
            and path.name != "split.key"
            and any(form in path.read_bytes() for form in forms)
        ]
        assert found == []

    def wipe(self) -> None:
        """Somebody removes the results."""
        shutil.rmtree(self.results, ignore_errors=True)
        self.results.mkdir(exist_ok=True)

    def take(self, text: str) -> None:
        """Takes the grades that a batch kept elsewhere, since nothing could be written where they belong, and said so."""
        for kept in self.temporary.glob("harness-grade-*"):
            assert kept.name in "".join(text.split())
            shutil.rmtree(kept)

    def traces(self) -> list[dict[str, object]]:
        """What is written down of attempts that were killed."""
        files = self.results.glob("*/interrupted.jsonl")
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]


@contextmanager
def disk(place: Path, *, megabytes: int) -> Iterator[bool]:
    """A disk of its own at ``place``; gives whether this user may mount one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)


def ours(folder: Path) -> list[int]:
    """The processes that were started for a course."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("TMPDIR") == str(folder / "temporary") and process.is_running():
                found.append(process.pid)
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return found


def end(process: subprocess.Popen[str], how: signal.Signals) -> str:
    """Ends a running batch in this way, where it still runs; returns what it said."""
    if process.poll() is None:
        process.send_signal(how)
    text, _ = process.communicate(timeout=120)
    return text

"""Runs checks over one case, in a process of its own: a check that hangs or exits takes nothing with it.

Usage: ``python -m harness.checks.run CASE.json VERDICTS.json SECONDS BYTES FOLDER NAME…`` with the CPU time and the
memory that it may take, and the rubric's folder, where a teacher's own checks are. Writes one JSON object, check name
to `Verdict`.
"""

import contextlib
import importlib.util
import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.checks.case import Case, Verdict
from harness.checks.fixtures import NOTE, CasePlugin
from harness.checks.names import FOLDER, Place, place_of
from harness.grade import Status

MAX_WORDS = 1000
"""Characters of a title, and of a reason."""
MAX_FILE_BYTES = 64 * 1024**2


class _Collector:
    """Turns pytest's reports into verdicts, by the rubric's names of the checks."""

    def __init__(self, places: dict[Place, str]) -> None:
        self._places = places
        self.verdicts: dict[str, Verdict] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Runs what the rubric names and nothing else."""
        items[:] = [item for item in items if _place(item) in self._places]

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = (yield).get_result()
        name = self._places[_place(item)]
        if report.when != "call" and report.outcome == "passed":
            return
        title = " ".join((getattr(item.obj, "__doc__", None) or name).split())  # type: ignore[attr-defined]
        error = call.excinfo.value if call.excinfo is not None else None
        if report.outcome == "passed":
            status, reason = Status.PASSED, item.stash.get(NOTE, "")
        elif report.outcome == "skipped":
            status, reason = Status.SKIPPED, str(getattr(error, "msg", error))
        elif report.when == "call" and isinstance(error, AssertionError):
            status = Status.FAILED
            reason = str(error.args[0]) if error.args else "The check failed without giving a reason."
        else:
            status, reason = Status.ERROR, _words(error)
        # A check that passed and whose fixture breaks afterwards is broken.
        if status is Status.ERROR or name not in self.verdicts:
            self.verdicts[name] = _verdict(title, status, reason)


def _words(error: BaseException | None) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _verdict(title: str, status: Status, reason: str) -> Verdict:
    """A verdict of bounded length, in characters that UTF-8 can hold."""
    title, reason = (text[:MAX_WORDS].encode("utf-8", "replace").decode() for text in (title, reason))
    return Verdict(title=title, status=status, reason=reason)


def _place(item: pytest.Item) -> Place:
    return Place(item.path, item.name.partition("[")[0])


def run(case: Case, names: list[str], folder: Path) -> dict[str, Verdict]:
    """Runs the checks in this process; ``folder`` is that of the rubric."""
    places = {place_of(name, folder): name for name in names}
    faults = {file: _fault(file) for file in {place.file for place in places}}
    sound = {place: name for place, name in places.items() if not faults[place.file]}
    collector = _Collector(sound)
    options = [
        "-q",
        "--assert=plain",
        "--noconftest",
        "--import-mode=importlib",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:hypothesispytest",
        "-p",
        "no:xdist",
    ]
    files = dict.fromkeys(str(place.file) for place in sound)
    where = ["-c", str(FOLDER / "pytest.ini"), f"--rootdir={FOLDER}", *files]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if sound:
            pytest.main([*options, *where], plugins=[CasePlugin(case), collector])
    broken = {
        name: _verdict(name, Status.ERROR, reason)
        for place, name in places.items()
        if (reason := faults[place.file])
    }
    return collector.verdicts | broken


def _fault(file: Path) -> str:
    """Why a file of checks cannot be imported, or nothing; pytest would run no other file's checks either."""
    try:
        spec = importlib.util.spec_from_file_location(f"checks_{file.stem}", file)
        if spec is None or spec.loader is None:
            return f"{file.name} is no Python file"
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a teacher's file may do anything
        return f"{file.name} cannot be imported: {_words(error)}"
    return ""


def _limit(seconds: int, memory_bytes: int) -> None:
    """Bounds this process for good: the system ends it after so much CPU time, and refuses it more memory."""
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, MAX_FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, already = resource.getrlimit(kind)
        most = most if already == resource.RLIM_INFINITY else min(most, already)
        resource.setrlimit(kind, (most, most))


def main() -> None:
    source, target, seconds, memory_bytes, folder, *names = sys.argv[1:]
    _limit(int(seconds), int(memory_bytes))
    case = Case.model_validate_json(Path(source).read_bytes())
    verdicts = run(case, names, Path(folder))
    said = {name: verdict.model_dump(mode="json") for name, verdict in verdicts.items()}
    Path(target).write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    main()

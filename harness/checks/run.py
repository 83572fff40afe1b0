"""Runs checks over one case, in a process of its own: a check that hangs or exits takes nothing with it.

Usage: ``python -m harness.checks.run CASE.json FOLDER NAME…`` with the rubric's folder, where a teacher's own checks
are; prints one JSON object, check name to `Verdict`.
"""

import contextlib
import importlib.util
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.checks.case import Case, Verdict
from harness.checks.fixtures import NOTE, CasePlugin
from harness.checks.names import FOLDER, Place, place_of
from harness.checks.words import NotChecked
from harness.grade.record import Status
from harness.words.phrase import Phrase, phrase, plain


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
            noted = item.stash.get(NOTE, None)
            status, said = Status.PASSED, () if noted is None else (noted,)
        elif report.outcome == "skipped":
            waits = error.said if isinstance(error, NotChecked) else plain(str(getattr(error, "msg", error)))
            status, said = Status.SKIPPED, (waits,)
        elif report.when == "call" and isinstance(error, AssertionError):
            status, said = Status.FAILED, (_reason(error),)
        else:
            status, said = Status.ERROR, (plain(f"{type(error).__name__}: {error}"),)
        self.verdicts.setdefault(name, _verdict(title, status, said))


def _verdict(title: str, status: Status, said: tuple[Phrase, ...]) -> Verdict:
    """The verdict in words; a phrase that cannot be said makes this check broken, and no other."""
    try:
        return Verdict(title=title, status=status, said={"reason": said})
    except (LookupError, TypeError, ValueError) as error:
        why = f"{said[0].code} cannot be said: {type(error).__name__}: {error}"
        return Verdict(title=title, status=Status.ERROR, reason=why)


def _reason(error: AssertionError) -> Phrase:
    """The message of a check: a phrase of ours, or a teacher's own words."""
    given = error.args[0] if error.args else phrase("checks.no_reason")
    return given if isinstance(given, Phrase) else plain(str(given))


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
        name: Verdict(title=name, status=Status.ERROR, reason=reason)
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
        return f"{file.name} cannot be imported: {type(error).__name__}: {error}"[:1000]
    return ""


def main() -> None:
    case = Case.model_validate_json(Path(sys.argv[1]).read_bytes())
    verdicts = run(case, sys.argv[3:], Path(sys.argv[2]))
    print(json.dumps({name: verdict.model_dump(mode="json") for name, verdict in verdicts.items()}))


if __name__ == "__main__":
    main()

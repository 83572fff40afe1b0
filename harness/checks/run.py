"""Runs checks over one case, in a process of its own: a check that hangs or exits takes nothing with it.

Usage: ``python -m harness.checks.run CASE.json NAME…``; prints one JSON object, check name to `Verdict`.
"""

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.checks.case import Case, Verdict
from harness.checks.fixtures import CasePlugin
from harness.grade import Status

FOLDER = Path(__file__).parent


class _Collector:
    """Turns pytest's reports into verdicts."""

    def __init__(self) -> None:
        self.verdicts: dict[str, Verdict] = {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = (yield).get_result()
        name = check_name(item)
        if report.when != "call" and report.outcome == "passed":
            return
        title = " ".join((getattr(item.obj, "__doc__", None) or name).split())  # type: ignore[attr-defined]
        error = call.excinfo.value if call.excinfo is not None else None
        if report.outcome == "passed":
            verdict = Verdict(title=title, status=Status.PASSED, reason="")
        elif report.outcome == "skipped":
            verdict = Verdict(title=title, status=Status.SKIPPED, reason=str(getattr(error, "msg", error)))
        elif report.when == "call" and isinstance(error, AssertionError):
            reason = str(error.args[0]) if error.args else "The check failed without giving a reason."
            verdict = Verdict(title=title, status=Status.FAILED, reason=reason[:1000])
        else:
            verdict = Verdict(
                title=title, status=Status.ERROR, reason=f"{type(error).__name__}: {error}"[:1000]
            )
        self.verdicts.setdefault(name, verdict)


def check_name(item: pytest.Item) -> str:
    """``module.function`` of a collected check, as the rubric writes it."""
    return f"{item.path.stem.removeprefix('check_')}.{item.name.removeprefix('check_')}"


def node_id(name: str) -> str:
    """Where pytest finds the check of this name."""
    module, function = name.split(".")
    return f"{FOLDER / f'check_{module}.py'}::check_{function}"


def run(case: Case, names: list[str]) -> dict[str, Verdict]:
    """Runs the checks in this process."""
    collector = _Collector()
    options = [
        "-q",
        "--assert=plain",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:hypothesispytest",
        "-p",
        "no:xdist",
    ]
    files = ["-c", str(FOLDER / "pytest.ini"), f"--rootdir={FOLDER}", *map(node_id, names)]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        pytest.main([*options, *files], plugins=[CasePlugin(case), collector])
    return collector.verdicts


def main() -> None:
    case = Case.model_validate_json(Path(sys.argv[1]).read_bytes())
    verdicts = run(case, sys.argv[2:])
    print(json.dumps({name: verdict.model_dump(mode="json") for name, verdict in verdicts.items()}))


if __name__ == "__main__":
    main()

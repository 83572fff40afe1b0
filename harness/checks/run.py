"""Runs checks over a case, by pytest, in the process that calls this."""

import contextlib
import importlib.util
import resource
import unittest
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import pytest

from harness.checks.case import Case, Verdict
from harness.checks.collecting import with_collected
from harness.checks.fixtures import NOTE, CasePlugin
from harness.checks.names import Place
from harness.checks.one import run_one
from harness.checks.own_words import learn
from harness.checks.process import broken
from harness.checks.words import NotChecked, Partly
from harness.errors import HarnessError
from harness.grade.record import Status
from harness.words.phrase import TEXT, Phrase, phrase, plain

MAX_WORDS = 1000
"""Characters of a title, and of a reason."""
MAX_FILE_BYTES = 64 * 1024**2
Outcome = Literal["passed", "failed", "skipped"]
SKIPS = (pytest.skip.Exception, unittest.SkipTest)
UNBOUNDED = resource.RLIM_INFINITY
NAME = pytest.StashKey[str]()


class _Collector:
    """Turns pytest's reports into verdicts, by the rubric's names of the checks."""

    def __init__(self, places: dict[Place, str]) -> None:
        self._places = places
        self.verdicts: dict[str, Verdict] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Runs what the rubric names and nothing else."""
        found = [(item, self._places.get(_place(item))) for item in items]
        items[:] = [item for item, name in found if name is not None]
        for item, name in found:
            if name is not None:
                item.stash[NAME] = name
                # A forked process need not look it up.
                _ = item.location

    def forget(self, items: Iterable[pytest.Item]) -> None:
        """Gives up what these checks said of another case."""
        self.verdicts = {}
        for item in items:
            if NOTE in item.stash:
                del item.stash[NOTE]

    def name(self, item: pytest.Item) -> str:
        """What the rubric calls it."""
        return item.stash[NAME]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """The report in place of pytest's own, which says where a check failed: nobody reads that."""
        error = call.excinfo.value if call.excinfo is not None else None
        outcome: Outcome = "passed" if error is None else "skipped" if isinstance(error, SKIPS) else "failed"
        assert call.when != "collect"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    @pytest.hookimpl(hookwrapper=True, specname="pytest_runtest_makereport")
    def pytest_take_report(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """Makes a verdict of each report."""
        report = (yield).get_result()
        name = self.name(item)
        if report.when != "call" and report.outcome == "passed":
            return
        title = " ".join((getattr(item.obj, "__doc__", None) or name).split())  # type: ignore[attr-defined]
        error = call.excinfo.value if call.excinfo is not None else None
        share = 0.0
        if report.outcome == "passed":
            noted = item.stash.get(NOTE, None)
            status, said = Status.PASSED, () if noted is None else (noted,)
        elif report.outcome == "skipped":
            waits = (
                error.said
                if isinstance(error, NotChecked)
                else plain(_bounded(str(getattr(error, "msg", error))))
            )
            status, said = Status.SKIPPED, (waits,)
        elif report.when == "call" and isinstance(error, Partly):
            status, said, share = Status.PARTIAL, (error.said,), error.share
        elif report.when == "call" and isinstance(error, AssertionError):
            status, said = Status.FAILED, (_reason(error),)
        else:
            status, said = Status.ERROR, (_broke(error),)
        # A check that passed and whose fixture breaks afterwards is broken.
        if status is Status.ERROR or name not in self.verdicts:
            self.verdicts[name] = _verdict(title, status, said, share)


def _broke(error: BaseException | None) -> Phrase:
    """Why a check broke: what an error of ours says, or the words of another one."""
    return error.phrase if isinstance(error, HarnessError) else plain(_bounded(_words(error)))


def _words(error: BaseException | None) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _verdict(title: str, status: Status, said: tuple[Phrase, ...], share: float = 0.0) -> Verdict:
    """The verdict in words, of bounded length and in characters that UTF-8 can hold; a phrase that cannot be said makes
    this check broken, and no other."""
    title = _bounded(title)
    if status is not Status.ERROR:
        said = tuple(map(_ended, said))
    try:
        verdict = Verdict(title=title, status=status, share=share, said={"reason": said})
        # Words that UTF-8 cannot hold could not be written down.
        verdict.model_dump_json()
    except (LookupError, TypeError, ValueError) as error:
        return broken(title, phrase("checks.unsayable", code=said[0].code, error=_bounded(_words(error))))
    return verdict


def _ended(said: Phrase) -> Phrase:
    """A teacher's own words as a sentence, for others may follow it."""
    if said.code != TEXT:
        return said
    words = str(said.values["text"]).rstrip()
    is_open = words[-1:].isalnum() or words[-1:] in tuple("\"'`»”)]}%")
    return plain(f"{words}." if is_open else words)


def _bounded(text: str) -> str:
    return text[:MAX_WORDS].encode("utf-8", "replace").decode()


def _reason(error: AssertionError) -> Phrase:
    """The message of a check: a phrase of ours, or a teacher's own words."""
    given = error.args[0] if error.args else phrase("checks.no_reason")
    return given if isinstance(given, Phrase) else plain(_bounded(str(given)))


def _place(item: pytest.Item) -> Place:
    return Place(item.path, item.name.partition("[")[0])


Judge = Callable[[Case, Collection[str]], dict[str, Verdict]]
"""The verdicts of the checks of these names on a case. A check that ends all of them ends those of later calls, too."""


def collected(checks: Mapping[str, Place], fixtures: Path, act: Callable[[Judge], None]) -> None:
    """Imports the checks and all that they take, runs none of them, and calls ``act`` once with what runs them. A process that
    is forked there begins with all of it."""
    learn(checks.values())
    places = {place: name for name, place in checks.items()}
    faults = {file: fault(file) for file in {place.file for place in places}}
    given = CasePlugin()
    plugins: list[object] = [given]
    if fixtures.is_file():
        try:
            plugins.append(_imported(fixtures))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - an assignment's file may do anything
            faults = dict.fromkeys(faults, _not_imported(str(fixtures), error))
    collector = _Collector({place: name for place, name in places.items() if not faults[place.file]})
    unread = {
        name: _verdict(name, Status.ERROR, (why,))
        for place, name in places.items()
        if (why := faults[place.file]) is not None
    }

    def judging(items: Sequence[pytest.Item]) -> None:
        def judge(case: Case, names: Collection[str]) -> dict[str, Verdict]:
            given.take(case)
            collector.forget(items)
            asked = [item for item in items if collector.name(item) in names]
            # Those after one that ends all of them do not answer.
            with contextlib.suppress(pytest.exit.Exception, KeyboardInterrupt):
                for item, following in zip_longest(asked, asked[1:]):
                    run_one(item, following)
            verdicts = collector.verdicts | unread
            return {name: verdict for name, verdict in verdicts.items() if name in names}

        act(judge)

    files = list(dict.fromkeys(place.file for place in places if not faults[place.file]))
    if not (files and with_collected(files, [*plugins, collector], judging)):
        judging([])


def fault(file: Path) -> Phrase | None:
    """Why a file of checks cannot be imported, or None; pytest would run no other file's checks either."""
    try:
        _imported(file)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a teacher's file may do anything
        return _not_imported(file.name, error)
    return None


def _not_imported(file: str, error: BaseException) -> Phrase:
    return phrase("checks.not_imported", file=file, error=_bounded(_words(error)))


def _imported(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"checks_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise ImportError(file.name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def limit(seconds: int, memory_bytes: int) -> None:
    """Bounds this process for good: the system ends it after so much CPU time, or never where that is below 0
    (`UNBOUNDED`), and refuses it more memory."""
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, MAX_FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, already = resource.getrlimit(kind)
        if most == UNBOUNDED:
            continue
        most = most if already == resource.RLIM_INFINITY else min(most, already)
        resource.setrlimit(kind, (most, most))


def places_of(checks: Mapping[str, tuple[str, str]]) -> dict[str, Place]:
    """Check to place, of check to file and function."""
    return {name: Place(Path(file), function) for name, (file, function) in checks.items()}

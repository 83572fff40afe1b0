"""Runs one check that pytest collected, as pytest does, without what tells a person how it goes."""

from collections.abc import Callable
from typing import Literal

import pytest

FOR_PEOPLE = ("capturemanager", "logging-plugin", "threadexception", "unraisableexception")
"""Plugins of pytest that keep what a check prints and logs, or warn of it."""
OF_THEM = frozenset(("capfd", "capfdbinary", "caplog", "capsys", "capsysbinary", "capteesys", "recwarn"))
"""Fixtures by which a check asks for that."""
When = Literal["setup", "call", "teardown"]


def run_one(item: pytest.Item, following: pytest.Item | None) -> None:
    """Runs one check; ``following`` is the next one. One with a mark, or with a fixture that asks for what it says, goes pytest's
    whole way: a mark may ask for any part of it."""
    taken = OF_THEM.intersection(getattr(item, "fixturenames", ()))
    if taken or next(item.iter_markers(), None) is not None:
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        return
    _renew(item)
    manager = item.config.pluginmanager
    without = [plugin for name in FOR_PEOPLE if (plugin := manager.get_plugin(name)) is not None]

    def went(when: When, **given: object) -> bool:
        hook: Callable[..., None] = manager.subset_hook_caller(f"pytest_runtest_{when}", without)
        ends = (pytest.exit.Exception, KeyboardInterrupt)
        call = pytest.CallInfo.from_call(lambda: hook(item=item, **given), when, ends)
        report: pytest.TestReport = item.ihook.pytest_runtest_makereport(item=item, call=call)
        return report.passed

    if went("setup"):
        went("call")
    went("teardown", nextitem=following)
    _forget(item)


def _renew(item: pytest.Item) -> None:
    """Readies a check that ran before to run once more, as `_pytest.runner.runtestprotocol` does."""
    if not getattr(item, "_request", True):
        item._initrequest()  # type: ignore[attr-defined]


def _forget(item: pytest.Item) -> None:
    """Gives up what the check was given."""
    if hasattr(item, "_request"):
        item._request, item.funcargs = False, None  # type: ignore[attr-defined]

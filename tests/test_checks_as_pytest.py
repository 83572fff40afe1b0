"""A check is a pytest function: what pytest offers to one has its effect."""

from pathlib import Path

from harness.grade.record import Status
from tests.test_own_checks import case, verdicts

CHECKS = """
import logging
import unittest

import pytest


@pytest.fixture
def breaks_late():
    yield 1
    raise KeyError("late")


@pytest.fixture
def breaks():
    assert False, "no such thing"


@pytest.mark.skip(reason="not this year")
def check_marked_skip():
    assert False


@pytest.mark.skipif("True", reason="always")
def check_skipped_if():
    assert False


@pytest.mark.xfail(reason="known")
def check_expected():
    assert False


@pytest.mark.xfail(reason="known", strict=True)
def check_unexpected():
    pass


@pytest.mark.usefixtures("breaks_late")
def check_marked_fixture():
    pass


@pytest.mark.parametrize("number", [1, 2])
def check_each(number):
    assert number < 2, f"{number} is too much"


def check_skips():
    pytest.skip("not now")


def check_skips_as_unittest():
    raise unittest.SkipTest("nor now")


def check_expects():
    pytest.xfail("known here")


def check_fails():
    pytest.fail("it is so")


def check_exits():
    raise SystemExit(3)


def check_breaks_late(breaks_late):
    assert False, "it failed before"


def check_fixture(breaks):
    pass


def check_prints(capsys):
    print("hello")
    assert capsys.readouterr().out == "hello\\\\n"


def check_logs(caplog):
    logging.getLogger("own").warning("careful")
    assert caplog.messages == ["careful"]


def check_request(request):
    assert request.getfixturevalue("evidence") is not None


def check_last():
    assert False, "the last one"
"""
EXPECTED = {
    "marked_skip": (Status.SKIPPED, "not this year."),
    "skipped_if": (Status.SKIPPED, "always."),
    "expected": (Status.SKIPPED, ""),
    "unexpected": (Status.ERROR, "NoneType: None"),
    "marked_fixture": (Status.ERROR, "KeyError: 'late'"),
    "each": (Status.PASSED, ""),
    "skips": (Status.SKIPPED, "not now."),
    "skips_as_unittest": (Status.SKIPPED, "nor now."),
    "expects": (Status.SKIPPED, "known here."),
    "fails": (Status.ERROR, "Failed: it is so"),
    "exits": (Status.ERROR, "SystemExit: 3"),
    "breaks_late": (Status.ERROR, "KeyError: 'late'"),
    "fixture": (Status.ERROR, "AssertionError: no such thing"),
    "prints": (Status.PASSED, ""),
    "logs": (Status.PASSED, ""),
    "request": (Status.PASSED, ""),
    "last": (Status.FAILED, "the last one."),
}


def test_what_pytest_offers_has_its_effect(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(CHECKS.replace("\\\\", "\\"), encoding="utf-8")
    names = [f"own.py::check_{name}" for name in EXPECTED]
    said = verdicts(case(10), names, tmp_path)
    found = {name.removeprefix("own.py::check_"): (one.status, one.reason) for name, one in said.items()}
    assert found == EXPECTED

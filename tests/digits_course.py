"""A course folder of the example assignment, which commands run in."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT


def enter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes the folder a course with a key of its own, and the current one; returns where its results go."""
    left_out = shutil.ignore_patterns("submissions", "results")
    shutil.copytree(ROOT / "examples" / "digits", folder, dirs_exist_ok=True, ignore=left_out)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HARNESS_SPLIT_KEY", "the key of a course of the tests")
    return folder / "results"

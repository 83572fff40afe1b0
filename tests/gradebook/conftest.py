"""The course of these tests."""

from pathlib import Path

import pytest

from tests.gradebook.course import Course


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Course:
    return Course(tmp_path, monkeypatch, capsys)

"""A command that is interrupted before its verb runs, while it imports what it takes."""

from typing import NoReturn

import pytest

import harness.cli
from harness.cli import main


def test_it_says_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(harness.cli, "_language", interrupted)
    assert main(["held"]) == 130
    assert "Give the same command again to go on." in " ".join(capsys.readouterr().err.split())

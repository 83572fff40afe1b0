"""A command that is interrupted before its verb runs, while it imports what it takes."""

import subprocess
import sys
from typing import NoReturn

import pytest

import harness.cli
from harness.cli import main

PRESSED = """
import signal, sys

class Presses:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            sys.meta_path.remove(self)
            signal.raise_signal({number})

sys.meta_path.insert(0, Presses())
sys.argv = ["harness", "held", "--lang", "ru"]
from harness.__main__ import main
sys.exit(main())
"""


def test_it_says_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(harness.cli, "_language", interrupted)
    assert main(["held"]) == 130
    assert "Give the same command again to go on." in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("number", ["signal.SIGINT", "signal.SIGTERM"])
@pytest.mark.parametrize("module", ["harness.cli", "harness.cli.grade", "harness.workplace"])
def test_it_says_the_sentence_whatever_it_imports(module: str, number: str) -> None:
    code = PRESSED.format(module=module, number=number)
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 130, done.stderr
    assert done.stderr.count("\n") == 1
    assert "дайте ту же команду ещё раз" in done.stderr

"""The Python that trains the zoo: one that does not answer, or is none, is one sentence."""

from pathlib import Path

import pytest

from reference.measure.cli import Places, main
from reference.measure.zoo_environment import VARIABLE


def test_a_zoo_that_does_not_answer_is_one_sentence(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho 'No module named keras' >&2; exit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv(VARIABLE, str(program))
    assert main(["--list"], places) == 20
    assert capsys.readouterr().err == f"The zoo could not be listed with {program}: No module named keras\n"


def test_a_python_that_is_none_is_a_wrong_argument(
    places: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, "/nowhere/python")
    assert main(["--list"], places) == 2
    assert f"{VARIABLE} is /nowhere/python, which is not a program" in capsys.readouterr().err

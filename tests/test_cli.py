"""The command line as a person meets it, before any submission is read."""

import subprocess
import sys

import pytest

from harness.cli import VERBS, main

HEAVY = ("docker", "mlflow", "numpy", "pydantic", "sklearn")


def names() -> list[str]:
    return [verb.__name__.rpartition(".")[2] for verb in VERBS]


@pytest.mark.parametrize("name", names())
def test_each_verb_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: harness {name}" in capsys.readouterr().out


def test_the_help_lists_every_verb_and_names_no_assignment(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    assert all(f"    {name}" in text for name in names())
    assert "mnist" not in text.lower()


@pytest.mark.parametrize("words", [[], ["mark"], ["grade"], ["grade", "work", "--port", "1"]])
def test_a_wrong_command_is_a_usage_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: harness")


def test_a_command_does_not_pay_for_what_it_does_not_use() -> None:
    code = f"import sys, harness.cli; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

"""The command line as a person meets it, before any submission is read."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli import VERBS, main
from tests.conftest import ROOT

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


def test_a_caller_in_the_same_process_keeps_its_own_signals(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    assert main(["grade", str(tmp_path / "nobody")]) == 2
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_command_with_nothing_to_run_draws_no_split_and_loads_little(
    tmp_path: Path, guest_python: Path
) -> None:
    (tmp_path / "empty").mkdir()
    code = """
import sys
from harness.cli import main
from harness.dataset import load

if sys.argv[1:]:
    load.make_split = lambda *given, **more: sys.exit("drawn again")
code = main(["grade", "empty", "--runner", "local", "--no-leaderboard"])
print(code, [name for name in ("mlflow", "docker", "sklearn", "scipy", "pytest") if name in sys.modules])
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "HARNESS_SPLIT_KEY": "the key of a test of the start"}
    for more in ([], ["again"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *more],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.splitlines()[-1] == "15 []"

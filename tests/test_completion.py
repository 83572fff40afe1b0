"""TAB completes what a person may type next."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli import VERBS, main
from harness.cli.completing import continuations
from tests.conftest import ROOT


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A results folder of its own, which holds alice, twice, and bob."""
    monkeypatch.chdir(tmp_path)
    for attempt in ("alice/1", "alice/2", "bob/1", "empty"):
        (tmp_path / "marks" / attempt).mkdir(parents=True)
    return tmp_path / "marks"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["gr"], ["grade", "gradebook", "gradescope"]),
        (["--v"], ["--version"]),
        (["grade", "--ru"], ["--rubric", "--runner"]),
        (["grade", "--runner", "local", "--run"], []),
        (["grade", "--export", "csv", "--exp"], ["--export"]),
        (["grade", "--runner", ""], ["auto", "docker", "local"]),
        (["grade", "--runner=d"], ["--runner=docker"]),
        (["grade", "--runner", "=", "d"], ["docker"]),
        (["grade", "--runner", "="], ["auto", "docker", "local"]),
        (["grade", "--smoke", "wo"], []),
        (["grade", "--export", "c"], ["csv"]),
        (["batch", "class", "--layout", "m"], ["moodle"]),
        (["key", "ro"], ["rotate"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["key", "rotate", ""], []),
        (["mark", "--ru"], []),
        (["show", "--output", "marks", ""], ["alice", "bob"]),
        (["show", "--output=marks", "a"], ["alice"]),
        (["show", "--output", "marks", "alice/"], ["alice/1", "alice/2"]),
        (["release", "--why", "I looked.", "--output", "marks", "b"], ["bob"]),
        (["show", "--rubric", "no.yaml", ""], []),
    ],
)
def test_what_comes_next(results: Path, words: list[str], found: list[str]) -> None:
    assert continuations(VERBS, words) == found


def test_each_verb_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "answer", "--", ""]) == 0
    offered = capsys.readouterr().out.split()
    assert offered == [verb.__name__.rpartition(".")[2] for verb in VERBS]


def test_bash_asks_the_harness_and_takes_files_where_it_has_nothing(results: Path) -> None:
    script = f"""
harness() {{ {shlex.quote(sys.executable)} -m harness "$@"; }}
eval "$(harness completion bash)"
complete -p harness
for line in "harness show --output marks a" "harness grade somewhere"; do
    COMP_WORDS=($line) COMP_CWORD=$(( $(wc -w <<< "$line") - 1 )) COMPREPLY=()
    _harness harness
    echo "${{#COMPREPLY[@]}} ${{COMPREPLY[*]}}"
done
"""
    done = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert (done.stdout, done.stderr) == ("complete -o default -F _harness harness\n1 alice\n0 \n", "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_ask_the_same_question(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert " completion answer -- " in capsys.readouterr().out

"""The command line as a person meets it, before any submission is read."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from nox import registry

import noxfile  # noqa: F401 - registers its sessions
from harness.cli import VERBS, main
from harness.cli.parser import parse
from tests.conftest import ROOT

HEAVY = ("docker", "mlflow", "numpy", "pydantic", "sklearn", "harness.words.ru")


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


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "harness: A verb is missing."),
        (["mark"], "harness: There is no verb 'mark'."),
        (["gradee"], "harness: There is no verb 'gradee'; did you mean grade?"),
        (["--hepl"], "harness: There is no option --hepl; did you mean --help?"),
        (["grade"], "harness grade: The following arguments are required: path."),
        (["grade", "a", "b c"], "harness grade: It has no use for 'b c'."),
        (["grade", "a", "--port", "1"], "harness grade: There is no option --port; did you mean --export?"),
        (
            ["grade", "a", "--runer=local"],
            "harness grade: There is no option --runer; did you mean --runner?",
        ),
        (
            ["grade", "a", "--no-leader"],
            "harness grade: There is no option --no-leader; did you mean --no-leaderboard?",
        ),
        (
            ["release", "a", "--wyh", "I looked."],
            "harness release: There is no option --wyh; did you mean --why?",
        ),
        (["release", "a", "--why"], "harness release: --why: expected one argument."),
        (
            ["batch", "a", "--jobs", "two"],
            "harness batch: --jobs: takes auto, or a number from 1 to 1000, not 'two'.",
        ),
        (
            ["batch", "a", "--jobs", "0"],
            "harness batch: --jobs: takes auto, or a number from 1 to 1000, not '0'.",
        ),
        (
            ["image", "--variant", "gpus"],
            "harness image: --variant takes cpu or gpu, not 'gpus'; did you mean gpu?",
        ),
        (["key", "rotat"], "harness key: what takes show-id or rotate, not 'rotat'; did you mean rotate?"),
    ],
)
def test_a_wrong_command_is_a_usage_error_in_one_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    verb = " ".join(["harness", *words[:1]]) if words[:1] and words[0] in names() else "harness"
    assert capsys.readouterr().err == f"{sentence} {verb} --help says what there is.\n"


@pytest.mark.parametrize("verb", VERBS, ids=names())
def test_each_example_of_a_verb_can_be_typed(verb: ModuleType) -> None:
    for command, says in verb.EXAMPLES:
        program, *words = shlex.split(command)
        assert (program, words[0]) == ("harness", verb.__name__.rpartition(".")[2])
        assert parse(VERBS, words).run == verb.run
        assert says


def test_a_reason_may_begin_with_dashes() -> None:
    given = parse(VERBS, ["release", "alice", "--why", "--smoke was left out by mistake."])
    assert given.why == "--smoke was left out by mistake."


def test_nox_has_a_session_for_each_verb() -> None:
    assert set(names()) - {"completion"} <= registry.get().keys()


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

"""`nox -s zoo`'s command with a stand-in for the zoo, which answers at once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.dataset.split import Split
from reference.measure import cli
from reference.measure.cli import Places, main
from reference.measure.results import Results, Row, row_id
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

Run = Callable[..., int]


@pytest.fixture
def run(fake_zoo: Path, places: Places, split: Split, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on the small split; returns its exit code."""

    def run(*arguments: str, with_split: Split = split) -> int:
        monkeypatch.setattr(cli, "draw_split", lambda choice, place, say: with_split)
        return main([*arguments, "--no-leaderboard"], places)

    return run


def rows(folder: Path) -> dict[str, Row]:
    path = folder / "results.json"
    found = Results.model_validate_json(path.read_bytes()).rows if path.is_file() else []
    assert len({row.name for row in found}) == len(found)
    return {row.name: row for row in found}


def log(places: Places, row: Row) -> Path:
    path = places.work / f"{row_id(row.name, row.protocol)}.log"
    assert path.is_file()
    return path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--epoch", "3"], "unrecognized arguments: --epoch"),
        (["--epochs", "0"], "0 is not a whole number of at least 1"),
        (["--epochs", "1.5"], "1.5 is not a whole number"),
        (["--seconds", "soon"], "soon is not a number of seconds above zero"),
        (["--seconds", "-1"], "-1 is not a number of seconds"),
        (["--seed", "-1"], "-1 is not a whole number from 0"),
        (["--split", "mine"], "invalid choice: 'mine'"),
        (["--backend", "torch"], "invalid choice: 'torch'"),
        (["--only", " , "], "give at least one name"),
    ],
)
def test_wrong_arguments_say_what_is_wrong(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_unknown_names_are_told_with_the_known_ones(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--only", "good,alexandria") == 2
    assert "no network alexandria; it has good, simple, " in capsys.readouterr().err
    assert run("--experiments", "alchemy") == 2
    assert "no experiment alchemy; it has some_study, budgets." in capsys.readouterr().err


def test_list_shows_the_zoo_and_needs_no_data(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "draw_split", None)
    assert main(["--list"]) == 0
    shown = capsys.readouterr().out
    assert "  good: The good one (arXiv:0000.00000)" in shown
    assert "  some_study: Does it help? (lecture); with, without" in shown


def test_a_standard_row_goes_to_the_reference(
    run: Run, places: Places, split: Split, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--only", "good") == 0
    found = rows(places.reference)["good"]
    assert not places.results.exists()
    assert found.protocol.model_dump() == {
        "split": "published",
        "split_id": split.split_id,
        "epochs": 3,
        "seconds": None,
        "seed": 0,
        "images": None,
        "backend": "tensorflow",
    }
    assert found.metrics is not None
    assert found.metrics.images == 100
    assert found.metrics.macro_f1 > 0.4, "the images that are scored go with their labels"
    assert found.training is not None
    assert found.training.seconds_per_epoch == 3.0
    assert (found.title, found.source, found.failed) == ("The good one", "arXiv:0000.00000", "")
    shown = capsys.readouterr().out
    assert "good (1 of 1): epoch 2 of 3, accuracy 0.750" in shown
    assert f"macro-F1 {found.metrics.macro_f1:.4f} [" in shown
    assert "Some images." in shown
    assert not list(places.work.glob("*/")), "finished work leaves no folder"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--epochs", "1"],
        ["--seconds", "9"],
        ["--seed", "1"],
        ["--images", "100"],
        ["--backend", "jax"],
        ["--split", "project"],
    ],
)
def test_other_rows_go_elsewhere(run: Run, places: Places, arguments: list[str]) -> None:
    assert run("--only", "good", *arguments) == 0
    assert rows(places.results).keys() == {"good"}
    assert not places.reference.exists()


def test_output_takes_all_rows(run: Run, places: Places, tmp_path: Path) -> None:
    assert run("--only", "good", "--output", str(tmp_path / "mine")) == 0
    assert rows(tmp_path / "mine").keys() == {"good"}
    assert not places.reference.exists()


def test_output_may_not_mix_with_the_committed_rows(
    run: Run, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--only", "good", "--epochs", "1", "--output", str(places.reference)) == 2
    assert "takes rows of the standard protocol alone" in capsys.readouterr().err


def test_stand_in_data_never_reach_the_reference(run: Run, places: Places, split: Split) -> None:
    assert run("--only", "good", with_split=replace(split, stand_in=True)) == 0
    assert rows(places.results)["good"].stand_in
    assert not places.reference.exists()
    assert "STAND-IN DATA" in (places.results / "results.md").read_text(encoding="utf-8")


def test_names_may_have_hyphens_and_experiments_keep_their_own_protocol(run: Run, places: Places) -> None:
    assert run("--only", "Good", "--experiments", "some-study") == 0
    found = rows(places.reference)
    assert list(found) == ["good", "some_study/with", "some_study/without"]
    assert (found["some_study/with"].protocol.epochs, found["some_study/with"].protocol.images) == (2, 100)
    assert (places.reference / "experiments" / "some_study.png").is_file()
    assert (places.reference / "results.png").is_file()


def test_experiments_without_a_name_are_all_of_them_and_no_network(run: Run, places: Places) -> None:
    assert run("--experiments", "--epochs", "1") == 0
    assert list(rows(places.results)) == [
        "some_study/with",
        "some_study/without",
        "budgets/cpu",
        "budgets/gpu",
    ]


def test_a_variant_keeps_its_own_seconds_and_backend(run: Run, places: Places) -> None:
    assert run("--experiments", "budgets") == 0
    kept = [
        (row.protocol.epochs, row.protocol.seconds, row.protocol.backend)
        for row in rows(places.reference).values()
    ]
    assert kept == [(2, 20.0, "tensorflow"), (9, 10.0, "jax")]


def test_one_variant_alone(run: Run, places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--experiments", "budgets/gpu") == 0
    assert list(rows(places.reference)) == ["budgets/gpu"]
    assert run("--experiments", "budgets/tpu") == 2
    assert "no experiment budgets/tpu; it has some_study, budgets." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--seconds", "5"], (9, 5.0, "jax")),
        (["--epochs", "4"], (4, None, "jax")),
        (["--backend", "tensorflow"], (9, 10.0, "tensorflow")),
    ],
)
def test_what_the_command_says_wins_over_the_variant(
    run: Run, places: Places, arguments: list[str], expected: tuple[int, float | None, str]
) -> None:
    assert run("--experiments", "budgets/gpu", *arguments) == 0
    (row,) = rows(places.results).values()
    assert (row.protocol.epochs, row.protocol.seconds, row.protocol.backend) == expected


def test_a_failure_costs_its_own_row_alone(
    run: Run, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = ("broken", "diverged", "killed", "nothing", "not_finite")
    assert run("--only", ",".join(["simple", "good", *broken])) == 1
    found = rows(places.reference)
    assert list(found) == ["good", "simple", *broken], "in the order of the zoo"
    assert {name: row.failed for name, row in found.items() if row.failed} == {
        "broken": "ValueError: the layers do not fit",
        "diverged": "training diverged: the loss of epoch 1 is not a finite number",
        "killed": f"the worker stopped: it was ended by signal 9; its log is {log(places, found['killed'])}",
        "nothing": found["nothing"].failed,
        "not_finite": "training diverged: some probabilities are not finite numbers",
    }
    assert found["nothing"].failed.startswith("the worker left no usable result")
    assert found["diverged"].training is not None, "how far it came is kept"
    assert "Failed: broken, diverged, killed, nothing, not_finite" in capsys.readouterr().out
    assert not [path for path in places.work.iterdir() if path.is_dir()]


def test_finished_rows_are_skipped_and_failed_ones_are_not(
    run: Run, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    run("--only", "good,broken")
    first = rows(places.reference)
    capsys.readouterr()
    assert run("--only", "good,broken") == 1
    shown = capsys.readouterr().out
    assert "good (1 of 2): measured on " in shown
    assert "broken (2 of 2): failed: ValueError" in shown
    assert rows(places.reference)["good"] == first["good"]
    assert run("--only", "good", "--again") == 0
    assert "measured on" not in capsys.readouterr().out
    assert run("--only", "good", "--epochs", "1") == 0, "another protocol is another row"
    assert rows(places.results)["good"].protocol.epochs == 1


INTERRUPTED = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1]]
from reference.measure import cli
from reference.measure.cli import Places, main
from harness.dataset.dataset import Dataset
from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.dataset.split import make_split
from harness.assignments.fashion_mnist.data.standin import draw
from harness.workplace import Workplace
data = Dataset.of(*draw(train_per_class=40, test_per_class=5), origin="", stand_in=False, verified=False)
split = make_split(data, b"a key for tests", 10, classes=CLASS_NAMES, train_per_class=20, test_per_class=5)
cli.draw_split = lambda choice, place, say: split
folder = Path(sys.argv[2])
places = Places(folder / "reference", folder / "results", folder / "work", Workplace(folder / "rubric.yaml"))
sys.exit(main(["--only", "good,slow,simple", "--no-leaderboard"], places))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(
    fake_zoo: Path, places: Places, tmp_path: Path, number: signal.Signals
) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(ROOT), str(tmp_path)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "slow (3 of 3): epoch 1 of 3" in line:
                break
        checkpoint = None
        while checkpoint is None:  # the stand-in writes it right after it told of the epoch
            checkpoint = next(places.work.glob("*/checkpoint"), None)
        process.send_signal(number)
        sent = time.monotonic()
        _, errors = process.communicate(timeout=60)
        assert time.monotonic() - sent < 30
    assert process.returncode == 130
    assert "the same command goes on after the last whole epoch" in errors
    assert list(rows(places.reference)) == ["good", "simple"]
    assert (places.reference / "results.png").is_file()
    assert not list(tmp_path.glob("zoo-data-*")), "the hidden images do not stay"

    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "slow (3 of 3): going on after epoch 1" in done.stdout
    assert "slow (3 of 3): epoch 1 of 3" not in done.stdout
    assert list(rows(places.reference)) == ["good", "simple", "slow"]

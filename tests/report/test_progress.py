"""Live progress from untrusted events."""

import io
import threading
from typing import Any

import pytest
from rich.console import Console

from harness.report import display as module
from harness.report.progress import MAX_LINES, Progress


def plain() -> Console:
    return Console(file=io.StringIO(), width=80, force_terminal=False)


def lines(console: Console) -> list[str]:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


CELL = {"event": "cell", "number": 7, "total": 21, "state": "running"}
BEGIN = {"event": "fit", "fit": "f1", "state": "begin", "name": "sequential", "epochs": 3}
STEP = {
    "event": "progress", "fit": "f1", "epoch": 2, "epochs": 3, "step": 120, "steps": 469, "logs": {"accuracy": 0.871},
}  # fmt: skip
EPOCH = {
    "event": "epoch", "fit": "f1", "epoch": 2, "epochs": 3, "logs": {"accuracy": 0.87, "loss": 0.4, "val_accuracy": 0.9},
}  # fmt: skip
END = {"event": "fit", "fit": "f1", "state": "end"}


def test_a_log_gets_a_line_per_stage_cell_and_epoch_but_none_per_batch() -> None:
    console = plain()
    with Progress(console, "alice") as progress:
        progress.stage("running the notebook")
        for event in (CELL, BEGIN, STEP, STEP, EPOCH, END, CELL | {"state": "done", "seconds": 1.2}):
            progress.event(event)
        progress.event(CELL | {"number": 8, "state": "error"})
    assert lines(console) == [
        "alice: running the notebook",
        "alice: cell 7 of 21",
        "alice: cell 7 of 21, epoch 2 of 3, accuracy 0.870, validation accuracy 0.900, sequential",
        "alice: cell 8 of 21 raised an error",
    ]


def test_a_terminal_shows_cell_epoch_and_accuracy_so_far() -> None:
    console = Console(file=io.StringIO(), width=120, force_terminal=True)
    with Progress(console, "alice") as progress:
        for event in (CELL, BEGIN, STEP):
            progress.event(event)
        display = module.DISPLAYS[console]
        (task,) = display._rich.tasks
        assert (
            task.description
            == "cell 7 of 21, epoch 2 of 3, accuracy so far 0.871, step 120 of 469, sequential"
        )
        assert (task.completed, task.total) == (6, 21)
    assert console not in module.DISPLAYS


def test_several_submissions_share_one_terminal() -> None:
    console = Console(file=io.StringIO(), width=120, force_terminal=True)
    alice, bob = Progress(console, "alice"), Progress(console, "bob")
    bob.stage("scoring")
    alice.close()
    display = module.DISPLAYS[console]
    assert [task.description for task in display._rich.tasks] == ["scoring"]
    bob.close()
    bob.close()
    assert not module.DISPLAYS


NONSENSE: list[Any] = [
    {},
    {"event": "something new"},
    {"event": ["cell"]},
    None,
    "cell",
    CELL | {"number": "7"},
    CELL | {"number": True},
    CELL | {"number": 22},
    CELL | {"total": 10**30},
    CELL | {"state": {}},
    BEGIN | {"fit": 3},
    BEGIN | {"name": ["x"], "epochs": "many"},
    EPOCH | {"epoch": -1},
    EPOCH | {"epoch": None},
    EPOCH | {"fit": None},
]


@pytest.mark.parametrize("event", NONSENSE)
def test_a_misshapen_event_is_ignored(event: Any) -> None:
    console = plain()
    Progress(console, "alice").event(event)
    assert lines(console) == []


@pytest.mark.parametrize(
    "logs", [None, [], {"accuracy": float("nan")}, {"accuracy": "0.9"}, {"accuracy": True}]
)
def test_misshapen_logs_leave_the_accuracy_out(logs: Any) -> None:
    console = plain()
    Progress(console, "alice").event(EPOCH | {"logs": logs})
    assert lines(console) == ["alice: epoch 2 of 3"]


def test_hostile_names_neither_style_nor_move() -> None:
    console = plain()
    progress = Progress(console, "[red]bob\x1b[2J")
    progress.event(BEGIN | {"name": "[blink]\x1b]0;\x07\nnet"})
    progress.event(EPOCH)
    (line,) = lines(console)
    assert line.startswith("[red]bob�[2J: ")
    assert line.endswith("[blink]�]0;� net")


def test_a_flood_of_epochs_does_not_fill_the_log() -> None:
    console = plain()
    progress = Progress(console, "mallory")
    for epoch in range(1, 2 * MAX_LINES):
        progress.event(EPOCH | {"epoch": epoch})
    shown = lines(console)
    assert len(shown) == MAX_LINES + 1
    assert shown[-1] == "mallory: further progress is left out"


def test_threads_do_not_mix_their_lines() -> None:
    console = plain()

    def follow(label: str) -> None:
        with Progress(console, label) as progress:
            for number in range(1, 21):
                progress.event(CELL | {"number": number})

    threads = [threading.Thread(target=follow, args=(label,)) for label in ("alice", "bob", "carol")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = {f"{label}: cell {n} of 21" for label in ("alice", "bob", "carol") for n in range(1, 21)}
    assert sorted(lines(console)) == sorted(expected)

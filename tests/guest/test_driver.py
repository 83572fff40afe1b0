"""The driver on submissions that end in each of the ways a run can end. None of these needs TensorFlow."""

import os
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from harness.evidence.schema import Adapted
from harness.sandbox.guest_asset import guest_asset
from harness.wire.events import Late

from .conftest import TRAIN_PER_CLASS
from .driving import IMPATIENT, Driven, Guest, drive, lay_out
from .loop_cells import ALL, SHORT, taken

pytestmark = pytest.mark.guest

SCRIPT = """import numpy as np

counts = np.arange(10)


def third():
    raise KeyError("no such class")


third()
"""


END_OF_TIME = "\nimport time\nwhile True:\n    time.sleep(0.01)\n"


def test_an_error_in_a_script_has_its_line_and_file(guest: Guest, tmp_path: Path) -> None:
    run = drive(guest, tmp_path, SCRIPT)
    cell = run.one("cell", state="error")
    assert (cell["error"], cell["message"]) == ("KeyError", "'no such class'")
    assert cell["line"] == 10
    assert "no such class" in cell["traceback"]
    assert "\x1b" not in cell["traceback"]
    assert cell["source"] == SCRIPT
    assert run.events[-1] == {"event": "end", "state": "error"}
    assert run.code == 0
    assert run.one("functions")["predict"] is False
    assert run.notes() == []


@pytest.mark.skipif(any(Path("/dev").glob("nvidia[0-9]*")), reason="who has a GPU keeps short slices")
def test_student_code_works_in_long_slices_and_the_driver_does_not(guest: Guest, tmp_path: Path) -> None:
    script = (
        "import os, subprocess, sys\n"
        "print(os.sched_getscheduler(0), os.sched_getscheduler(os.getppid()), flush=True)\n"
        "done = subprocess.run([sys.executable, '-c', 'import os; print(os.sched_getscheduler(0))'])\n"
    )
    shown = drive(guest, tmp_path, script).executed().cells[0].outputs
    batch, own = os.SCHED_BATCH, os.sched_getscheduler(0)
    assert "".join(one["text"] for one in shown).split() == [str(batch), str(own), str(batch)]


def test_a_script_sees_its_name_its_folder_and_no_arguments(guest: Guest, tmp_path: Path) -> None:
    script = (
        "import sys, pathlib\n"
        "assert __name__ == '__main__'\n"
        "assert sys.argv == ['solution.py'], sys.argv\n"
        "assert pathlib.Path(__file__) == pathlib.Path.cwd() / 'solution.py'\n"
        "assert pathlib.Path('solution.py').exists()\n"
        "print('Привет')\n"
    )
    run = drive(guest, tmp_path, "\ufeff" + script)
    assert run.events[-1]["state"] == "finished", run.of("cell")
    assert run.executed().cells[0].outputs[0]["text"] == "Привет\n"


CELLS = [
    """print('{"event": "end", "state": "finished"}')\nimport sys; print(sys.stdout)""",
    "first = 1\nif True\n    pass",
    "import math\nfrom os import sep, nothing_like_this, linesep\nimport no_such_package\nmath.pi",
    "print(sep)",
    "import no_such_package as package\nvalue = package.value\nprint('never')",
]


@pytest.fixture(scope="module")
def run(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> Driven:
    """Cells that fail, each in a way of its own, between others."""
    return drive(guest, tmp_path_factory.mktemp("failing"), CELLS)


def test_a_mistake_of_syntax_has_its_line(run: Driven) -> None:
    cell = run.one("cell", state="error", number=2)
    assert (cell["error"], cell["line"]) == ("SyntaxError", 2)


def test_an_import_that_fails_takes_nothing_else_with_it(run: Driven) -> None:
    cell = run.one("cell", state="error", number=3)
    assert (cell["line"], cell["error"]) == (2, "ImportError")
    assert "nothing_like_this" in cell["message"]
    shown, after = run.executed().cells[2:4]
    assert [output.output_type for output in shown.outputs] == ["execute_result", "error"]
    assert after.outputs[0]["text"] == "/\n"


def test_what_an_import_that_failed_leads_to_is_not_told_in_its_place(run: Driven) -> None:
    assert run.one("cell", state="error", number=5)["error"] == "ModuleNotFoundError"
    assert {output.output_type for output in run.executed().cells[4].outputs} == {"error"}


def test_output_of_a_student_is_no_event(run: Driven) -> None:
    assert run.events[-1] == run.one("end")
    assert run.executed().cells[0].outputs[0]["text"].startswith('{"event": "end"')


def test_a_killed_kernel_is_told_and_what_ran_before_is_kept(guest: Guest, tmp_path: Path) -> None:
    cells = ["print('before')", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "print('after')"]
    run = drive(guest, tmp_path, cells)
    assert run.one("cell", state="kernel died")["number"] == 2
    assert run.events[-1] == {"event": "end", "state": "kernel died"}
    assert run.of("images?") == []
    first, _, last = run.executed().cells
    assert first.outputs[0]["text"] == "before\n"
    assert last.outputs == []


def test_the_time_limit_interrupts_and_the_end_is_still_looked_at(guest: Guest, tmp_path: Path) -> None:
    cells = [
        "numbers = [1, 2, 3]\ndef predict(images):\n    return images",
        END_OF_TIME,
        "print('never')",
    ]
    run = drive(guest, tmp_path, cells, seconds=3)
    assert run.one("cell", state="time limit")["number"] == 2
    assert run.one("ran")["state"] == "time limit"
    assert run.one("functions")["predict"] is True
    assert run.events[-1] == {"event": "end", "state": "time limit"}
    assert (run.out / "executed.ipynb").exists()
    assert not (run.out / "answers").exists()


def test_a_cell_that_takes_all_time_is_stopped_for_the_sake_of_those_after_it(
    guest: Guest, tmp_path: Path
) -> None:
    cells = ["best = 0", "best = 1" + END_OF_TIME, "print(best)", "def predict(images):\n    return images"]
    run = drive(guest, tmp_path, cells, seconds=8, training_seconds=0)
    assert run.one("cell", state="time limit")["number"] == 2
    assert [event["number"] for event in run.of("cell", state="done")] == [1, 3, 4]
    assert run.executed().cells[2].outputs[0]["text"] == "1\n"
    assert run.events[-1] == {"event": "end", "state": "time limit"}
    assert run.notes() == []


def test_a_cell_that_will_not_stop_ends_the_run(guest: Guest, tmp_path: Path) -> None:
    stubborn = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)" + END_OF_TIME
    impatient = IMPATIENT.format(name="SECONDS_TO_FINISH")
    cells = [stubborn, "print('never')"]
    run = drive(guest, tmp_path, cells, seconds=6, training_seconds=0, program=impatient)
    assert run.one("cell", state="time limit")["number"] == 1
    assert run.of("cell", number=2) == []
    assert run.one("late")["what"] == Late.NETWORKS
    assert run.events[-1] == {"event": "end", "state": "time limit"}


def test_our_own_work_at_the_end_has_its_own_time(guest: Guest, tmp_path: Path) -> None:
    # Reading this variable takes 6 seconds; the client counts silence of the kernel in steps of 5.
    slow = (
        "import time\n"
        "class Slow(dict):\n"
        "    armed = False\n"
        "    def items(self):\n"
        "        if Slow.armed:\n"
        "            Slow.armed = False\n"
        "            time.sleep(6)\n"
        "        return super().items()\n"
        "networks = Slow()\n"
    )
    arm = "import threading\nthreading.Timer(1, lambda: setattr(Slow, 'armed', True)).start()"
    run = drive(
        guest, tmp_path, [slow, "def predict(images):\n    return images", arm + END_OF_TIME], seconds=4
    )
    assert run.one("cell", state="time limit")["number"] == 3
    assert run.one("functions")["predict"] is True
    assert run.one("ran")["state"] == "time limit"


def test_cells_that_are_no_code_are_counted_and_passed_over(guest: Guest, tmp_path: Path) -> None:
    cells = [
        "import os",
        "  \n",
        "value = 3.5\nos.environ['HARNESS_OUT'] = '/nowhere'",
        "%matplotlib inline\n!echo shell",
    ]
    run = drive(guest, tmp_path, cells)
    start = run.one("start")
    assert (start["cells"], start["code_cells"]) == (4, 4)
    assert set(start["versions"]) == {"keras", "tensorflow", "numpy", "ipykernel"}
    assert [cell["number"] for cell in run.of("cell", state="done")] == [1, 3, 4]
    assert [value["name"] for event in run.of("values") for value in event["values"]] == ["value"]
    assert run.executed().cells[3].outputs[0]["text"].strip() == "shell"
    assert run.events[-1]["state"] == "finished"


def test_an_old_notebook_runs(guest: Guest, tmp_path: Path) -> None:
    cell = nbformat.v3.new_code_cell("print(6 * 7)")
    old = nbformat.v3.new_notebook(worksheets=[nbformat.v3.new_worksheet(cells=[cell])])
    run = drive(guest, tmp_path, [], raw=nbformat.v3.writes_json(old))
    assert run.executed().cells[0].outputs[0]["text"] == "42\n"


def test_cells_after_a_failed_one_run_where_the_teacher_wants_it(guest: Guest, tmp_path: Path) -> None:
    cells = [
        "value = 1",
        "import no_such_package",
        "value += 1\nprint(value)\ndef predict(images):\n    return images",
    ]
    asked: list[Path] = []

    def answer(out: Path) -> None:
        asked.append(out)
        (out / "no-images").touch()

    run = drive(guest, tmp_path / "on", cells, answer=answer)
    assert [(cell["number"], cell["state"]) for cell in run.of("cell") if cell["state"] != "running"] == [
        (1, "done"),
        (2, "error"),
        (3, "done"),
    ]
    assert run.executed().cells[2].outputs[0]["text"] == "2\n"
    assert (run.one("ran")["state"], run.events[-1]["state"]) == ("error", "error")
    assert asked, "the student's functions can still be asked"
    run = drive(guest, tmp_path / "off", cells, on_error="stop")
    assert [cell["number"] for cell in run.of("cell", state="running")] == [1, 2]
    assert run.executed().cells[2].outputs == []


def test_a_fit_and_loops_end_in_time_for_the_cells_after_them(guest: Guest, tmp_path: Path) -> None:
    cells = [
        """
import keras
(x, y), _ = keras.datasets.fashion_mnist.load_data()
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile("sgd", "sparse_categorical_crossentropy")
""",
        "history = model.fit(x / 255, y, epochs=100000, batch_size=10, verbose=0)",
        "print(len(history.history['loss']))",
        *SHORT,
    ]
    run = drive(guest, tmp_path, cells, training_seconds=8)
    assert run.events[-1]["state"] == "finished"
    assert [Adapted.told(event).was for event in run.of("adapted")] == [
        "100,000 epochs of training (f1)",
        "training loops over a pipeline",
    ]
    assert run.one("fit", state="end", fit="f1")["completed"]
    assert [event["exported"] for event in run.of("model")] == [True, True]
    assert taken(run) == ([1, 1, 3, 13], [ALL]), "loops after it have no time left"
    assert run.notes() == []


def test_files_of_a_student_never_take_the_place_of_ours(guest: Guest, tmp_path: Path) -> None:
    own = "raise ImportError('a file of the student, imported by the harness')"
    taken = ("nbclient", "argparse", "ipykernel_launcher", "wrapt", "zmq", "json", "socket", "numpy")
    beside = {"harness.py": "LEARNING_RATE = 0.5", **{f"{name}.py": own for name in taken}}
    run = drive(
        guest, tmp_path, ["import harness\nprint(harness.LEARNING_RATE)", "value = 2.5"], beside=beside
    )
    assert run.events[-1]["state"] == "finished", run.of("cell")[-1]
    assert run.executed().cells[0].outputs[0]["text"] == "0.5\n"
    assert run.notes() == []
    assert run.of("values")[-1]["values"][0]["name"] == "value", "the probe still watches"


def test_an_assignment_brings_guest_code_of_its_own(guest: Guest, tmp_path: Path) -> None:
    (tmp_path / "own" / "deep").mkdir(parents=True)
    (tmp_path / "own" / "deep" / "one.py").write_text(
        "from harness.guest.visible import Visible\nfrom harness.wire.events import Event\n"
        "ROWS, KIND = Visible.of_sandbox().train_rows, Event.CELL\n"
    )
    lay_out(guest_asset(tmp_path / "own"), tmp_path / "packages")
    with_own = replace(guest, packages=tmp_path / "packages")
    run = drive(
        with_own, tmp_path / "run", ["from harness_assignment.deep.one import KIND, ROWS\nprint(KIND, ROWS)"]
    )
    assert run.executed().cells[0].outputs[0]["text"] == f"cell {10 * TRAIN_PER_CLASS}\n"
    assert guest_asset(tmp_path / "own").key != guest_asset().key


def test_a_notebook_without_code_leaves_an_executed_one(guest: Guest, tmp_path: Path) -> None:
    run = drive(guest, tmp_path / "run", ["", "  "])
    assert run.events[-1] == {"event": "end", "state": "finished"}
    assert len(run.executed().cells) == 2

"""An error that is there only because an earlier cell failed says so."""

import pytest

from harness.evidence.diagnosis import also_failed, diagnose
from harness.evidence.follow_ups import defines
from harness.evidence.schema import CellRun, Evidence, NotebookCell
from harness.outcome import Outcome
from harness.sandbox.contract import Limits, RunResult
from harness.words.say import say

GOOD = RunResult(0, frozenset(), "")
Cell = tuple[str, str, str, str]


def _evidence(*cells: Cell) -> Evidence:
    """Cells with source, state, error and message."""
    return Evidence(
        end="error",
        cells=[
            CellRun.model_validate(
                {"number": number, "total": len(cells), "state": state, "error": error, "message": message}
            )
            for number, (_, state, error, message) in enumerate(cells, 1)
        ],
        notebook=[
            NotebookCell(number=number, code=True, source=source)
            for number, (source, *_) in enumerate(cells, 1)
        ],
    )


def _undefined(name: str) -> Cell:
    return (f"print({name})", "error", "NameError", f"name '{name}' is not defined")


@pytest.mark.parametrize(
    ("source", "name", "answer"),
    [
        ("model = build()", "model", True),
        ("(x_train, y_train), (x_test, y_test) = load()", "y_test", True),
        ("a = b = 3", "a", True),
        ("total: int = 3", "total", True),
        ("total += 3", "total", True),
        ("if ready:\n    model = build()", "model", True),
        ("for epoch in range(3):\n    pass", "epoch", True),
        ("with open('a') as stream:\n    pass", "stream", True),
        ("def build(width):\n    model = 3", "build", True),
        ("class Net:\n    pass", "Net", True),
        ("import numpy as np, pandas", "np", True),
        ("import numpy as np, pandas", "pandas", True),
        ("import keras.layers", "keras", True),
        ("from keras.layers import (Dense, Flatten)", "Flatten", True),
        ("from keras.layers import Dense as D  # layers", "D", True),
        ("!pip install x\n%matplotlib inline\nmodel = 3", "model", True),
        ("модель = 3", "модель", True),
        ("def build(width):\n    model = 3\nprint(width)", "model", False),
        ("model.fit(x=3)", "x", False),
        ("net.weights = 3", "weights", False),
        ("net.weights = 3", "net", False),
        ("table['mean'] = 3", "table", False),
        ("table[i] = 3", "table", False),
        ("table[i] = 3", "i", False),
        ("[a, b] = 3, 4", "b", True),
        ("table[i], b = 3, 4", "b", True),
        ("table[a[i]][j], b = 3, 4", "j", False),
        ("if ready: model = 3", "ready", False),
        ("if ready: model = 3", "model", True),
        ("table: dict[str, int] = {}", "str", False),
        ("with open('a') as one, open('b') as other:\n    pass", "one", True),
        ("with open('a') as one, open('b') as other:\n    pass", "open", False),
        ("squares = [n for n in range(3) if (half := n / 2)]", "half", True),
        ("print('for model in models')", "model", False),
        ("model == 3 or f(model=4)", "model", False),
        ("print(model == 3)", "model", False),
        ("if model >= 3: pass", "model", False),
        ("# model = 3", "model", False),
        ("import numpy as np", "numpy", False),
        ("plt.plot(history)", "history", False),
        ("with " * 400_000, "x", False),
    ],
)
def test_what_a_cell_gives_a_value(source: str, name: str, answer: bool) -> None:
    assert defines(source, name) is answer


def test_a_name_that_a_failed_cell_was_to_define() -> None:
    evidence = _evidence(
        ("x = load()", "done", "", ""),
        ("x = 3\nhistory = model.fit(x)", "error", "ValueError", "no"),
        ("def plot():\n    history = 3", "done", "", ""),
        _undefined("history"),
        _undefined("histroy"),
    )
    outcome, reason, failure = diagnose(evidence, GOOD, Limits(), "load()", is_script=False)
    assert outcome is Outcome.CODE_ERROR
    assert failure is not None
    assert failure.cell == 2
    assert "2 failed, 1 of them for want of what a failed cell was to make)" in say(reason)
    follows, typed = also_failed(evidence, "load()")
    assert (
        follows.hint
        == "history has no value, since cell 2, which was to give it one, failed: mend that cell first."
    )
    assert "was to give it" not in typed.hint


def test_one_failure_may_follow_another() -> None:
    evidence = _evidence(("a = f()", "time limit", "", ""), ("b = a", *_undefined("a")[1:]), _undefined("b"))
    first, second = also_failed(evidence, "load()")
    assert "since cell 1, which was to give it one, was stopped" in first.hint
    assert "since cell 2, which was to give it one, failed" in second.hint


def test_a_file_that_a_failed_cell_was_to_write() -> None:
    missing = "[Errno 2] No such file or directory: '/tmp/x/best.keras'"
    evidence = _evidence(
        ("model.fit(x)\nmodel.save('best.keras')", "error", "ValueError", "no"),
        ("load_model('best.keras')", "error", "FileNotFoundError", missing),
        ("load_model('best.keras')", "error", "FileNotFoundError", missing),
        ("open('data.csv')", "error", "FileNotFoundError", "No such file or directory: 'data.csv'"),
        ("open('data.csv')", "error", "FileNotFoundError", "No such file or directory: 'data.csv'"),
    )
    saved, again, data, data_again = also_failed(evidence, "load()")
    assert saved.hint.startswith("The file best.keras is not there, and cell 1, which speaks of it, failed")
    assert again.hint == saved.hint
    assert data.hint == data_again.hint
    assert "was not handed in" in data.hint

"""The parts of the guest code that run anywhere: the event channel, the namespace, what is declared."""

import json
import os
import platform
import re
import subprocess
import sys
import types
from collections import Counter
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pytest

from harness.evidence.event_log import EventLog
from harness.guest import channel, slices, tracing
from harness.guest.habits.start import changes
from harness.guest.patches.declare import Patch
from harness.guest.run.voice import Forwarder
from harness.guest.slices import work_in_long_slices
from harness.guest.visible import Visible
from harness.guest.watch import namespace, tf_data
from harness.guest.watch.calls import Calls
from harness.guest.watch.fits import KerasWatch
from harness.guest.watch.loops import LoopWatch
from harness.guest.watch.plots import Plots
from harness.guest.watch.predictions import Predictions
from harness.wire import variables
from harness.wire.limits import MAX_LINE
from tests.conftest import ROOT


@pytest.mark.skipif(any(Path("/dev").glob("nvidia[0-9]*")), reason="who has a GPU keeps short slices")
def test_long_slices_keep_how_nice_a_process_is() -> None:
    asks = "import os; from harness.guest import slices; print(slices.work_in_long_slices(), "
    asks += "os.sched_getscheduler(0), os.nice(0))"
    nice = ["nice", "-n", "5", sys.executable, "-c", asks]
    done = subprocess.run(nice, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", str(os.SCHED_BATCH), str(os.nice(0) + 5)]


def test_a_process_that_has_ended_is_no_error() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    assert not work_in_long_slices(ended.pid)


@pytest.mark.parametrize("what", ["a GPU", "another system call"])
def test_who_has_a_gpu_or_another_machine_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str
) -> None:
    before = os.sched_getscheduler(0)
    if what == "a GPU":
        (tmp_path / "nvidia0").touch()
        monkeypatch.setattr(slices, "DEVICES", tmp_path)
    else:
        monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert not work_in_long_slices()
    assert os.sched_getscheduler(0) == before


def test_an_event_is_one_line_of_plain_json() -> None:
    event = {
        "event": "x",
        "a": np.float32("nan"),
        "b": np.arange(2),
        "c": {1: (np.int64(3), float("inf"))},
        "d": "й\n",
    }
    line = channel.encode(event)
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"event": "x", "a": None, "b": [0, 1], "c": {"1": [3, None]}, "d": "й\n"}


def test_text_that_is_no_unicode_is_still_sent() -> None:
    assert json.loads(channel.encode({"event": "x", "text": "a\ud800"}))["text"] == "a?"


def test_an_event_that_is_too_long_becomes_a_note() -> None:
    note = json.loads(channel.encode({"event": "values", "text": "x" * MAX_LINE}))
    assert note["event"] == "note"
    assert "values" in note["message"]


class Heard:
    """Stands for the driver's voice."""

    def __init__(self) -> None:
        self.lines, self.said = list[bytes](), list[dict[str, Any]]()

    def hand_on(self, line: bytes) -> None:
        self.lines.append(line)

    def say(self, event: dict[str, Any]) -> None:
        self.said.append(event)


def test_lines_are_handed_on_until_the_run_is_closed(tmp_path: Path) -> None:
    pipe, heard = tmp_path / "pipe", Heard()
    os.mkfifo(pipe)
    voice: Any = heard
    forwarder = Forwarder(pipe, voice)
    forwarder.start()
    with pipe.open("wb") as kernel:
        kernel.write(
            b'{"a": 1}\n' + b"x" * (MAX_LINE + 1) + b"\n" + b"x" * 5 * MAX_LINE + b'\n{"b": 2}\n{"half":'
        )
        kernel.flush()
        forwarder.close(30)
        kernel.write(b' 1}\n{"c": 3}\n')
        kernel.flush()
        forwarder.close(30)
        forwarder.end()
    forwarder.join(30)
    whole = [line for line in heard.lines if not line.startswith(b"x")]
    assert whole == [b'{"a": 1}', b'{"b": 2}', b'{"half":']
    assert heard.said == [{"event": "left out", "lines": heard.said[0]["lines"]}]
    assert not pipe.exists()


def test_without_a_pipe_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variables.EVENTS, raising=False)
    with channel.never_in_the_way("a fault of ours"):
        raise KeyError("never seen by a student")


def test_what_is_patched_is_declared_in_an_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(variables.DATA, str(tmp_path))
    watch, visible = KerasWatch(tmp_path, None, 0.0), Visible.of_sandbox()
    predictions = Predictions(visible, watch.id_of)
    watched = [
        *watch.patches(),
        *LoopWatch(watch).patches(),
        *Calls(visible, predictions).patches(),
        *tf_data.patches(),
        *tracing.patches(),
    ]
    watched += predictions.patches()
    watched += Plots(visible, lambda: 0).patches()
    patches = [one for one in [*watched, *changes(MagicMock(), visible)] if isinstance(one, Patch)]
    of_attribute = Counter(
        (one.module, one.path, one.layer, getattr(one.owner, "__name__", "")) for one in patches
    )
    assert [key for key, count in of_attribute.items() if count > 1] == []
    assert len(of_attribute) > 100
    assert all(one.does.endswith(".") for one in patches)


PRIVATE = re.compile(
    r"keras\.src|tensorflow\.python\.(?!keras)|tensorflow\._|_compile_metrics|_user_metrics|_flatten_layers"
    r"|\._trainable_variables|_handle_data|\b_value\b"
)


def test_private_names_of_keras_are_in_one_file_and_those_that_score_in_another() -> None:
    guest = Path(channel.__file__).parent
    files = {path for path in guest.rglob("*.py") if PRIVATE.search(path.read_text(encoding="utf-8"))}
    assert files == {guest / "keras_private.py", guest / "score" / "engine.py"}


class Model:
    """Stands for ``keras.Model``."""


Model.__module__ = "keras.src.models.model"


class Own(Model):
    """A student's network."""


def test_networks_are_found_in_variables_lists_and_dictionaries() -> None:
    first, second = Own(), Model()
    variables = {
        "net": first,
        "_hidden": first,
        "several": [1, second],
        "by_name": {"a": first, 3: 3},
        "type": Own,
    }
    assert namespace.models_in(variables) == [("net", first), ("several[1]", second), ("by_name['a']", first)]


def test_what_a_loop_left_is_called_as_the_others_are() -> None:
    first, second, third = Own(), Own(), Own()
    tried = {"net": third, "by_rate": {0.1: first, 0.2: second, 0.3: third}}
    found = [(name, model) for name, model in namespace.models_in(tried) if model is third]
    assert found == [("by_rate[0.3]", third), ("net", third)]
    both = {"cnn": first, "inception": second, "nets": [first, second]}
    assert [name for name, _ in namespace.models_in(both)][:2] == ["cnn", "inception"]
    chosen = {"best": first, "by_rate": {0.1: first, 0.2: second}}
    assert [name for name, model in namespace.models_in(chosen) if model is first] == ["best", "by_rate[0.1]"]


def test_a_name_that_was_made_for_a_network_comes_first() -> None:
    first, second, third = Own(), Own(), Own()
    bound, variables = namespace.Bound(), dict[str, Any]()
    cells = ({"net": first, "n": 3}, {"cnn": second}, {"inc": third}, {"net": third, "n": second})
    for cell in cells:
        variables |= cell
        bound.look(variables)
    found = namespace.models_in(variables, bound)
    assert [name for name, model in found if model is second] == ["cnn", "n"]
    assert [name for name, model in found if model is third] == ["inc", "net"]


def test_networks_are_found_in_objects_of_a_students_own_classes() -> None:
    kind = type("Trainer", (), {"__module__": "__main__"})
    trainer, other = kind(), type("Other", (), {"__module__": "library"})()
    trainer.model = other.model = Model()
    trainer.kept = [Own()]
    trainer.itself = trainer
    variables = {"trainer": trainer, "runs": {"a": trainer}, "other": other}
    found = [name for name, _ in namespace.models_in(variables)]
    assert found == ["trainer.model", "trainer.kept[0]", "trainer.itself.model", "runs['a'].model"]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    monkeypatch.setattr(namespace, "send", events.append)
    return events


def grouped() -> Any:
    """An object of pandas that is not a table, as ``frame.groupby(…)`` gives."""
    return type("DataFrameGroupBy", (), {"__module__": "pandas.core.groupby.generic"})()


def test_each_small_value_is_reported_once(sent: list[dict[str, Any]]) -> None:
    values = namespace.Values()
    variables: dict[str, Any] = {
        "number": 3,
        "truth": True,
        "text": "x",
        "large": np.zeros(401),
        "table": np.eye(2, dtype=int),
        "pairs": [(1, 2), (3, 4)],
        "ragged": [(1, 2), (3,)],
        "module": types,
        "groups": grouped(),
        "undefined": float("nan"),
        "axes": np.zeros((1,) * 9),
        "after": 2.5,
    }
    values.report(variables)
    values.report(variables)
    assert [v["name"] for v in sent[0]["values"]] == ["number", "table", "pairs", "after"]
    assert sent[0]["values"][2] == {"name": "pairs", "shape": [2, 2], "data": [1, 2, 3, 4]}
    assert len(sent) == 1
    values.report(variables | {"number": 4})
    assert [v["data"] for v in sent[1]["values"]] == [[4]]


class Raising:
    @property
    def numpy(self) -> None:
        raise RuntimeError("no")


def test_one_variable_costs_the_others_of_its_cell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[dict[str, Any]] = []
    monkeypatch.setattr(namespace, "send", lambda event: events.append(json.loads(channel.encode(event))))
    variables = {
        "nan": np.array([0.5, np.nan]),
        "infinite": float("inf"),
        "raising": Raising(),
        "ragged": [1, [2]],
        "long_number": 10**400,
        "wide": np.array([np.longdouble("0.25")]),
        "beyond": np.longdouble("1e4000"),
        **{f"large_{i}": np.full(400, -1.2345678901234567e-300) - i for i in range(60)},
        "mean": 0.25,
    }
    values = namespace.Values()
    values.report(variables)
    values.report(variables)
    assert {event["event"] for event in events} == {"values"}
    told = [value["name"] for event in events for value in event["values"]]
    assert told == ["wide", *(f"large_{i}" for i in range(60)), "mean"]
    assert EventLog().add(json.dumps(events[0])) is not None

"""The parts of the guest code that run anywhere: the event channel, the import hook, the namespace."""

import importlib
import inspect
import json
import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.guest import channel
from harness.guest.import_hook import after_import
from harness.guest.watch import namespace
from harness.wire import variables
from harness.wire.limits import MAX_LINE


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


def test_forward_hands_on_whole_lines_and_drops_what_never_ends(tmp_path: Path) -> None:
    (tmp_path / "pipe").write_bytes(b'{"a": 1}\n' + b"x" * 5 * MAX_LINE + b'\n{"b": 2}\n{"half":')
    lines: list[bytes] = []
    channel.forward(str(tmp_path / "pipe"), lines.append)
    assert lines[0] == b'{"a": 1}\n'
    assert lines[-1] == b'{"b": 2}\n'
    assert max(map(len, lines)) <= 5 * MAX_LINE


def test_without_a_pipe_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variables.EVENTS, raising=False)
    with channel.never_in_the_way("a fault of ours"):
        raise KeyError("never seen by a student")


def test_a_function_runs_once_after_a_module_was_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "watched_here.py").write_text("def f():\n    return 1\n\n\ndone = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    seen: list[bool] = []
    after_import("watched_here", lambda module: seen.append(module.done))
    assert seen == []
    module = importlib.import_module("watched_here")
    importlib.import_module("watched_here")
    assert seen == [True]
    assert "return 1" in inspect.getsource(module.f)
    after_import("watched_here", lambda module: seen.append(module.done))
    assert seen == [True, True]
    del sys.modules["watched_here"]


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
    """An object of pandas that is no table, as ``frame.groupby(…)`` gives."""
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

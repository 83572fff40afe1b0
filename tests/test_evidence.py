"""Events and notebooks that left a sandbox are hostile, and are read as such."""

import json
from contextlib import suppress
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from harness.errors import HostileOutputError
from harness.event_log import EventLog
from harness.evidence import Mapping
from harness.executed import read_executed

json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KINDS = [
    "cell",
    "fit",
    "input",
    "model",
    "names",
    "call",
    "values",
    "functions",
    "start",
    "end",
    "ran",
    "note",
]
FIELDS = [
    "state",
    "model",
    "names",
    "values",
    "number",
    "total",
    "unmapped",
    "versions",
    "matrix",
    "mapping",
    "fit",
]


@given(st.lists(st.text(max_size=60) | st.builds(json.dumps, json_values), max_size=20))
def test_any_line_is_survived(lines: list[str]) -> None:
    log = EventLog()
    for line in lines:
        log.add(line)
    log.evidence([])


@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_any_field_is_survived(kind: str, fields: dict[str, object]) -> None:
    log = EventLog()
    log.add(json.dumps({**fields, "event": kind}))
    log.evidence([])


def test_ids_that_would_leave_a_folder_are_refused() -> None:
    log = EventLog()
    for bad in ("../m1", "m1/..", "/etc", "m", "m1\n", ""):
        event = {
            "event": "model",
            "model": bad,
            "name": "x",
            "kind": "functional",
            "parameters": 1,
            "exported": True,
        }
        assert log.add(json.dumps(event)) is None
    assert log.refused == 6
    assert log.evidence([]).models == {}


def test_a_flood_of_events_is_cut() -> None:
    log = EventLog()
    for _ in range(60_000):
        log.add('{"event": "note", "message": "x"}')
    assert log.refused == 10_000


@given(json_values)
def test_any_notebook_is_survived(tmp_path_factory, value: object) -> None:  # type: ignore[no-untyped-def]
    path: Path = tmp_path_factory.mktemp("n") / "executed.ipynb"
    for content in (value, {"cells": value}, {"cells": [{"source": value, "outputs": [value]}]}):
        path.write_text(json.dumps(content))
        with suppress(HostileOutputError):
            read_executed(path)


def test_outputs_become_text_and_pictures(tmp_path: Path) -> None:
    outputs = [
        {"output_type": "stream", "text": ["\x1b[31m(60000, 28, 28)\x1b[0m\n"]},
        {"output_type": "display_data", "data": {"image/png": "AA==", "text/plain": "<Figure>"}},
    ]
    cell = {"cell_type": "code", "source": ["print(", "x.shape)"], "outputs": outputs}
    path = tmp_path / "executed.ipynb"
    path.write_text(json.dumps({"cells": [cell]}))
    (found,) = read_executed(path)
    assert (found.source, found.pictures) == ("print(x.shape)", 1)
    assert found.text.startswith("(60000, 28, 28)")


def test_preprocessing_in_words() -> None:
    facts = {
        "layout": "hwc",
        "size": [32, 32],
        "channels": 3,
        "geometry": "pad",
        "corner": [2, 2],
        "max_error": 0,
        "rows": 128,
    }
    sentence = Mapping.model_validate({**facts, "scale": 1 / 127.5, "offset": -1.0}).sentence()
    assert sentence == "32×32×3, zero-padded, pixel × 0.007843 − 1 (checked on 128 rows)"
    assert "raw values" in Mapping.model_validate({**facts, "scale": 1.0, "offset": 0.0}).sentence()

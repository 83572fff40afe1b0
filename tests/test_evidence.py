"""Events and notebooks that left a sandbox are hostile, and are read as such."""

import json
from contextlib import suppress
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from harness.errors import HostileOutputError
from harness.evidence.event_log import EventLog
from harness.evidence.executed import MAX_ALL_TEXT, read_executed
from harness.evidence.network import Mapping
from harness.evidence.preprocessing import describe_mapping
from harness.wire.limits import MAX_OUTPUT
from harness.words.say import say

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
    assert log.evidence([]).networks == {}


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
    scaled = Mapping.model_validate({**facts, "scale": 1 / 127.5, "offset": -1.0})
    assert say(describe_mapping(scaled)) == "32×32×3, zero-padded, pixel × 0.007843 − 1 (checked on 128 rows)"
    raw = Mapping.model_validate({**facts, "scale": 1.0, "offset": 0.0})
    assert "raw values" in say(describe_mapping(raw))
    by_pixel = Mapping.model_validate({**facts, "scale": [1.0] * 784, "offset": 0.0})
    assert "scaled pixel by pixel" in say(describe_mapping(by_pixel))
    by_channel = Mapping.model_validate({**facts, "scale": 1.0, "offset": [-103.9, -116.8, -123.7]})
    assert "scaled channel by channel" in say(describe_mapping(by_channel))
    flat = Mapping.model_validate({**facts, "layout": "flat", "scale": 1.0, "offset": 0.0})
    assert say(describe_mapping(flat)).startswith("3072 numbers")


def _executed(path: Path, *cells: dict[str, object]) -> Path:
    full = [{"cell_type": "code", "source": "", **cell} for cell in cells]
    path.write_text(json.dumps({"cells": full}))
    return path


def _printed(text: str) -> dict[str, object]:
    return {"outputs": [{"output_type": "stream", "name": "stdout", "text": text}]}


def test_of_a_long_output_the_middle_is_left_out(tmp_path: Path) -> None:
    long = "begin " + "x" * (3 * MAX_OUTPUT) + " end"
    (found,) = read_executed(_executed(tmp_path / "e", _printed(long)))
    assert found.text.startswith("begin xx")
    assert found.text.endswith("xx end")
    assert found.left_out == len(long) - MAX_OUTPUT
    assert len(found.text) < MAX_OUTPUT + 100


def test_long_outputs_do_not_eat_those_after_them(tmp_path: Path) -> None:
    cells = [_printed("x" * MAX_OUTPUT)] * 20 + [_printed("F1 0.9")]
    found = read_executed(_executed(tmp_path / "e", *cells))
    assert found[-1].text == "F1 0.9"
    assert found[-1].left_out == 0
    assert sum(len(cell.text) for cell in found) <= MAX_ALL_TEXT + 2000
    assert all(cell.left_out for cell in found[:-1])


def test_a_progress_bar_is_its_last_state(tmp_path: Path) -> None:
    bar = "".join(f"\r{step}/9999 loss {step}" for step in range(10_000)) + "\ndone\r\n"
    (found,) = read_executed(_executed(tmp_path / "e", _printed(bar)))
    assert found.text == "9999/9999 loss 9999\ndone\n"
    assert found.left_out == 0


def test_what_was_left_out_before_is_counted(tmp_path: Path) -> None:
    cell = {**_printed("x"), "metadata": {"left_out": 7}}
    odd = {**_printed("x"), "metadata": {"left_out": "many"}}
    assert [one.left_out for one in read_executed(_executed(tmp_path / "e", cell, odd))] == [7, 0]


def test_pages_and_formatted_texts_are_read(tmp_path: Path) -> None:
    shown = [
        {"text/plain": "<IPython.core.display.HTML object>", "text/html": "<h2>F1 = <b>0.9</b></h2>"},
        {"text/plain": "<IPython.core.display.Markdown object>", "text/markdown": "F1 **0.8**"},
        {"text/plain": "<Figure size 640x480 with 1 Axes>", "text/html": "<b>no</b>"},
        {"text/plain": "<lib.Plot object>", "text/html": "<script>7</script>"},
        {"text/plain": "   a\n0  3", "text/html": "<table><tr><td>3</td></tr></table>"},
    ]
    outputs = [{"output_type": "display_data", "data": data} for data in shown]
    (found,) = read_executed(_executed(tmp_path / "e", {"outputs": outputs}))
    texts = [line for line in found.text.splitlines() if line]
    assert texts == ["F1 = 0.9", "F1 **0.8**", shown[2]["text/plain"], "<lib.Plot object>", "3"]

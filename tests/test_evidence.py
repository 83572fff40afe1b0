"""Events and notebooks that left a sandbox are hostile, and are read as such."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.evidence.event_log import EventLog
from harness.evidence.executed import MAX_ALL_TEXT, Executed
from harness.evidence.network import Mapping
from harness.evidence.preprocessing import describe_mapping
from harness.evidence.schema import NotebookCell
from harness.wire.channel import Speaker
from harness.wire.entry import Source
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
        log.add('{"event": "note", "message": "x"}', Speaker.KERNEL)
    assert log.refused == 10_000


def told(number: int, outputs: object, **more: object) -> dict[str, Any]:
    """What the driver says of a cell that showed this."""
    piece = {"number": number, "count": number, "left_out": 0, "first": True, "last": True}
    return {**piece, "piece": json.dumps(outputs, ensure_ascii=False), **more}


def shown(spool: Path, *cells: list[dict[str, Any]]) -> list[NotebookCell]:
    """What the checks see of code cells with these outputs."""
    executed = Executed([Source("")] * len(cells), spool)
    for number, outputs in enumerate(cells, 1):
        executed.take(told(number, outputs))
    return executed.cells()


@given(json_values)
def test_any_outputs_are_survived(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    folder: Path = tmp_path_factory.mktemp("n")
    executed = Executed([Source("print()")], folder / "spool")
    typed = {"output_type": "display_data", "data": value, "text": value, "traceback": value}
    for outputs in (value, [value], [typed, {**typed, "output_type": "error"}]):
        with suppress(ValueError):
            executed.take(told(1, outputs))
    executed.cells()
    executed.write(folder / "executed.ipynb")
    nbformat.validate(nbformat.read(folder / "executed.ipynb", as_version=4))


def test_outputs_become_text_and_pictures(tmp_path: Path) -> None:
    outputs: list[dict[str, Any]] = [
        {"output_type": "stream", "text": ["\x1b[31m(60000, 28, 28)\x1b[0m\n"]},
        {"output_type": "display_data", "data": {"image/png": "AA==", "text/plain": "<Figure>"}},
    ]
    (found,) = shown(tmp_path / "spool", outputs)
    assert (found.pictures, found.count) == (1, 1)
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


def _printed(text: str) -> list[dict[str, Any]]:
    return [{"output_type": "stream", "name": "stdout", "text": text}]


def test_of_a_long_output_the_middle_is_left_out(tmp_path: Path) -> None:
    long = "begin " + "x" * (3 * MAX_OUTPUT) + " end"
    (found,) = shown(tmp_path / "e", _printed(long))
    assert found.text.startswith("begin xx")
    assert found.text.endswith("xx end")
    assert found.left_out == len(long) - MAX_OUTPUT
    assert len(found.text) < MAX_OUTPUT + 100


def test_long_outputs_do_not_eat_those_after_them(tmp_path: Path) -> None:
    cells = [_printed("x" * MAX_OUTPUT)] * 20 + [_printed("F1 0.9")]
    found = shown(tmp_path / "e", *cells)
    assert found[-1].text == "F1 0.9"
    assert found[-1].left_out == 0
    assert sum(len(cell.text) for cell in found) <= MAX_ALL_TEXT + 2000
    assert all(cell.left_out for cell in found[:-1])


def test_a_progress_bar_is_its_last_state(tmp_path: Path) -> None:
    bar = "".join(f"\r{step}/9999 loss {step}" for step in range(10_000)) + "\ndone\r\n"
    (found,) = shown(tmp_path / "e", _printed(bar))
    assert found.text == "9999/9999 loss 9999\ndone\n"
    assert found.left_out == 0


def test_what_was_left_out_before_is_counted(tmp_path: Path) -> None:
    executed = Executed([Source("")] * 2, tmp_path / "spool")
    for number, left_out in enumerate((7, "many"), 1):
        executed.take(told(number, _printed("x"), left_out=left_out))
    assert [one.left_out for one in executed.cells()] == [7, 0]


def test_pages_and_formatted_texts_are_read(tmp_path: Path) -> None:
    data = [
        {"text/plain": "<IPython.core.display.HTML object>", "text/html": "<h2>F1 = <b>0.9</b></h2>"},
        {"text/plain": "<IPython.core.display.Markdown object>", "text/markdown": "F1 **0.8**"},
        {"text/plain": "<Figure size 640x480 with 1 Axes>", "text/html": "<b>no</b>"},
        {"text/plain": "<lib.Plot object>", "text/html": "<script>7</script>"},
        {"text/plain": "   a\n0  3", "text/html": "<table><tr><td>3</td></tr></table>"},
    ]
    outputs = [{"output_type": "display_data", "data": one} for one in data]
    (found,) = shown(tmp_path / "e", outputs)
    texts = [line for line in found.text.splitlines() if line]
    assert texts == ["F1 = 0.9", "F1 **0.8**", data[2]["text/plain"], "<lib.Plot object>", "3"]


def test_a_later_telling_of_a_cell_takes_the_place_of_the_first(tmp_path: Path) -> None:
    executed = Executed([Source("a"), Source("# Text", code=False), Source("b")], tmp_path / "spool")
    for number, text in ((1, "first"), (3, "b"), (1, "anew")):
        executed.take(told(number, _printed(text)))
    executed.write(tmp_path / "executed.ipynb")
    book = nbformat.read(tmp_path / "executed.ipynb", as_version=4)
    nbformat.validate(book)
    assert [cell.cell_type for cell in book.cells] == ["code", "markdown", "code"]
    assert [cell.outputs[0]["text"] for cell in book.cells if cell.cell_type == "code"] == ["anew", "b"]
    assert [cell.text for cell in executed.cells()] == ["anew", "", "b"]


def test_pieces_out_of_their_place_are_refused(tmp_path: Path) -> None:
    executed = Executed([Source("a")] * 2, tmp_path / "spool")
    executed.take(told(1, [], piece='[{"output_type": "stream", ', last=False))
    with pytest.raises(ValueError, match="out of its place"):
        executed.take(told(2, [], piece='"text": "x"}]', first=False))
    with pytest.raises(ValueError, match="no piece"):
        executed.take(told(3, []))
    assert [cell.text for cell in executed.cells()] == ["", ""]


@pytest.mark.parametrize(
    "line",
    ['{"event": ["cell"]}', '{"event": {}}', '{"event": 7}', '{"event": null}', "[]", "7", "null", "{}"],
)
@pytest.mark.parametrize("speaker", Speaker)
def test_what_is_no_event_is_refused(line: str, speaker: Speaker) -> None:
    log = EventLog()
    assert log.add(line, speaker) is None
    assert log.refused == 1


@pytest.mark.parametrize("kind", ["start", "cell", "outputs", "left out", "images?", "ran", "late", "end"])
def test_what_the_driver_alone_can_say_is_refused_from_the_kernel(kind: str) -> None:
    log = EventLog()
    event = {"event": kind, "state": "finished", "what": "networks", "number": 1, "total": 1, "lines": 5}
    assert log.add(json.dumps(event), Speaker.KERNEL) is None
    assert log.refused == 1
    assert log.evidence([]) == EventLog().evidence([])


def test_a_kernel_that_floods_costs_the_driver_nothing() -> None:
    log = EventLog()
    for _ in range(60_000):
        log.add('{"event": "note", "message": "x"}', Speaker.KERNEL)
    assert log.add('{"event": "end", "state": "finished"}') is not None
    assert (log.refused, log.evidence([]).end) == (10_000, "finished")


@pytest.mark.parametrize(
    "line",
    [
        '{"event": "names", "names": [' + "[]," * 80_000 + "[]]}",
        '{"event": "names", "names": ' + "[" * 600 + "]" * 600 + "}",
        '{"event": "values", "values": [' + "NaN," * 3 + "1e999]}",
        '{"event": "note", "message": "' + "[" * 300_000 + '"}',
    ],
)
def test_an_event_that_holds_too_much_is_refused_before_it_is_read(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = EventLog()
    assert log.add(line, Speaker.KERNEL) is None
    assert log.refused == 1


def test_brackets_in_a_text_weigh_nothing() -> None:
    assert EventLog().add('{"event": "note", "message": "' + '[\\"{,' * 20_000 + '"}', Speaker.KERNEL)


def test_all_events_together_are_bounded_by_what_they_hold() -> None:
    log = EventLog()
    line = '{"event": "other", "x": [' + "{}," * 20_000 + "{}]}"
    taken = [log.add(line, Speaker.KERNEL) is not None for _ in range(30)]
    assert 20 < sum(taken) < 26
    assert taken == sorted(taken, reverse=True)


def test_after_the_end_nothing_is_kept_and_nothing_is_counted() -> None:
    log = EventLog()
    log.add('{"event": "ran", "state": "finished"}')
    log.close()
    for _ in range(5):
        for speaker in Speaker:
            assert log.add('{"event": "note", "message": "what the images show"}', speaker) is None
    log.refuse()
    log.add('{"event": "end", "state": "time limit"}')
    log.add('{"event": "late", "what": "functions"}')
    evidence = log.evidence([])
    assert (evidence.notes, evidence.end, log.refused) == ([], "finished", 0)
    assert evidence.late == ["functions"]

"""A kernel that sends what the protocol does not have, or more than anybody reads. None of these needs TensorFlow."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from harness.wire.entry import read_cells
from harness.wire.limits import MAX_CELLS, MAX_OUTPUT

from .driving import Guest, drive

pytestmark = pytest.mark.guest

FORGED = """
kernel = get_ipython().kernel
def forge(kind, content, parent=None):
    parent = kernel.get_parent() if parent is None else parent
    kernel.session.send(kernel.iopub_socket, kind, content, parent=parent)

for text in (5, None, ["a", "b"], {"a": 1}):
    forge("stream", {"name": "stdout", "text": text})
    forge("display_data", {"data": {"text/plain": text, "image/png": text}, "metadata": 7})
    forge("execute_result", {"data": text, "metadata": {}, "execution_count": {"a": []}})
    forge("error", {"ename": text, "evalue": text, "traceback": text})
    forge("execute_input", {"code": text, "execution_count": [text]})
    forge("update_display_data", {"data": text, "transient": {"display_id": "x"}})
    forge("clear_output", {"wait": text})
    forge("comm_open", {"comm_id": text, "data": text, "target_name": "jupyter.widget"})
    forge("comm_msg", {"comm_id": "x", "data": {"state": text}})
    forge("no such kind", {"a": text})
deep = []
for _ in range(100):
    deep = [deep]
forge("display_data", {"data": {"application/json": deep, "text/plain": "deep"}, "metadata": {}})
for parts in ([b"garbage"], [b"<IDS|MSG>"], [b"<IDS|MSG>", b"", b"{", b"[", b"{}", b"1"], [b""] * 20):
    kernel.iopub_socket.send_multipart(parts)
print("the end of the first")
"""
TOO_EARLY = """
forge("status", {"execution_state": 5})
forge("status", {"execution_state": "idle"})
print("after an idle that was too early")
"""
REPLY = """
shell = kernel._parent_ident
for status in ("ok", "error", 7):
    kernel.session.send(kernel.shell_stream, "execute_reply", {"status": status, "traceback": 5, "ename": []},
                        parent=kernel.get_parent(), ident=kernel._parent_ident["shell"])
"""


def test_what_a_kernel_forges_breaks_nothing(guest: Guest, tmp_path: Path) -> None:
    odd = "raise ValueError('Cell In [' + '9' * 5000 + ']')"
    cells = ["print('before')", FORGED, TOO_EARLY, REPLY, odd, "print('last')"]
    run = drive(guest, tmp_path, cells, seconds=60)
    assert (run.code, run.events[-1]["event"]) == (0, "end"), run.stderr
    ended = [cell["number"] for cell in run.of("cell") if cell["state"] in ("done", "error")]
    assert ended == [1, 2, 3, 4, 5, 6]
    book = run.executed()
    nbformat.validate(book)
    assert book.cells[0].outputs[0]["text"] == "before\n"
    assert "the end of the first" in json.dumps(book.cells[1])
    assert book.cells[5].outputs[0]["text"] == "last\n"


def test_a_flood_of_outputs_and_events_keeps_to_the_time_limit(guest: Guest, tmp_path: Path) -> None:
    flood = (
        "import os\nfrom IPython.display import display\n"
        "pipe = os.open(os.environ['HARNESS_EVENTS'], os.O_WRONLY)\n"
        "while True:\n"
        '    os.write(pipe, b\'{"event": "note", "message": "x"}\\n\' * 500)\n'
        "    display(7)\n"
    )
    run = drive(guest, tmp_path, ["print('before')", flood, "print('never')"], seconds=6, honest=False)
    assert run.one("cell", state="time limit")["number"] == 2
    assert run.events[-1] == {"event": "end", "state": "time limit"}
    assert run.one("left out")["lines"] > 0
    assert len(run.executed().cells[1].outputs) <= 10_001


def test_many_short_cells_keep_to_the_time_limit(guest: Guest, tmp_path: Path) -> None:
    run = drive(guest, tmp_path, ["import time\ntime.sleep(0.3)"] * 200, seconds=3)
    stopped = run.one("cell", state="time limit")["number"]
    assert 2 < stopped < 30
    assert run.events[-1] == {"event": "end", "state": "time limit"}


def test_cells_that_all_show_much_leave_room_for_those_after_them(guest: Guest, tmp_path: Path) -> None:
    loud = f"print('x' * {2 * MAX_OUTPUT})"
    changing = "handle.update('changed by a later cell')"
    cells = ["handle = display('first', display_id=True)", *[loud] * 90, "print('F1 0.9')", changing]
    run = drive(guest, tmp_path, cells)
    assert run.cells[-2].text == "F1 0.9\n"
    assert run.cells[0].text == "'changed by a later cell'"
    assert all(cell.left_out for cell in run.cells[1:-2])


@pytest.mark.parametrize("count", [MAX_CELLS, 10 * MAX_CELLS])
def test_of_very_many_cells_the_first_are_read(count: int) -> None:
    cell: dict[str, Any] = {"cell_type": "code", "source": "1"}
    cells, total = read_cells(json.dumps({"cells": [cell] * count}).encode(), "work.ipynb")
    assert (len(cells), total) == (MAX_CELLS, count)

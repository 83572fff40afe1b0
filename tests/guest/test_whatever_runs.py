"""Whatever a cell does to its kernel, to its streams or to its end: the cell is told, and those after it run."""

import json
from pathlib import Path
from typing import Any

import pytest

from harness.wire.files import EXECUTED
from harness.wire.limits import MAX_OUTPUT

from .driving import Driven, Guest, drive

pytestmark = pytest.mark.guest

FINE = ("done", "")
with pytest.raises((SyntaxError, ValueError)) as refused:
    compile("\0", "a cell", "exec")  # One or the other, as this release of Python has it.
CELLS: list[tuple[str, tuple[str, str]]] = [
    ("print('a\0b')", ("error", refused.typename)),
    ("print('half a pair: \\ud83d', '\\udcee')", FINE),
    ("raise ValueError('\\ud83d')", ("error", "ValueError")),
    ("'\\ud83d'", FINE),
    ("raise KeyboardInterrupt('stop here')", ("error", "KeyboardInterrupt")),
    ("import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(1)", ("error", "KeyboardInterrupt")),
    ("class Silent(Exception):\n    def __str__(self):\n        raise RuntimeError\nraise Silent", ("error", "RuntimeError")),
    ("class Odd:\n    def _repr_html_(self):\n        raise LookupError('shown')\nOdd()", ("error", "LookupError")),
    ("class Bad:\n    def __repr__(self):\n        raise LookupError('shown')\nBad()", ("error", "LookupError")),
    ("import sys\nclass Tee:\n    def write(self, text):\n        pass\nsys.stdout = Tee()", FINE),
    ("print('after a tee')", FINE),
    ("sys.stdout = open('log.txt', 'w')\nsys.stdout.close()", FINE),
    ("print('after a closed file')", FINE),
    ("sys.stdout = None", FINE),
    ("sys.stdout = sys.__stdout__\nimport io\nsys.stdout = io.StringIO()", FINE),
    ("sys.stdout.flush()\nsys.stdout = None", FINE),
    ("raise BaseException('base')", ("error", "BaseException")),
    ("raise ExceptionGroup('many', [ValueError('one')])", ("error", "ExceptionGroup")),
    ("raise GeneratorExit", ("error", "GeneratorExit")),
    ("import asyncio\nawait asyncio.sleep(0)\nraise asyncio.CancelledError", ("error", "CancelledError")),
    ("if True:\n    quit()\nprint('never')", ("done", "SystemExit")),
    ("exit(3)", ("error", "SystemExit")),
    ("sys.exit('no data')", ("error", "SystemExit")),
    ("sys.exit()", ("done", "SystemExit")),
    ("while True:\n    if input('y/n? ') in ('y', 'n'):\n        break", ("error", "EOFError")),
    ("answers = [input() for _ in range(20)]\nassert int(answers[0]) == 10", FINE),
    ("print('the end')", FINE),
]  # fmt: skip


def _states(run: Driven) -> list[tuple[str, str]]:
    return [(cell["state"], cell.get("error", "")) for cell in run.of("cell") if cell["state"] != "running"]


def test_each_cell_is_told_and_the_next_one_runs(guest: Guest, tmp_path: Path) -> None:
    run = drive(guest, tmp_path, [source for source, _ in CELLS], seconds=60)
    pairs = zip(CELLS, _states(run), strict=True)
    wrong = "\n".join(f"{one} {found}" for one, found in pairs if one[1] != found)
    assert wrong == ""
    texts = {cell.source: cell.text for cell in run.cells}
    assert texts["print('after a tee')"] == "after a tee\n"
    assert texts["print('after a closed file')"] == "after a closed file\n"
    assert texts["print('the end')"] == "the end\n"
    assert run.notes() == []


STREAMS = """import codecs, io, sys
sys.stdout.reconfigure(encoding="utf-8", errors="replace")
sys.stderr.reconfigure(line_buffering=True)
sys.stdin.reconfigure(encoding="utf-8")
assert sys.stdin.readline() == ""
print("один")
sys.stdout.buffer.write("два\\n".encode())
sys.stdout.flush()
sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
print("три")
sys.stdout = codecs.getwriter("utf-8")(sys.stdout.detach())
print("четыре")
import asyncio
async def later():
    await asyncio.sleep(0)
    print("пять")
asyncio.run(later())
import helper
helper.fail()
"""
HELPER = "def fail():\n    print('шесть')\n    raise ValueError('wrong')\n"


def test_a_script_has_streams_of_bytes_and_a_helper_that_fails_is_named(guest: Guest, tmp_path: Path) -> None:
    run = drive(guest, tmp_path, STREAMS, beside={"helper.py": HELPER})
    cell = run.one("cell", state="error")
    assert (cell["error"], cell["message"], cell["line"]) == ("ValueError", "wrong", 19)
    assert (cell["file"], cell["file_line"]) == ("helper.py", 3)
    text = run.executed().cells[0].outputs[0]["text"]
    assert text.split() == ["один", "два", "три", "четыре", "пять", "шесть"]


FRAMES = """
import warnings
import matplotlib
warnings.warn("look")
def use():
    matplotlib.use(7)
try:
    {}["no"]
except KeyError:
    use()
"""


def test_a_traceback_holds_the_authors_names_and_none_of_ours(guest: Guest, tmp_path: Path) -> None:
    run = drive(guest, tmp_path, ["# Text", "", FRAMES, "import broken"], beside={"broken.py": "x = 1\nif\n"})
    first, second = run.of("cell", state="error")
    assert (first["error"], first["line"], first["file"]) == ("AttributeError", 10, "")
    assert (second["error"], second["line"], second["file"], second["file_line"]) == (
        "SyntaxError",
        1,
        "broken.py",
        2,
    )
    assert second["message"] == "invalid syntax"
    shown = json.dumps([first, second, run.executed()])
    for ours in ("harness/guest", "/tmp", "ipykernel_", str(tmp_path), str(guest.python.parent.parent)):
        assert ours not in shown
    assert "Cell 3, line 10" in first["traceback"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("# coding: cp1251\nx = 'привет'\nprint(x)\n".encode("cp1251"), None),
        ("# coding: utf-8\n\nx = 'привет'\n".encode("cp1251"), "solution.py is not text in utf-8 (line 3)"),
        ("x = 1\n# привет\n".encode("cp1251"), "solution.py is not text in utf-8 (line 2)"),
        ("print('привет')\n".encode("utf-16"), "solution.py is not text in utf-8 (line 1)"),
        (b"# coding: nonsense\n", "unknown encoding: nonsense"),
        (b"# coding: rot13\n", "solution.py is not text in rot13"),
        (b"# coding: utf-16\nx = 1\n", "solution.py is not text in utf-16 (line 2)"),
        (b"# coding: punycode\nx = 1\n", "solution.py is not text in punycode"),
        (b"# coding: punycode\n" + b"x" * 10**7, "solution.py is too long to be read in punycode"),
        ("\ufeffx = 'привет'\r\nif x:\r\n    print(x)\r\n".encode(), None),
    ],
)
def test_a_script_is_read_as_python_reads_it(tmp_path: Path, content: bytes, message: str | None) -> None:
    from harness.guest.run.entry import read_entry

    path = tmp_path / "solution.py"
    path.write_bytes(content)
    if message is None:
        assert "привет" in read_entry(path).cells[0].source
    else:
        with pytest.raises(SyntaxError) as error:
            read_entry(path)
        assert error.value.msg == message


def test_what_python_does_not_read_is_told_without_a_kernel(guest: Guest, tmp_path: Path) -> None:
    run = drive(guest, tmp_path, "", binary="x = 'привет'\n".encode("cp1251"))
    assert run.one("cell")["error"] == "SyntaxError"
    assert run.events[-1] == {"event": "end", "state": "error"}
    assert len(run.executed().cells) == 1


NOTEBOOKS: list[Any] = [
    {"cells": [{"cell_type": "code", "source": ["x = 1\n", "x"]}], "nbformat": 4},
    {"cells": [{"cell_type": "code", "source": "x = 1\r\nx", "outputs": 3, "metadata": None}]},
    {"cells": [{"source": "x = 1\nx", "id": "a"}, {"source": "", "id": "a"}], "nbformat": 4},
    {"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\n", "x"]}]}, {"cells": []}, 7]},
    {"worksheets": [{}, {"cells": [5, {"cell_type": "code", "input": "x = 1\nx"}]}], "nbformat": 2},
]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_notebook_with_gaps_is_read(tmp_path: Path, notebook: Any, encoding: str) -> None:
    from harness.guest.run.entry import read_entry

    path = tmp_path / "work.ipynb"
    path.write_bytes(json.dumps(notebook).encode(encoding))
    found = read_entry(path)
    assert found.cells[0].source == "x = 1\nx"
    assert found.cells[0].cell_type == "code"
    assert len({cell.id for cell in found.cells}) == len(found.cells)


LOUD = [
    "for _ in range(600):\n    print('x' * 99_999)\nprint('the results')",
    "import sys\nfor i in range(5_000):\n    print(i, end='\\r', flush=True)\nprint('done')",
    "for i in range(30_000):\n    print(f'{i} out ' + 'y' * 50)\n    print(f'{i} err', file=sys.stderr)\nprint('last')",
    "from IPython.display import display, Image, HTML, Markdown\n"
    "for _ in range(60):\n    display(Image(b'\\x89PNG' + bytes(10**6), format='png'))",
    "handle = display('first', display_id=True)\nfor _ in range(60):\n    handle.update(HTML('z' * 10**6))\n"
    "handle.update('final')",
    "raise ValueError('long ' * 10**6)",
    "display(HTML('<h2>Macro F1 = <b>0.91</b></h2>'), Markdown('accuracy **0.92**'))",
]


def test_of_long_output_both_ends_are_kept(guest: Guest, tmp_path: Path) -> None:
    run = drive(guest, tmp_path, LOUD)
    assert (run.out / EXECUTED).stat().st_size < 70 * 1024**2
    text, bar, mixed, pictures, updated, _, html = run.cells
    assert len(text.text) < MAX_OUTPUT + 100
    assert text.text.startswith("xxx")
    assert text.text.endswith("\nthe results\n")
    assert 59_000_000 < text.left_out < 61_000_000
    assert bar.text == "done\n"
    assert bar.left_out == 0
    assert mixed.text.startswith("0 out ")
    assert "\nlast\n" in mixed.text
    assert "left out" in mixed.text
    assert mixed.left_out > 1_000_000
    assert pictures.pictures == 60
    assert updated.text == "'final'"
    assert len(run.one("cell", number=6, state="error")["message"]) < 5000
    assert "Macro F1 = 0.91" in html.text
    assert "accuracy **0.92**" in html.text


WIDGETS = [
    "import ipywidgets as widgets\nfrom IPython.display import display\nout, other = widgets.Output(), widgets.Output()",
    "with out:\n    print('in a widget')\n    display(7)\ndisplay(widgets.Tab(children=[out]))\nprint('beside it')",
    "other.append_stdout('written into it')\nother.append_stdout(' and more')",
    "with out:\n    out.clear_output()\n    print('anew')",
    "display(widgets.HTML('<table><tr><td>F1</td><td>0.9</td></tr></table>'), widgets.Label('label 3'))",
    "import io, numpy as np, matplotlib.pyplot as plt\npicture = io.BytesIO()\n"
    "plt.imsave(picture, np.eye(28), format='png')\nwidgets.Image(value=picture.getvalue())",
    "@out.capture()\ndef show():\n    print('captured')\nshow()\nwith out:\n    raise ValueError('inside')",
]


def test_what_widgets_show_counts(guest: Guest, tmp_path: Path) -> None:
    run = drive(guest, tmp_path, WIDGETS)
    _, inside, written, anew, values, picture, captured = run.cells
    assert "in a widget\n\n7" in inside.text
    assert "beside it" in inside.text
    assert "written into it and more" in written.text.replace("\n", "")
    assert anew.text == "anew\n"
    assert "F1 0.9" in values.text
    assert "label 3" in values.text
    assert picture.pictures == 1
    assert "captured" in captured.text

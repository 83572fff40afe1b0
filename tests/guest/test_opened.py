"""What of a submission its own run opens is told. None of these needs TensorFlow."""

from pathlib import Path

import pytest

from .driving import Guest, drive

pytestmark = pytest.mark.guest
CELLS = [
    "import helper, json, os, pathlib\nprint(pathlib.Path('read me.txt').read_text())",
    "os.chdir('deep')\nprint(os.read(os.open('../weights.bin', os.O_RDONLY), 9), len(json.load(open('../work.ipynb'))['cells']))",
    "os.chdir('..')\nopen('written.txt', 'w').close()\nopen('made.txt', 'w').close()\nopen('made.txt').close()\n"
    "open('helper.py').close()\nopen('weights.bin').close()\n"
    "for name in ('missing.txt', '/etc/hostname'):\n    try:\n        open(name).close()\n    except OSError:\n        pass",
]


def test_files_that_were_handed_in_and_opened_to_read_are_told_once(guest: Guest, tmp_path: Path) -> None:
    names = ("read me.txt", "weights.bin", "written.txt", "not opened.txt")
    beside = {"helper.py": "x = 1", **dict.fromkeys(names, "some text")}
    cells = ["import os; os.mkdir('deep')", *CELLS]
    run = drive(guest, tmp_path, cells, beside=beside, seconds=60)
    assert [event["names"] for event in run.of("opened")] == [["read me.txt"], ["weights.bin", "work.ipynb"]]
    assert [cell["state"] for cell in run.of("cell") if cell["state"] != "running"] == ["done"] * 4

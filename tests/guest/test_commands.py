"""Commands of an environment that was made at another place."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness.guest.run import commands


def test_a_command_whose_python_is_gone_runs_with_the_one_that_is_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, temporary = tmp_path / "env" / "bin", tmp_path / "tmp"
    folder.mkdir(parents=True)
    temporary.mkdir()
    for name, first in (
        ("gone", "#!/nowhere/bin/python -I"),
        ("there", f"#!{sys.executable}"),
        ("plain", "x = 1"),
    ):
        (folder / name).write_text(f"{first}\nimport sys\nprint(sys.argv[1:])\n")
        (folder / name).chmod(0o755)
    (folder / "__pycache__").mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "env"))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    for name in ("PATH", *commands.PIP):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    commands.make_usable()
    made = [path.name for path in temporary.glob("commands-*/*")]
    assert made == ["gone"]
    found = shutil.which("gone")
    assert found is not None
    done = subprocess.run([found, "a b"], capture_output=True, text=True, check=True)
    assert done.stdout == "['a b']\n"
    there = shutil.which("there")
    assert there == str(folder / "there")

"""Our code as a sandbox gets it: with its bytecode."""

import subprocess
import sys
from pathlib import Path

from harness.sandbox.guest_asset import guest_asset
from tests.guest.driving import lay_out


def test_no_process_of_a_sandbox_compiles_our_code(tmp_path: Path) -> None:
    lay_out(guest_asset(), tmp_path)
    source = tmp_path / "harness" / "wire" / "files.py"
    source.write_text("raise AssertionError('this was compiled')")
    asked = "from harness.wire import files; print(files.array_of.__code__.co_filename)"
    said = subprocess.run(
        [sys.executable, "-P", "-c", asked],
        check=False,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert said.stdout.strip() == str(source), said.stderr


def test_code_for_another_python_travels_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "newer.py").write_text("def generic[T](): ...\n(a b)\n")
    files = guest_asset(tmp_path).files
    assert [name for name in files if "newer" in name] == ["harness_assignment/newer.py"]

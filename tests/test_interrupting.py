"""Ctrl-C: cleanly at first, then at once."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

PROGRAM = """
import os, signal, time
from harness.cli.interrupting import two_steps
with two_steps(is_terminal=False):
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(60)
    except KeyboardInterrupt:
        if {twice}:
            os.kill(os.getpid(), {second})
            time.sleep(60)
        print("cleaned up")
"""


@pytest.mark.parametrize("second", ["", "signal.SIGINT", "signal.SIGTERM"])
def test_the_first_is_clean_and_the_second_at_once(second: str) -> None:
    program = PROGRAM.format(twice=bool(second), second=second or 0)
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=50, check=False
    )
    assert "Ctrl-C once more ends at once" in ended.stderr
    assert ("Ended at once" in ended.stderr) is bool(second)
    assert (ended.returncode, ended.stdout) == ((130, "") if second else (0, "cleaned up\n"))

"""Scripts of the tests that the guest environment runs."""

from pathlib import Path

from tests.conftest import ROOT

_RUN = f"""
import os, runpy, sys
del sys.argv[0]
sys.path[0] = os.path.dirname(sys.argv[0])
sys.path.append({str(ROOT)!r})
from harness.guest.loading import quicker
quicker()
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def command_of(python: Path, script: Path, *arguments: str) -> list[str]:
    """What runs it there and imports TensorFlow as a sandbox does: in 1.5 s, where it else takes 4."""
    return [str(python), "-c", _RUN, str(script), *arguments]

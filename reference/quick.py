"""``python reference/quick.py MODULE ARGUMENTS``, or with a ``FILE.py`` in its place: runs it as Python does, but with this
project's code at hand, and TensorFlow is imported as in a sandbox, in 1.5 s, where it else takes 4."""

import runpy
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from harness.guest.loading import quicker  # noqa: E402

quicker()
del sys.argv[0]
if sys.argv[0].endswith(".py"):
    sys.path.insert(0, str(Path(sys.argv[0]).parent))
    runpy.run_path(sys.argv[0], run_name="__main__")
else:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)

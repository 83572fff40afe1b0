"""Which Python trains the zoo. Standard library only, as `noxfile.py` imports it before any environment exists."""

import os
from collections.abc import Mapping
from pathlib import Path

from harness.errors import UsageError
from harness.installation import Installation
from harness.sandbox.environment import Say, ensure_venv

VARIABLE = "HARNESS_ZOO_PYTHON"
ROOT = Path(__file__).resolve().parents[2]


def zoo_python(say: Say, environ: Mapping[str, str] = os.environ) -> Path:
    """The interpreter of the zoo environment: the one that ``HARNESS_ZOO_PYTHON`` names, else that of the
    environment made from ``locks/zoo.txt``, which is installed where it is missing.

    Raises:
        UsageError: the variable names no program.
        InfrastructureError: the environment cannot be made.
    """
    given = environ.get(VARIABLE)
    if not given:
        lock = ROOT / "locks" / "zoo.txt"
        return (
            ensure_venv(installation=Installation.in_folder(ROOT), prefix="zoo", lock=lock, say=say)
            / "bin"
            / "python"
        )
    python = Path(given).expanduser().absolute()
    if not os.access(python, os.X_OK) or python.is_dir():
        raise UsageError(
            f"{VARIABLE} is {given}, which is not a program: name the Python of the zoo environment."
        )
    return python

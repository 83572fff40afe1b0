"""Commands of the environment that work where it lies now: a script names its Python by an absolute path."""

import os
import sys
import tempfile
from pathlib import Path

PIP = {"PIP_RETRIES": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
"""There is no network here, and nobody to ask."""


def make_usable() -> None:
    """Puts commands first on the path that run those of the environment, where these name a Python that is not there:
    the next of that name on the path would be one of another Python."""
    os.environ.update(PIP)
    ours = Path(sys.prefix) / "bin"
    folder = Path(tempfile.mkdtemp(prefix="commands-"))
    for path in (path for path in ours.iterdir() if path.is_file()):
        with path.open("rb") as script:
            first = script.readline(1000).rstrip()
        if not first.startswith(b"#!/") or Path(os.fsdecode(first[2:].split()[0])).exists():
            continue
        command = folder / path.name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{path}" "$@"\n', encoding="utf-8")
        command.chmod(0o755)
    os.environ["PATH"] = os.pathsep.join([str(folder), str(ours), os.environ.get("PATH", os.defpath)])

"""Our guest code as an asset of a sandbox, and the commands that start it there."""

import hashlib
import py_compile
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.util import MAGIC_NUMBER
from pathlib import Path, PurePosixPath

from harness.sandbox.contract import OUT, Asset, Later, Sandbox
from harness.wire import variables

HARNESS = Path(__file__).parent.parent
PACKAGES = ("wire", "guest")
"""The packages of ours that a sandbox gets, under their own names, and nothing else of `HARNESS`."""
ASSIGNMENT = "harness_assignment"
"""The package that an assignment's own guest code is in a sandbox."""
NEVER = py_compile.PycInvalidationMode.UNCHECKED_HASH
"""Bytecode is taken without a look at its source: an asset does not change."""


@cache
def guest_asset(assignment_guest: Path | None = None) -> Asset:
    """The packages `PACKAGES` of ours, and the Python files of the folder ``assignment_guest`` as the package
    `ASSIGNMENT`, which may import them; with bytecode, which an interpreter of this version reads in place of compiling them in
    each of its processes."""
    files = {"harness/__init__.py": b""}
    for package in PACKAGES:
        files |= _package(HARNESS / package, f"harness/{package}")
    if assignment_guest is not None:
        files |= {f"{ASSIGNMENT}/__init__.py": b"", **_package(assignment_guest, ASSIGNMENT)}
    digest = hashlib.sha256(MAGIC_NUMBER)
    for name, content in files.items():
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return Asset(f"guest-{digest.hexdigest()[:24]}", Later(lambda: files | _bytecode(files)))


def _package(folder: Path, name: str) -> dict[str, bytes]:
    """The Python files of a folder, by their paths where the folder is called ``name``."""
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*.py"))
    }


def _bytecode(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What the import system reads in place of each file, by the path at which it looks; it puts in where they then lie."""
    compiled = {}
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "source.py", Path(folder) / "made.pyc"
        for name, content in files.items():
            path = PurePosixPath(name)
            cached = path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc"
            source.write_bytes(content)
            # What this Python cannot read may be meant for another one.
            with suppress(py_compile.PyCompileError):
                py_compile.compile(
                    str(source), str(made), name, doraise=True, optimize=0, invalidation_mode=NEVER
                )
                compiled[str(cached)] = made.read_bytes()
    return compiled


def guest_command(
    sandbox: Sandbox, module: str, arguments: Sequence[str], environment: Mapping[str, str]
) -> list[str]:
    """The command that runs a module of the guest package inside a sandbox."""
    pairs = [f"{name}={value}" for name, value in {**guest_variables(sandbox), **environment}.items()]
    # -P: the folder that was handed in may hold a harness.py, or an nbclient.py.
    return ["env", *pairs, sandbox.python, "-P", "-m", f"harness.guest.{module}", *arguments]


def guest_variables(sandbox: Sandbox) -> dict[str, str]:
    """The environment variables of every command of ours."""
    guest = sandbox.path("guest")
    return {
        "PYTHONPATH": guest,
        variables.GUEST: guest,
        variables.OUT: sandbox.path(OUT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # Off by default on processors without AVX-512, where it trains deep networks up to twice as fast.
        "TF_ENABLE_ONEDNN_OPTS": "1",
        # Threads of NumPy that have nothing to do look for work for a millisecond in the place of 25.
        "OPENBLAS_THREAD_TIMEOUT": "20",
    }

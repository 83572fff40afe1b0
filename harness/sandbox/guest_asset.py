"""Our guest code as an asset of a sandbox, and the commands that start it there."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from harness.sandbox.contract import OUT, Asset, Sandbox

GUEST = Path(__file__).parent.parent / "guest"
PACKAGE = "harness_guest"


@cache
def guest_asset() -> Asset:
    """The folder ``harness/guest`` under the package name that it has in a sandbox."""
    files = {
        f"{PACKAGE}/{path.relative_to(GUEST).as_posix()}": path.read_bytes()
        for path in sorted(GUEST.rglob("*.py"))
    }
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return Asset(f"guest-{digest.hexdigest()[:24]}", files)


def guest_command(
    sandbox: Sandbox, module: str, arguments: Sequence[str], environment: Mapping[str, str]
) -> list[str]:
    """The command that runs a module of the guest package inside a sandbox."""
    guest = sandbox.path("guest")
    variables = {
        "PYTHONPATH": guest,
        "HARNESS_GUEST": guest,
        "HARNESS_OUT": sandbox.path(OUT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # Off by default on processors without AVX-512, where it trains deep networks up to twice as fast.
        "TF_ENABLE_ONEDNN_OPTS": "1",
        **environment,
    }
    pairs = [f"{name}={value}" for name, value in variables.items()]
    return ["env", *pairs, sandbox.python, "-m", f"{PACKAGE}.{module}", *arguments]

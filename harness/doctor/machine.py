"""Python, what it has installed, and how the terminal writes."""

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from harness.doctor.asked import Asked
from harness.doctor.finding import Finding, bad, good, mind
from harness.plugins import OURS
from harness.sandbox.environment import find_uv
from harness.words.phrase import phrase

GIB = 1024**3


def look_at_python(asked: Asked) -> Iterator[Finding]:
    """The interpreter, and the packages that the harness needs of it."""
    yield good("python", phrase("doctor.python", version=platform.python_version(), path=sys.prefix))
    try:
        lines = [line for line in requires(OURS) or () if "extra ==" not in line]
    except PackageNotFoundError:
        return  # runs from its source, in an environment that somebody else made
    needed = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in lines]
    missing = [name for name in needed if not _installed(name)]
    if missing:
        yield bad(
            "packages", phrase("doctor.packages_missing", names=" ".join(missing), python=sys.executable)
        )
    else:
        yield good("packages", phrase("doctor.packages", count=len(needed)))


def look_at_uv(asked: Asked) -> Iterator[Finding]:
    """What installs environments."""
    uv = find_uv()
    yield mind("uv", phrase("doctor.uv_missing")) if uv is None else good("uv", phrase("doctor.uv", path=uv))


def look_at_locale(asked: Asked) -> Iterator[Finding]:
    """Whether the terminal can show every name."""
    encoding = (sys.stdout.encoding or "ascii").lower()
    if encoding.replace("_", "-") in ("utf-8", "utf8"):
        yield good("encoding", phrase("doctor.encoding", name="UTF-8"))
    else:
        yield mind("encoding", phrase("doctor.encoding_narrow", name=encoding))


def look_at_memory(asked: Asked) -> Iterator[Finding]:
    """Whether a sandbox can have the memory that the rubric grants it."""
    import psutil

    total = psutil.virtual_memory().total / GIB
    wanted = None if asked.rubric is None else asked.rubric.limits.memory_gb
    if wanted is not None and total < wanted:
        yield mind("memory", phrase("doctor.memory_short", total=round(total, 1), wanted=wanted))
    else:
        yield good("memory", phrase("doctor.memory", total=round(total, 1)))


def _installed(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True

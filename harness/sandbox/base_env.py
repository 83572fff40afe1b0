"""The environment variables that every command in a sandbox starts with."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def base_env(python: str, *, home: str, tmp: str, extra: Mapping[str, str]) -> dict[str, str]:
    """A small, clean environment: nothing of the host's own passes but what is in ``extra``.

    Raises ValueError for a name in ``extra`` that no environment takes.
    """
    bad = [name for name in extra if not _NAME.fullmatch(name)]
    if bad:
        raise ValueError(f"not the name of an environment variable: {bad[0]!r}")
    return {
        "PATH": f"{PurePosixPath(python).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": tmp,
        "LANG": "C.UTF-8",
        **extra,
    }

"""`open`, replaced once: parts are asked in turn for another path."""

import functools
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..patches.declare import Patch

Part = Callable[[Any, str, OSError | None], str | Path | None]
"""``part(file, mode, error)`` gives the path to open in the place of ``file``, or None. It is asked before the file is
opened, with None for ``error``, and again with the error where it cannot be opened."""


def changes(parts: Sequence[Part]) -> list[Patch]:
    """Of the two names of `open`; NumPy was imported before, and keeps the one that there was then."""
    opening = io.open

    def ask(file: Any, mode: str, error: OSError | None) -> str | Path | None:
        return next((path for part in parts if (path := part(file, mode, error)) is not None), None)

    @functools.wraps(opening)
    def open_(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        place = ask(file, mode, None)
        if place is None:
            try:
                return opening(file, mode, *args, **kwargs)
            except OSError as error:
                place = ask(file, mode, error)
                if place is None:
                    raise
        return opening(place, mode, *args, **kwargs)

    def make(original: Any) -> Any:
        return open_

    def with_ours(openers: dict[str | None, Any]) -> dict[str | None, Any]:
        return {**openers, None: open_}

    does = "Opens another file where a part says so."
    numpy_openers = "lib._datasource._file_openers._file_openers"
    return [
        *(Patch(module, "open", does, make) for module in ("builtins", "io")),
        Patch("numpy", numpy_openers, does, with_ours),
    ]

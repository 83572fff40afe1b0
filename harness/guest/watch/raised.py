"""What a cell raised, as its author knows it: without our frames, and with its place in the author's files."""

import linecache
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from ..patches.declare import Patch, around

OURS = ("harness", "harness_assignment")
"""Our packages in a sandbox."""
GENERATED = "__autograph_generated_file"
"""In the names of temporary files that AutoGraph makes of a function."""
MOST_CAUSES = 20
MOST_TEXT = 200

Place = dict[str, Any]
"""Of an error: ``line`` in the cell and the ``text`` of that line; ``file``, one of the author's, and ``file_line``, where
the error was raised below one."""

_place: Place = {}


def patches(shell: Any, packages: Path) -> list[Patch]:
    """Of how the shell finds the exception that it is to show; ``packages`` is the folder that holds `OURS`. What applies
    our patches is not seen either."""
    import wrapt

    ours = (*(f"{packages / name}/" for name in OURS), f"{Path(wrapt.__file__).parent}/")

    def without_ours(original: Any, *args: Any, **kwargs: Any) -> Any:
        kind, error, trace = original(*args, **kwargs)
        for one in _with_causes(error):
            one.__traceback__ = _without(one.__traceback__, ours)
        sys.last_traceback = _without(trace, ours)
        return kind, error, sys.last_traceback

    does = "Leaves our frames out of tracebacks."
    return [Patch("IPython", "_get_exc_info", does, around(without_ours), owner=lambda: shell)]


def keep(result: Any, namespace: dict[str, Any], home: Path) -> None:
    """Keeps where the error of a cell was raised, for `place`; ``home`` is the folder that was handed in."""
    global _place
    _place = {}
    if result is not None and result.error_before_exec is not None:
        # The cell could not be read, so the line is one of its own.
        _place = {"line": getattr(result.error_before_exec, "lineno", None)}
    elif result is not None and result.error_in_exec is not None:
        _place = _of_frames(result.error_in_exec, namespace, home)


def place() -> Place:
    """The place of the last cell's error; empty where there was none."""
    return _place


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception with those that it was raised for, or while they were handled."""
    for _ in range(MOST_CAUSES):
        if not isinstance(error, BaseException):
            return
        yield error
        error = error.__cause__ or error.__context__


def _without(trace: TracebackType | None, folders: tuple[str, ...]) -> TracebackType | None:
    """The traceback without frames of code in these folders, and of code that TensorFlow wrote."""
    kept = []
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if not name.startswith(folders) and GENERATED not in name:
            kept.append(trace)
        trace = trace.tb_next
    for one in reversed(kept):
        trace = TracebackType(trace, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return trace


def _of_frames(error: BaseException, namespace: dict[str, Any], home: Path) -> Place:
    found: Place = {}
    trace = error.__traceback__
    while trace is not None:
        frame, line = trace.tb_frame, trace.tb_lineno
        if "line" not in found and frame.f_globals is namespace:
            text = linecache.getline(frame.f_code.co_filename, line).strip()
            found |= {"line": line, "text": text[:MOST_TEXT]}
        if (name := _own(frame.f_code.co_filename, home)) is not None:
            found |= {"file": name, "file_line": line}
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and (name := _own(error.filename or "", home)) is not None:
        found |= {"file": name, "file_line": error.lineno}
    return found


def _own(path: str, home: Path) -> str | None:
    """The name of one of the author's files, relative to the folder; None for any other."""
    if not path.startswith(f"{home}/") or "/site-packages/" in path:
        return None
    return path.removeprefix(f"{home}/")

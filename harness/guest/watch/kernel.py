"""The kernel replies to each cell, whatever the cell did; without a reply a run would wait until its time is over."""

import sys
from collections.abc import Callable
from typing import Any

from ..patches.declare import Patch


def patches(shell: Any) -> list[Patch]:
    """Of the kernel that the shell belongs to."""
    replies = "Replies with an error where a cell broke the kernel's own work."
    encodes = "Encodes texts that UTF-8 cannot hold."
    return [
        Patch(
            "IPython", "kernel.do_execute", replies, lambda run: _replying(run, shell), owner=lambda: shell
        ),
        Patch("IPython", "kernel.session.pack", encodes, _packing, owner=lambda: shell),
    ]


def _replying(run: Callable[..., Any], shell: Any) -> Callable[..., Any]:
    streams = {"stdout": sys.stdout, "stderr": sys.stderr}

    async def do_execute(code: str, silent: bool, *args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            reply: dict[str, Any] = await run(code, silent, *args, **kwargs)
        except (Exception, KeyboardInterrupt, SystemExit) as error:  # noqa: BLE001 - it becomes the cell's error
            reply = {
                "status": "error",
                "ename": type(error).__name__,
                "evalue": _text(error),
                "traceback": [],
                "execution_count": shell.execution_count - 1,
                "user_expressions": {},
                "payload": [],
            }
        finally:
            _mend(streams)
        return reply

    return do_execute


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - the text is the student's code, too
        return ""


def _mend(streams: dict[str, Any]) -> None:
    """Puts the kernel's own stream back where a cell left one that is closed, or none, or one that cannot be flushed."""
    for name, ours in streams.items():
        try:
            getattr(sys, name).flush()
        except Exception:  # noqa: BLE001 - it is the student's object
            setattr(sys, name, ours)


def _packing(pack: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    def packed(message: Any) -> bytes:
        try:
            return pack(message)
        except UnicodeEncodeError:
            return pack(_encodable(message))

    return packed


def _encodable(value: Any) -> Any:
    """The same without halves of surrogate pairs."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encodable(item) for item in value]
    return value

"""The kernel's messages as the protocol has them. The kernel is student code, too, and may send anything at any rate."""

import asyncio
import time
from queue import Empty
from typing import Any

from harness.wire.text import ends

Message = dict[str, Any]

TURN = 50
"""Messages after which others have a turn: reading those that wait already gives none away."""
MAX_ERROR = 200_000
"""Characters of the message and of the traceback of an error that are looked at; far fewer are told."""


def guard(channel: Any) -> None:
    """Of a client's channel: gives messages that are of the protocol's form alone, and time to others meanwhile."""
    receive, taken = channel.get_msg, 0

    async def get_msg(timeout: float | None = None) -> Message:
        nonlocal taken
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            taken += 1
            if taken % TURN == 0:
                await asyncio.sleep(0)
            left = None if until is None else max(0.0, until - time.monotonic())
            try:
                message = readable(await receive(timeout=left))
            except Empty:
                raise
            except Exception:  # noqa: BLE001 - whatever is wrong with it, it is no message
                message = None
            if message is not None:
                return message
            if left == 0:
                raise Empty

    channel.get_msg = get_msg


def readable(message: Any) -> Message | None:
    """The message, its reply in the protocol's types; None where it is none."""
    parent, content = message.get("parent_header"), message.get("content")
    kind = message.get("msg_type")
    if not isinstance(parent, dict) or not isinstance(content, dict) or not isinstance(kind, str):
        return None
    if not isinstance(parent.get("msg_id", ""), str):
        return None
    if kind == "status" and not isinstance(content.get("execution_state"), str):
        return None
    if kind == "execute_reply":
        asked = content.get("user_expressions")
        content["user_expressions"] = asked if isinstance(asked, dict) else {}
        content["status"] = str(content.get("status"))
    if kind in ("execute_reply", "error"):
        trace = content.get("traceback")
        lines = list(map(str, trace)) if isinstance(trace, list) else []
        content |= {name: ends(str(content.get(name, "")), MAX_ERROR)[0] for name in ("ename", "evalue")}
        content["traceback"] = (
            lines if sum(map(len, lines)) <= MAX_ERROR else [ends("\n".join(lines), MAX_ERROR)[0]]
        )
    return {**message, "parent_header": parent, "content": content}

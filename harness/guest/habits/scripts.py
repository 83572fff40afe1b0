"""What a script may do and a cell may not: a cell runs in an event loop of the kernel's."""

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..patches.declare import Patch, around


def changes(shell: Any) -> list[Patch]:
    """Of `asyncio.run`, which a running loop refuses."""

    def run(original: Any, *args: Any, **kwargs: Any) -> Any:
        if "__file__" not in shell.user_ns or not _in_a_loop():
            return original(*args, **kwargs)
        # What is printed there belongs to the cell, too: the context says so.
        context = contextvars.copy_context()
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(context.run, original, *args, **kwargs).result()

    return [Patch("asyncio", "run", "Runs in a thread where a script's own loop cannot run.", around(run))]


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True

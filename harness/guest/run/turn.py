"""A run that gets ready before its turn: all that comes before a student's first cell is done, and nothing of it runs."""

import asyncio
import time
from typing import Any

from harness.wire import files
from harness.wire.events import Event
from harness.wire.limits import MAX_AHEAD

from .asking import Asker

SECONDS_TO_IMPORT = 120.0
SECONDS_TO_LOOK = 0.02


async def turn(run: Asker, notebook: Any, waits: float) -> bool:
    """Imports what the first cells are certain to import, says that all is ready, and waits at most so many seconds for the
    host; False where its turn does not come."""
    sources = first_sources(notebook)
    if await run.silently(f"_p.import_ahead({sources!r})", SECONDS_TO_IMPORT) is None:
        return False
    run.say({"event": Event.READY})
    begun, until = run.out / files.TURN, time.monotonic() + waits
    while not begun.exists():
        if time.monotonic() > until:
            return False
        await asyncio.sleep(SECONDS_TO_LOOK)
    begun.unlink()
    return True


def first_sources(notebook: Any) -> list[str]:
    """Of the first cells of code that have `MAX_AHEAD` characters together."""
    found, left = list[str](), MAX_AHEAD
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        left -= len(cell.source)
        if left < 0:
            break
        found.append(cell.source)
    return found

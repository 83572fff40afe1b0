"""Asks the student's own functions about the host's images, once the evidence of the run is closed."""

import asyncio
import time
from pathlib import Path
from typing import Any, Protocol

from harness.wire import files
from harness.wire.events import Event, Late


class Asker(Protocol):
    """What of a run is needed: its output folder, a way to the host, and one to the kernel."""

    out: Path

    def say(self, event: dict[str, Any]) -> None:
        """Tells the host."""

    async def silently(
        self, code: str, seconds: float, question: str = "True", late: Late | None = None
    ) -> str | None:
        """Runs code in the kernel; None where it did not end well in time."""


async def ask(run: Asker, for_images: float, to_answer: float) -> None:
    """Has them answer images that the host sends, where it sends any, and then some of these once more: before it sends
    them, the host takes the first answers out.

    ``for_images`` are the seconds in which the first images must come, ``to_answer`` those of all answers together.
    """
    if not await _arrived(run, files.IMAGES, for_images):
        return
    until = time.monotonic() + to_answer
    if await _answered(run, files.IMAGES, files.array_of(""), to_answer):
        # The run is whole without them.
        left = until - time.monotonic()
        if await _arrived(run, files.FRESH, min(for_images, left), must=False):
            await _answered(run, files.FRESH, files.fresh_of(""), until - time.monotonic())


async def _answered(run: Asker, images: str, ending: str, seconds: float) -> bool:
    where = (str(run.out / images), str(run.out / files.ANSWERS), ending)
    return await run.silently(f"_p.answer{where!r}", seconds, late=Late.FUNCTIONS) is not None


async def _arrived(run: Asker, name: str, seconds: float, *, must: bool = True) -> bool:
    """Asks the host for a file of images. One that must come and does not, though it is not refused, is told as late."""
    run.say({"event": Event.IMAGES})
    images, refused = run.out / name, run.out / files.NO_IMAGES
    until = time.monotonic() + seconds
    while not images.exists() and not refused.exists() and time.monotonic() < until:
        await asyncio.sleep(0.05)
    if must and not images.exists() and not refused.exists():
        run.say({"event": Event.LATE, "what": Late.IMAGES})
    return images.exists()

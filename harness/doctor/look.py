"""Looks at everything at once, each thing in a thread of its own, and waits for none of them for long."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator

from harness.doctor.asked import Asked
from harness.doctor.course import (
    look_at_data,
    look_at_folders,
    look_at_key,
    look_at_leaderboard,
    look_at_rubric,
)
from harness.doctor.finding import Finding, bad
from harness.doctor.machine import look_at_locale, look_at_memory, look_at_python, look_at_uv
from harness.doctor.sandboxes import look_at_bubblewrap, look_at_docker, look_at_the_choice
from harness.errors import HarnessError
from harness.words.phrase import phrase

Look = Callable[[Asked], Iterable[Finding]]
LOOKS: dict[str, Look] = {
    "python": look_at_python,
    "uv": look_at_uv,
    "encoding": look_at_locale,
    "memory": look_at_memory,
    "rubric": look_at_rubric,
    "data": look_at_data,
    "key": look_at_key,
    "results": look_at_folders,
    "docker": look_at_docker,
    "bubblewrap": look_at_bubblewrap,
    "sandbox": look_at_the_choice,
    "leaderboard": look_at_leaderboard,
}
"""By what each finds first; the order is that of the report."""
SECONDS = 45.0
"""For all looks together: an engine, a store or a network disk that hangs is told as that."""


def look_at_all(asked: Asked, looks: dict[str, Look] = LOOKS, seconds: float = SECONDS) -> list[Finding]:
    """What each look found, in their order. One that raises, or has not ended in time, is a finding itself."""
    running = [(about, *_start(look, asked, about)) for about, look in looks.items()]
    end = time.monotonic() + seconds
    return [finding for about, thread, found in running for finding in _ended(about, thread, found, end)]


def _start(look: Look, asked: Asked, about: str) -> tuple[threading.Thread, list[Finding]]:
    found = list[Finding]()

    def run() -> None:
        try:
            # One after the other, so that what was found before an error stays.
            for finding in look(asked):
                found.append(finding)
        except HarnessError as error:
            found.append(bad(about, phrase("doctor.said", why=error)))
        except Exception as error:  # noqa: BLE001 - told as a finding
            why = " ".join(f"{type(error).__name__}: {error}".split())
            found.append(bad(about, phrase("doctor.broke", about=about, why=why)))

    # A thread that hangs does not keep the command from ending.
    thread = threading.Thread(target=run, daemon=True, name=f"doctor-{about}")
    thread.start()
    return thread, found


def _ended(about: str, thread: threading.Thread, found: list[Finding], end: float) -> Iterator[Finding]:
    thread.join(max(0.0, end - time.monotonic()))
    hangs = thread.is_alive()
    yield from list(found)
    if hangs:
        yield bad(about, phrase("doctor.hangs", about=about))

"""A session of pytest that collects checks and runs none: whoever asks does that."""

import contextlib
import gc
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
Act = Callable[[Sequence[pytest.Item]], None]


class _Loop:
    """Hands what pytest collected to a function, in place of running it."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self.acted = False

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.acted = True
        self._act(session.items)
        return True


def with_collected(files: Sequence[Path], plugins: Sequence[object], act: Act) -> bool:
    """Calls ``act`` once with the checks of these files; whether pytest came so far. ``plugins`` are those of pytest."""
    options = [
        "-q",
        "--assert=plain",
        # Nobody reads where a check failed, and finding it takes longer than most checks.
        "--tb=native",
        "--noconftest",
        "--import-mode=importlib",
        # Nor what it printed.
        "--capture=no",
        "-p",
        "no:cacheprovider",
        # A verdict depends on nothing that happens to be installed, and loading plugins takes a tenth of all that is imported.
        "--disable-plugin-autoload",
    ]
    where = ["-c", str(FOLDER / "pytest.ini"), f"--rootdir={FOLDER}", *map(str, files)]
    loop = _Loop(act)
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        _old_is_no_garbage(),
    ):
        pytest.main([*options, *where], plugins=[*plugins, loop])
    return loop.acted


@contextlib.contextmanager
def _old_is_no_garbage() -> Iterator[None]:
    """Leaves what was there before out of garbage collections: pytest asks for two of them at its end, which took longer than
    most checks, the more was imported."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()

"""A sandbox on a machine of the cluster, as the driver asks for it: in calls that are short, with pieces that are small."""

import queue
import shutil
import tarfile
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from harness.sandbox.contract import Backend, Content, RunResult, Spec
from harness.sandbox.owned import work_folder

PIECE_BYTES = 8 * 1024**2
"""Of a file, in one call."""
_MOST_CHARACTERS = 4 * 1024**2
_MOST_LINES = 256
_WAIT_SECONDS, _FULL_SECONDS = 1.0, 0.1
"""For a next line, while none is there; for room, while there is none."""


class Started:
    """A sandbox, with a folder for what goes in and out. To be used from several threads, one call of a kind at a time.

    Raises `InfrastructureError` where it cannot be started.
    """

    def __init__(self, backend: Backend, spec: Spec, cancel: threading.Event) -> None:
        self._cancel = cancel
        self._runs = dict[int, _Run]()
        with ExitStack() as stack:
            self._folder = stack.enter_context(work_folder())
            self._sandbox = stack.enter_context(backend.start(spec))
            self._stack = stack.pop_all()

    @property
    def python(self) -> str:
        """As `Sandbox.python`."""
        return self._sandbox.python

    def path(self, directory: str) -> str:
        """As `Sandbox.path`."""
        return self._sandbox.path(directory)

    def take(self, token: str, pieces: Sequence[tuple[int, bytes]]) -> None:
        """Takes pieces of files that `put` will write, each with the number of its file. Raises OSError."""
        folder = self._folder / token
        folder.mkdir(exist_ok=True)
        for number, piece in pieces:
            with (folder / str(number)).open("ab") as file:
                file.write(piece)

    def put(self, directory: str, token: str, names: Sequence[str]) -> None:
        """As `Sandbox.put`, of the files that `take` took, by their numbers."""
        folder = self._folder / token
        files: dict[str, Content] = {name: folder / str(number) for number, name in enumerate(names)}
        self._sandbox.put(directory, files)
        for path in files.values():
            assert isinstance(path, Path)
            path.unlink()

    def begin(self, command: Sequence[str], timeout: float | None) -> int:
        """Begins with a command, as `Sandbox.run`; returns its number for `lines`."""
        run = _Run(lambda run: self._sandbox.run(command, timeout=timeout, on_line=run.on_line), self._cancel)
        number = len(self._runs)
        self._runs[number] = run
        return number

    def lines(self, number: int) -> tuple[list[str], RunResult | None]:
        """The next lines of a command, of which there may be none yet, and how it ended, once it has and no line is left.
        Raises what `Sandbox.run` raises."""
        return self._runs[number].lines()

    def stop(self) -> None:
        """Ends what runs, as Ctrl-C does."""
        self._cancel.set()

    def get(self, directory: str, token: str) -> int:
        """As `Sandbox.get`, for `read`; returns the number of bytes there are to read."""
        folder = self._folder / f"{token}-out"
        self._sandbox.get(directory, folder)
        packed = self._folder / token
        with tarfile.open(packed, "w", format=tarfile.PAX_FORMAT) as target:
            target.add(folder, arcname=".")
        shutil.rmtree(folder)
        return packed.stat().st_size

    def read(self, token: str, offset: int) -> bytes:
        """A piece of what `get` got."""
        with (self._folder / token).open("rb") as file:
            file.seek(offset)
            return file.read(PIECE_BYTES)

    def drop(self, token: str) -> None:
        """Forgets what `get` got."""
        (self._folder / token).unlink()

    def end(self) -> None:
        """Removes it. Raises `InfrastructureError`."""
        self._cancel.set()
        for run in self._runs.values():
            run.join()
        self._stack.close()


class _Run:
    """A command on its way, in a thread of its own; its lines wait here until they are fetched, and hold it back."""

    def __init__(self, run: Callable[["_Run"], RunResult], cancel: threading.Event) -> None:
        self._cancel, self._queue = cancel, queue.Queue[str | None](_MOST_LINES)
        self._result: RunResult | None = None
        self._ended = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._follow, args=(run,), name="run", daemon=True)
        self._thread.start()

    def _follow(self, run: Callable[["_Run"], RunResult]) -> None:
        try:
            self._result = run(self)
        except BaseException as error:  # noqa: BLE001 - raised again by `lines`
            self._error = error
        self._offer(None)

    def on_line(self, line: str) -> None:
        """Keeps a line; waits where too many are kept."""
        if not self._offer(line):
            raise KeyboardInterrupt

    def _offer(self, item: str | None) -> bool:
        while not self._cancel.is_set():
            try:
                self._queue.put(item, timeout=_FULL_SECONDS)
            except queue.Full:
                continue
            return True
        return False

    def lines(self) -> tuple[list[str], RunResult | None]:
        """As `Started.lines`."""
        found, characters = list[str](), 0
        while not self._ended and characters < _MOST_CHARACTERS:
            try:
                item = self._queue.get(not found, _WAIT_SECONDS)
            except queue.Empty:
                break
            if item is None:
                self._ended = True
                break
            found.append(item)
            characters += len(item)
        if found or not self._ended:
            return found, None
        if self._error is not None:
            raise self._error
        return [], self._result

    def join(self) -> None:
        """Waits for its end."""
        self._thread.join()

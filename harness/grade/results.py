"""The results folder: ``results/<submission>/<attempt>/``, each attempt whole or not there at all.

A submission's folder has the name that `harness.intake.names.results_name` gives it.
"""

import contextlib
import errno
import json
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from harness.errors import InfrastructureError, UsageError
from harness.grade.decided import decided
from harness.grade.decisions import decisions
from harness.grade.record import Grade
from harness.sandbox.owned import abandoned, owned_folder
from harness.words.phrase import Phrase, phrase
from harness.words.say import say as told

GRADE = "grade.json"
FEEDBACK = "feedback.html"
CELLS = "notebook.html"
"""The executed notebook as a page."""
PART = ".part-"
INTERRUPTED = "interrupted.jsonl"
"""In a submission's folder: a line for each attempt that ended with the command that made it."""
_BEGUN = ".begun.json"
_ROOM = ".room-"
ROOM_BYTES = 2 * 1024**2
"""Kept free for the grade, and as much for its page, from before student code runs: a full disk is seen then."""


class Attempt:
    """One attempt in the making: files go to a hidden folder, which takes its number when all is written."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self.folder = root, folder
        self.number = 1 + max(numbers(root), default=0)
        self.lost = dict[str, Phrase | str]()
        """Names of files that could not be kept, and why. An attempt goes on without them."""

    @property
    def target(self) -> Path:
        """Where the attempt will lie, if no other one takes its number."""
        return self._root / str(self.number)

    def reserve(self) -> None:
        """Takes the room that the grade will need, and says in a file what has begun. Raises OSError."""
        begun = {"started": _now(), "host": socket.gethostname(), "process": os.getpid()}
        (self.folder / _BEGUN).write_text(json.dumps(begun) + "\n", encoding="utf-8")
        for name in (GRADE, FEEDBACK):
            with (self.folder / f"{_ROOM}{name}").open("wb") as file:
                try:
                    os.posix_fallocate(file.fileno(), 0, ROOM_BYTES)
                except OSError as error:
                    if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS):
                        raise

    def write_text(self, name: str, text: str) -> None:
        """Keeps one file; where that fails, `lost` says so."""
        with self._keeping(name) as path:
            path.write_text(text, encoding="utf-8", errors="replace")

    def write_private(self, name: str, content: bytes) -> None:
        """Keeps one file that its owner alone can read; where that fails, `lost` says so."""
        with self._keeping(name) as path:
            path.touch(mode=0o600)
            path.write_bytes(content)

    def lose(self, name: str, why: Phrase | str) -> None:
        """Says that one file is not kept, and why, as for one that could not be written."""
        self.lost[name] = why

    @contextmanager
    def _keeping(self, name: str) -> Iterator[Path]:
        path = self.folder / name
        try:
            yield path
        except OSError as error:
            self.lost[name] = error.strerror or type(error).__name__
            # What is cut off in the middle would be read as whole.
            with contextlib.suppress(OSError):
                path.unlink()

    def put(self, name: str, text: str) -> None:
        """Writes one file whole, in the room that was kept for it where there is some. Raises OSError."""
        room = self.folder / f"{_ROOM}{name}"
        with room.open("r+b" if room.exists() else "xb") as file:
            file.write(text.encode("utf-8", "replace"))
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        room.replace(self.folder / name)

    def mend(self) -> None:
        """Makes the folder anew where somebody removed it meanwhile; `lost` then says so. Raises OSError."""
        if not self.folder.is_dir():
            self.lost["all"] = phrase("results.removed")
            self.folder.mkdir(parents=True)

    def below(self, name: str) -> "Attempt":
        """A part of this attempt with a folder of its own, which appears with the whole."""
        folder = self.folder / name
        folder.mkdir()
        return Attempt(self._root, folder)

    def publish(self, write: Callable[[int], None]) -> Path:
        """Gives the folder its number, after ``write(number)`` wrote the files that name it; two attempts that
        end at once get different numbers. Raises OSError where the folder cannot be written."""
        self.folder.chmod(0o755)
        while True:
            write(self.number)
            for name in (_BEGUN, f"{_ROOM}{GRADE}", f"{_ROOM}{FEEDBACK}"):
                (self.folder / name).unlink(missing_ok=True)
            target = self._root / str(self.number)
            try:
                # A rename onto an existing folder that is not empty fails, so none is ever overwritten.
                self.folder.rename(target)
                return target
            except OSError:
                if not target.exists():
                    raise
                self.number += 1


def numbers(root: Path) -> list[int]:
    """Numbers of the attempts in a submission's results folder."""
    return [int(path.name) for path in root.glob("*") if path.name.isdecimal()] if root.is_dir() else []


def submissions(results: Path) -> list[str]:
    """The names of the folders that hold attempts, sorted. Raises `UsageError` where the folder cannot be read."""
    try:
        return sorted(path.name for path in results.iterdir() if numbers(path)) if results.is_dir() else []
    except OSError as error:
        raise UsageError(
            phrase("results.unreadable", path=error.filename or results, why=error.strerror)
        ) from error


def replace_file(path: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Writes a file anew: a reader sees the old one or the new one, whole. Raises OSError."""
    handle, arriving = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)
        Path(arriving).chmod(mode)
        Path(arriving).replace(path)
    except BaseException:
        Path(arriving).unlink(missing_ok=True)
        raise


@contextmanager
def new_attempt(output: Path, submission: str) -> Iterator[Attempt]:
    """An attempt to write to. Leaving it unpublished, on Ctrl-C too, leaves nothing.

    Raises `InfrastructureError` where results cannot be written, or there is no room for a grade.
    """
    root = output / submission
    with contextlib.ExitStack() as stack:
        try:
            root.mkdir(parents=True, exist_ok=True)
            attempt = Attempt(root, stack.enter_context(owned_folder(root, PART)))
            attempt.reserve()
        except OSError as error:
            raise InfrastructureError(phrase("results.not_written", root=root, why=error.strerror)) from error
        yield attempt


def sweep(output: Path, say: Callable[[str], None]) -> None:
    """Removes what attempts left that were killed with their command, and says so: to the person, and in the file
    `INTERRUPTED` of the submission. They count for nothing, and nobody pays for them."""
    for root in sorted({path.parent for path in output.glob(f"*/{PART}*")}):
        for folder in abandoned(root, PART):
            try:
                begun = json.loads((folder / _BEGUN).read_text(encoding="utf-8"))
                when: Phrase | str = str(begun["started"])
            except (OSError, ValueError, KeyError, TypeError):
                begun, when = {}, phrase("results.unknown_time")
            with contextlib.suppress(OSError), (root / INTERRUPTED).open("a", encoding="utf-8") as file:
                file.write(json.dumps({**begun, "found": _now()}) + "\n")
            say(told(phrase("results.killed", name=root.name, when=when)))


def read_attempt(folder: Path) -> Grade:
    """The grade in an attempt's folder, as it counts after what persons decided. Raises `UsageError`."""
    return decided(Grade.read(folder / GRADE), decisions(folder.parent))


def attempts(output: Path, submission: str) -> Iterator[tuple[Grade, Path]]:
    """The attempts of a submission whose grade can be read, with their folders, the newest first, as they count after what
    persons decided."""
    root = output / submission
    written = decisions(root)
    for number in sorted(numbers(root), reverse=True):
        folder = root / str(number)
        try:
            grade = Grade.read(folder / GRADE)
        except UsageError:
            continue
        yield decided(grade, written), folder


def latest(output: Path, submission: str) -> tuple[Grade, Path] | None:
    """The newest attempt of a submission whose grade can be read, with its folder."""
    return next(attempts(output, submission), None)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

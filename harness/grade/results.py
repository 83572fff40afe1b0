"""The results folder: ``results/<submission>/<attempt>/``, each attempt whole or not there at all.

A submission's folder has the name that `harness.intake.names.results_name` gives it.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.errors import InfrastructureError, UsageError
from harness.grade.record import Grade

GRADE = "grade.json"
FEEDBACK = "feedback.html"
PART = ".part-"


class Attempt:
    """One attempt in the making: files go to a hidden folder, which takes its number when all is written."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self.folder = root, folder
        self.number = 1 + max(numbers(root), default=0)

    def write_text(self, name: str, text: str) -> None:
        """Writes one file."""
        (self.folder / name).write_text(text, encoding="utf-8", errors="replace")

    def copy(self, source: Path, name: str) -> None:
        """Copies one file."""
        shutil.copyfile(source, self.folder / name)

    def below(self, name: str) -> "Attempt":
        """A part of this attempt with a folder of its own, which appears with the whole."""
        folder = self.folder / name
        folder.mkdir()
        return Attempt(self._root, folder)

    def publish(self, write: Callable[[int], None]) -> Path:
        """Gives the folder its number, after ``write(number)`` wrote the files that name it; two attempts that
        end at once get different numbers."""
        self.folder.chmod(0o755)
        while True:
            write(self.number)
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


@contextmanager
def new_attempt(output: Path, submission: str) -> Iterator[Attempt]:
    """An attempt to write to. Leaving it unpublished, on Ctrl-C too, leaves nothing."""
    root = output / submission
    try:
        root.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=PART, dir=root))
    except OSError as error:
        raise InfrastructureError(
            f"Results cannot be written to {root} ({error.strerror}); give --output."
        ) from error
    try:
        yield Attempt(root, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def latest(output: Path, submission: str) -> tuple[Grade, Path] | None:
    """The newest readable attempt of a submission, with its folder."""
    root = output / submission
    for number in sorted(numbers(root), reverse=True):
        folder = root / str(number)
        try:
            return Grade.read(folder / GRADE), folder
        except UsageError:
            continue
    return None

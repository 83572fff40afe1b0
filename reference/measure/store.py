"""A folder of results: `results.json` (and the reference's `grade.json`), and the table and plots made from it alone."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from harness.errors import InfrastructureError, UsageError
from harness.grade.record import Grade
from harness.sandbox.environment import Say
from harness.sandbox.locking import exclusive
from reference.measure.graded import FILE as GRADE
from reference.measure.graded import section
from reference.measure.results import ExperimentNote, Results, Row
from reference.measure.table import markdown

RESULTS = "results.json"
TABLE = "results.md"
PLOT = "results.png"
EXPERIMENTS = "experiments"


class Store:
    """The results in one folder. Files are replaced whole, so an interrupt leaves the old or the new ones.

    Args:
        folder: made with the first row.
        locks: folder for the lock that lets two commands add rows at once.
        say: tells a person that it waits.
    """

    def __init__(self, folder: Path, locks: Path, say: Say) -> None:
        self.folder = folder
        name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
        self._lock, self._say = locks / f"results-{name}.lock", say
        self._changed = False

    def read(self) -> Results:
        """The rows so far; none where there is no file. Raises `UsageError` where the file is not such a file."""
        path = self.folder / RESULTS
        try:
            return Results.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return Results()
        except (OSError, ValidationError) as error:
            first = str(error).splitlines()[0]
            raise UsageError(f"{path} cannot be read ({first}): mend it, or move it away.") from error

    def put(self, row: Row, note: ExperimentNote | None, order: Sequence[str]) -> None:
        """Adds a row, or replaces the one of its name and protocol, and writes `results.json` and the table.

        Raises:
            UsageError: the file there is no results file.
            InfrastructureError: it cannot be written.
        """
        waiting = f"Another command is writing to {self.folder}; waiting for it."
        with exclusive(self._lock, say=self._say, waiting=waiting):
            results = self.read().with_row(row, note, order)
            self._write(RESULTS, results.text().encode())
            self._changed = True
            self._write(TABLE, self.page(results))

    def finish(self) -> None:
        """Brings table and plots up to date with the rows. Raises as `put` does."""
        if not (self.folder / RESULTS).is_file():
            return
        results = self.read()
        page = self.page(results)
        if self._content(TABLE) != page:
            self._write(TABLE, page)
        from reference.measure import plot  # imports matplotlib, which takes a second

        if plot.has_scores(results):
            self._plot(PLOT, lambda: plot.networks_figure(results))
        for name in results.experiments:
            if plot.has_curves(results, name):
                self._plot(f"{EXPERIMENTS}/{name}.png", partial(plot.experiment_figure, results, name))
        self._changed = False

    def page(self, results: Results) -> bytes:
        """The table, with the grade of the reference solution where it lies beside the rows."""
        path = self.folder / GRADE
        graded = section(Grade.read(path)) if path.is_file() else ""
        return "\n".join(filter(None, [markdown(results), graded])).encode()

    def _plot(self, name: str, draw: Callable[[], bytes]) -> None:
        if self._changed or self._content(name) is None:
            self._write(name, draw())

    def _content(self, name: str) -> bytes | None:
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None

    def _write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(part).chmod(0o644)
                Path(part).replace(path)
            except BaseException:
                Path(part).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise InfrastructureError(
                f"{path} cannot be written ({error.strerror}); give --output."
            ) from error

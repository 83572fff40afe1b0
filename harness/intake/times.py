"""When work was handed in, as far as anybody says so."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from harness.errors import UsageError
from harness.intake.files import is_skipped
from harness.intake.roster import read_table
from harness.words.phrase import Phrase, phrase

FILES = "files"
"""As ``--times`` takes it: the times of the files are those of handing in."""
_FORMATS = ("%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S")


@dataclass(frozen=True)
class Arrival:
    """``at`` is the moment; None where it is not known. ``late`` is what ``platform`` says, None where it says nothing."""

    at: datetime | None = None
    late: bool | None = None
    platform: str = ""

    def at_time(self, at: datetime | None) -> "Arrival":
        """The same with a moment, where there is one."""
        return self if at is None else replace(self, at=at)


def read_times(path: Path, zone: tzinfo) -> dict[str, datetime]:
    """Moments by the name of the submission (column ``id`` or ``name``), from the column ``submitted_at``.

    Raises `UsageError` where the table cannot be read, or a time in it.
    """
    found = dict[str, datetime]()
    for line, row in read_table(path, phrase("roster.times"), ("submitted_at",)):
        name, text = row.get("id") or row.get("name", ""), row.get("submitted_at", "")
        if not name:
            raise UsageError(phrase("times.no_name", path=path, line=line))
        if text:
            found[name] = parse_time(text, zone, phrase("times.line", path=path, line=line))
    return found


def parse_time(text: str, zone: tzinfo, where: str | Phrase) -> datetime:
    """A moment as ISO 8601 or as ``20.11.2026 23:59``; without an offset it is in ``zone``. Raises `UsageError`."""
    for form in (None, *_FORMATS):
        try:
            # A form has no zone; that is added.
            moment = datetime.fromisoformat(text) if form is None else datetime.strptime(text, form)  # noqa: DTZ007
            return (moment.replace(tzinfo=zone) if moment.tzinfo is None else moment).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    raise UsageError(phrase("times.no_time", where=where, text=text[:40]))


def file_time(paths: Iterable[Path]) -> datetime | None:
    """The newest change of files and of what lies in folders; None where an archive did not say one."""
    newest = max((path.lstat().st_mtime for top in paths for path in _files(top)), default=0.0)
    return datetime.fromtimestamp(newest, UTC) if newest > 0 else None


def _files(top: Path) -> Iterator[Path]:
    if not top.is_dir():
        yield top
        return
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if not is_skipped(name)]
        yield from (Path(folder, name) for name in files if not is_skipped(name))

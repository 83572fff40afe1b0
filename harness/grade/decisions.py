"""All that persons decided on one student's work: one file that is written by commands and may be edited by hand."""

import contextlib
import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.errors import UsageError
from harness.grade.decision import DECISION, Decision
from harness.grade.entries import KINDS, Entry, RejectEntry, ReleaseEntry
from harness.words.phrase import Phrase, phrase
from harness.yaml_lines import Written, fault, read_yaml

DECISIONS = "decisions.yaml"
"""In a submission's folder, beside its attempts."""
MOST_BYTES = 1024**2


@dataclass(frozen=True)
class Decisions:
    """What the file of one submission holds, the oldest first. ``lines`` are where each entry begins, ``unread`` says why the
    file cannot be read, with file and line."""

    root: Path
    entries: tuple[Entry, ...] = ()
    lines: tuple[int, ...] = ()
    unread: Phrase | None = None

    def on(self, attempt: int, content_hash: str) -> Iterator[tuple[Entry, str]]:
        """The entries about one attempt, each with the place where it stands: those about its work."""
        for entry, line in zip(self.entries, self.lines, strict=True):
            work = entry.work or _work(self.root / str(entry.attempt))
            if work == content_hash or (work is None and entry.attempt == attempt):
                yield entry, f"{self.root / DECISIONS}:{line}" if line else str(self.root / DECISIONS)


def decisions(root: Path) -> Decisions:
    """What was decided on the submission whose attempts lie in ``root``, those of `DECISION` files first."""
    entries, lines, unread = list[Entry](), list[int](), None
    try:
        entries = sorted(_old(root), key=lambda entry: entry.at)
        lines = [0] * len(entries)
        if (text := text_of(root / DECISIONS)) is not None:
            written, places = entries_of(read_yaml(root / DECISIONS, text))
            entries, lines = [*entries, *written], [*lines, *places]
    except UsageError as error:
        unread = error.phrase
    return Decisions(root, tuple(entries), tuple(lines), unread)


def text_of(path: Path) -> str | None:
    """What the file holds; None where there is none. Raises `UsageError`."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise UsageError(phrase("decide.too_large", path=path, most=MOST_BYTES))
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(phrase("stored.cannot_read", path=path, why=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise UsageError(phrase("decide.not_utf8", path=path)) from error


def entries_of(written: Written) -> tuple[list[Entry], list[int]]:
    """The entries and the lines where they begin. Raises `UsageError` with file and line."""
    if written.data is None:
        return [], []
    if not isinstance(written.data, list):
        raise written.at((), phrase("decide.list_needed"), "")
    entries = [_entry(written, place, data) for place, data in enumerate(written.data)]
    return entries, [written.line((place,)) for place in range(len(entries))]


def _entry(written: Written, place: int, data: Any) -> Entry:
    if not isinstance(data, dict):
        raise written.at((place,), phrase("decide.no_decision", kinds=KINDS), "")
    kind = data.get("decision")
    if not isinstance(kind, str) or kind not in KINDS:
        like = difflib.get_close_matches(str(kind), KINDS, n=1)
        if kind is None:
            why = phrase("decide.no_kind", kinds=KINDS)
        else:
            why = phrase("decide.unknown_kind", kind=str(kind), like=like[0] if like else None, kinds=KINDS)
        raise written.at((place, "decision"), why, "")
    try:
        return KINDS[kind].model_validate(data)
    except ValidationError as error:
        location, message = fault(error)
        raise written.at((place, *location), message, ".".join(map(str, location))) from error


def _work(folder: Path) -> str | None:
    """The content hash of an attempt; None where it cannot be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads((folder / "grade.json").read_bytes())["content_hash"])
    return None


def _old(root: Path) -> Iterator[Entry]:
    """Releases and rejections that stand beside their grades. Raises `UsageError`."""
    try:
        found = sorted(root.glob(f"*/{DECISION}"))
    except OSError:
        return
    for path in found:
        if path.parent.name.isdecimal() and (decision := Decision.read(path.parent)) is not None:
            common: dict[str, Any] = {
                "attempt": int(path.parent.name),
                "by": decision.by,
                "at": decision.at,
                "work": _work(path.parent),
                "why": decision.why,
                "reasons": decision.reasons,
            }
            if decision.releases:
                yield ReleaseEntry.model_construct(decision="release", **common)
            else:
                yield RejectEntry.model_construct(decision="reject", **common)

"""Writes one more decision into a student's file of decisions."""

from pathlib import Path

import yaml

from harness.errors import InfrastructureError, UsageError
from harness.grade.decisions import DECISIONS, entries_of, text_of
from harness.grade.entries import Entry
from harness.grade.results import replace_file
from harness.sandbox.locking import exclusive
from harness.words.phrase import phrase
from harness.yaml_lines import read_yaml

LOCK_SECONDS = 30.0
_HEADER = """\
# What people decided on this student's work, the oldest first. Of two decisions on one thing the last one counts.
# This file may be edited by hand; `harness override NAME` then checks it and writes the pages anew.
"""


def add(root: Path, entry: Entry) -> None:
    """Writes one more decision at the end of the file; what stands there stays as it is, comments and all.

    Raises:
        UsageError: the file cannot be read as it is, or its list is written so that nothing can be added at its end.
        InfrastructureError: it cannot be written.
    """
    path = root / DECISIONS
    try:
        lock = root / f".{DECISIONS}.lock"
        with exclusive(lock, say=lambda _: None, waiting="", seconds=LOCK_SECONDS):
            before = text_of(path)
            known, _ = entries_of(read_yaml(path, before or ""))
            text = before if before and before.strip() else _HEADER
            text += "" if text.endswith("\n") else "\n"
            text += _as_text(entry)
            try:
                after, _ = entries_of(read_yaml(path, text))
            except UsageError:
                after = []
            if after != [*known, entry]:
                raise UsageError(phrase("decide.no_list", path=path))
            replace_file(path, text)
    except OSError as error:
        raise InfrastructureError(phrase("decide.not_written", folder=root, why=error.strerror)) from error


def _as_text(entry: Entry) -> str:
    data = {
        "decision": entry.decision,
        **entry.model_dump(exclude={"decision", "work"}, exclude_none=True),
        "work": entry.work,
    }
    return yaml.safe_dump([data], sort_keys=False, allow_unicode=True, width=110)

"""Verdicts kept beside an attempt's evidence, for the teacher alone: no check is asked twice for the same answer."""

import hashlib
import threading
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError

from harness.checks.case import Verdict, View
from harness.checks.kept import KEPT
from harness.evidence.network import Record
from harness.grade.record import Status
from harness.grade.version import version_check

KNOWN = "verdicts.json"
KNOWN_VERSION = 1
MAX_BYTES = 16 * 1024**2
Ask = Callable[[Mapping[View, Collection[str]]], dict[View, dict[str, Verdict]]]
GROUPS = ((View.GRADED, View.TWIN, View.COPIED), (View.OWN, View.SILENT))
"""Views of a work with a run on a twin, by which of them are looked at together."""


class _Answer(Record):
    """A verdict, and what it was made of: `harness.checks.identity.ids_of` of its check."""

    of: str
    verdict: Verdict


class Known(Record):
    """The verdicts on the evidence whose file has this SHA-256, by what checks looked at, and by the names of checks."""

    schema_version: int = KNOWN_VERSION
    evidence: str
    answers: dict[View, dict[str, _Answer]] = Field(default_factory=dict)

    _is_ours = version_check(KNOWN_VERSION)

    @classmethod
    def nothing(cls, evidence: bytes) -> Self:
        """Of evidence, as its file holds it, on which no check was asked."""
        return cls(evidence=hashlib.sha256(evidence).hexdigest())

    @classmethod
    def read(cls, folder: Path) -> Self:
        """What is known of the evidence in an attempt's folder: nothing where the file is not there, is damaged, or is of other
        evidence. Raises OSError where there is no evidence."""
        nothing = cls.nothing((folder / KEPT).read_bytes())
        try:
            with (folder / KNOWN).open("rb") as file:
                known = cls.model_validate_json(file.read(MAX_BYTES))
        except (OSError, ValidationError):
            return nothing
        return known if known.evidence == nothing.evidence else nothing

    def get(self, view: View, ids: Mapping[str, str], names: Collection[str]) -> dict[str, Verdict]:
        """The verdicts of those of these checks that would say the same today."""
        answers = self.answers.get(view, {})
        return {
            name: answers[name].verdict
            for name in names
            if name in answers and answers[name].of == ids.get(name)
        }

    def adding(self, view: View, ids: Mapping[str, str], verdicts: Mapping[str, Verdict]) -> Self:
        """With these verdicts too, but for those that broke, and those of checks without an id: they are asked each time."""
        added = {
            name: _Answer(of=ids[name], verdict=verdict)
            for name, verdict in verdicts.items()
            if name in ids and verdict.status is not Status.ERROR
        }
        return self.model_copy(update={"answers": {**self.answers, view: self.answers.get(view, {}) | added}})

    def content(self) -> bytes:
        """What the file holds."""
        return self.model_dump_json().encode()


class Remembering:
    """Answers for one attempt from what is known of it, and asks for the rest; to be used from several threads at once."""

    def __init__(
        self, folder: Path, ids: Mapping[str, str], ask: Ask, *, anew: bool = False, has_twin: bool = False
    ) -> None:
        """Raises OSError where there is no evidence. ``anew`` asks for everything; ``has_twin`` says whether a run on a twin
        is looked at, too."""
        self._ids, self._ask, self._has_twin = ids, ask, has_twin
        self._was = self.known = Known.read(folder)
        if anew:
            self.known = self.known.model_copy(update={"answers": {}})
        self._said = dict[View, dict[str, Verdict]]()
        self._lock = threading.Lock()

    def verdicts(self, view: View, names: Collection[str]) -> dict[str, Verdict]:
        """The verdict of each of these checks."""
        with self._lock:
            if not self._said.get(view, {}).keys() >= set(names):
                self._look_at(view, names)
            return {name: self._said[view][name] for name in names}

    def _look_at(self, view: View, names: Collection[str]) -> None:
        """Finds what these checks say of a view, and of those that belong to it."""
        group = next(group for group in GROUPS if view in group) if self._has_twin else (view,)
        for one in group:
            self._said[one] = self.known.get(one, self._ids, names)
        asked = {one: [name for name in names if name not in self._said[one]] for one in group}
        if asked := {one: lacking for one, lacking in asked.items() if lacking}:
            for one, answers in self._ask(asked).items():
                self.known = self.known.adding(one, self._ids, answers)
                self._said[one] |= answers

    @property
    def learned(self) -> bool:
        """Whether something is known now that was not."""
        return self.known != self._was

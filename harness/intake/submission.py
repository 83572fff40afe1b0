"""A student's folder or file: who it is of, which file is the entry, and what all of it hashes to."""

import codecs
import hashlib
import io
import tokenize
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from harness.errors import UsageError
from harness.intake.archives.unpack import is_archive, is_strange
from harness.intake.files import Contents
from harness.intake.names import results_name, shown_name
from harness.intake.notebook import MAX_BYTES, why_unreadable
from harness.intake.work import ENTRIES, Part, may_be_why, read_work
from harness.outcome import Outcome
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

MAX_MODULE_BYTES = 1024**2
MAX_MODULES_BYTES = 4 * 1024**2
MAX_NOTES = 20
MOST_NAMED = 3
SCRIPT = "solution.py"
SLOW = ("idna", "punycode")
"""Encodings whose decoding takes a time that grows with the square of a text's length."""


def is_script(entry: str) -> bool:
    """Whether an entry is a script, and so no notebook."""
    return entry.endswith(".py")


class SubmissionError(Exception):
    """The folder cannot be run; the outcome and one sentence say why. It is a result, not a failure of ours."""

    def __init__(self, outcome: Outcome, reason: Phrase) -> None:
        super().__init__(say(reason))
        self.outcome = outcome
        self.reason = reason


@dataclass(frozen=True)
class Submission:
    """What a student handed in, read whole: what is run is what was hashed.

    ``name`` is for people; ``results_name`` is the name of its results folder and tells it from every other.
    ``files`` are bytes by name relative to the folder; ``remarks`` say, by name, what was left out and why.
    """

    name: str
    results_name: str
    files: dict[str, bytes]
    remarks: dict[str, Phrase]
    content_hash: str

    @property
    def notes(self) -> list[Phrase]:
        """A sentence for each thing that was left out or renamed."""
        notes = [phrase("remark.is", name=name, remark=remark) for name, remark in self.remarks.items()]
        more = len(notes) - MAX_NOTES
        return notes if more <= 0 else [*notes[:MAX_NOTES], phrase("note.more_names", count=more)]

    def entry(self) -> str:
        """The name of the file to run. Raises `SubmissionError` where there is none, or more than one."""
        top = [name for name in self.files if "/" not in name]
        notebooks = sorted(name for name in top if name.endswith(".ipynb"))
        scripts = sorted(name for name in top if name.endswith(".py"))
        if len(notebooks) > 1:
            reason = phrase("entry.notebooks", count=len(notebooks), names=notebooks)
            raise SubmissionError(Outcome.TWO_ENTRIES, reason)
        if notebooks:
            why = why_unreadable(notebooks[0], self.files[notebooks[0]])
            if why is not None:
                raise SubmissionError(Outcome.NOT_A_NOTEBOOK, why)
            return notebooks[0]
        scripts = [SCRIPT] if SCRIPT in scripts else scripts
        if len(scripts) > 1:
            reason = phrase("entry.scripts", count=len(scripts), names=scripts, script=SCRIPT)
            raise SubmissionError(Outcome.TWO_ENTRIES, reason)
        if scripts:
            if len(self.files[scripts[0]]) > MAX_BYTES:
                reason = phrase("entry.large_script", name=scripts[0], megabytes=MAX_BYTES // 1024**2)
                raise SubmissionError(Outcome.NO_ENTRY, reason)
            return scripts[0]
        remark = next(
            (
                phrase("remark.of", name=one, remark=said)
                for one, said in self.remarks.items()
                if may_be_why(one)
            ),
            None,
        )
        below = sorted(name for name in self.files if "/" in name and name.endswith(".ipynb"))
        reason = phrase("entry.none", script=SCRIPT, remark=remark, below=below[:MOST_NAMED])
        raise SubmissionError(Outcome.NO_ENTRY, reason)

    def modules(self) -> dict[str, str]:
        """Module name to source of the Python files beside the entry, those nearest to it first.

        What is not text in the encoding that it names (UTF-8 where it names none),
        larger than `MAX_MODULE_BYTES`, or beyond `MAX_MODULES_BYTES` of all, is left out.
        """
        found, left = dict[str, str](), MAX_MODULES_BYTES
        for name, content in sorted(self.files.items(), key=lambda item: (item[0].count("/"), item[0])):
            if name.endswith(".py") and len(content) <= min(MAX_MODULE_BYTES, left):
                with suppress(SyntaxError, UnicodeError, LookupError):
                    parts = name.removesuffix(".py").removesuffix("/__init__").split("/")
                    found[".".join(parts)] = _source(content)
                    left -= len(content)
        return found


def _source(content: bytes) -> str:
    """The text of a Python file, by its coding line (PEP 263). Raises `SyntaxError`, `UnicodeError` or `LookupError`
    where it is none."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    if codecs.lookup(encoding).name in SLOW:
        raise LookupError(encoding)
    return io.TextIOWrapper(io.BytesIO(content), encoding).read()


def read_submission(path: Path) -> Submission:
    """Reads a folder, what an archive holds, or a single file as a folder of one. What cannot be used is left out, see
    `Submission.notes`.

    Raises `UsageError` where the path is a link or none of these, a file that is neither notebook nor script, and where
    it cannot be read or is too large; `InfrastructureError` where an archive cannot be unpacked.
    """
    shown = shown_name(str(path))
    try:
        # The last part must stay what was given: a link that a student made may lead anywhere.
        path = path.resolve() if path.name in ("", "..") else path.parent.resolve() / path.name
        if path.is_symlink():
            raise UsageError(phrase("work.link", shown=shown))
        is_folder, is_file = path.is_dir(), path.is_file()
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        raise UsageError(phrase("work.endless", shown=shown[:200])) from error
    if not path.name or not (is_folder or is_file):
        raise UsageError(phrase("work.none", shown=shown))
    if is_file and is_strange(path.name):
        raise UsageError(phrase("work.strange", shown=shown))
    if is_file and not path.name.endswith(ENTRIES) and not is_archive(path.name):
        raise UsageError(phrase("work.neither", shown=shown))
    return make_submission(path.name, read_work([Part(path)]))


def make_submission(name: str, contents: Contents) -> Submission:
    """The submission of this name, with these files."""
    digest = hashlib.sha256()
    for relative, content in contents.files.items():
        digest.update(relative.encode() + b"\0" + hashlib.sha256(content).digest())
    return Submission(
        name=shown_name(name),
        results_name=results_name(name),
        files=contents.files,
        remarks=contents.notes,
        content_hash=digest.hexdigest(),
    )

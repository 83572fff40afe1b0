"""A student's folder or file: which file is the entry, and what all of it hashes to."""

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from harness.errors import UsageError
from harness.outcome import Outcome

MAX_BYTES = 256 * 1024**2
MAX_FILES = 2000
MAX_MODULE_BYTES = 1024**2
MAX_MODULES_BYTES = 4 * 1024**2
MAX_NOTEBOOK_BYTES = 64 * 1024**2
SCRIPT = "solution.py"
SKIPPED = {"__pycache__", ".ipynb_checkpoints", "__MACOSX"}


class SubmissionError(Exception):
    """The folder cannot be run; the outcome and one sentence say why. It is a result, not a failure of ours."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


@dataclass(frozen=True)
class Submission:
    """What a student handed in: ``files`` are names relative to its folder, with where they lie."""

    name: str
    files: dict[str, Path]
    content_hash: str

    def entry(self) -> str:
        """The name of the file to run. Raises `SubmissionError` where there is none, or more than one."""
        top = [name for name in self.files if "/" not in name]
        notebooks = sorted(name for name in top if name.endswith(".ipynb"))
        scripts = sorted(name for name in top if name.endswith(".py"))
        if len(notebooks) > 1:
            listed = ", ".join(notebooks)
            reason = (
                f"There are {len(notebooks)} notebooks ({listed}); hand in one, the others in a subfolder."
            )
            raise SubmissionError(Outcome.TWO_ENTRIES, reason)
        if notebooks:
            self._check_notebook(notebooks[0])
            return notebooks[0]
        if SCRIPT in scripts:
            return SCRIPT
        if len(scripts) > 1:
            reason = f"There are {len(scripts)} scripts ({', '.join(scripts)}) and none is called {SCRIPT}; name one so."
            raise SubmissionError(Outcome.TWO_ENTRIES, reason)
        if scripts:
            return scripts[0]
        reason = f"There is no notebook (.ipynb) and no {SCRIPT} at the top of the folder; put one there."
        raise SubmissionError(Outcome.NO_ENTRY, reason)

    def modules(self) -> dict[str, str]:
        """Module name to source of the Python files beside the entry, those nearest to it first.

        What is no text in UTF-8, larger than `MAX_MODULE_BYTES`, or beyond `MAX_MODULES_BYTES` of all, is left out.
        """
        found, left = dict[str, str](), MAX_MODULES_BYTES
        for name, path in sorted(self.files.items(), key=lambda item: (item[0].count("/"), item[0])):
            size = path.stat().st_size
            if name.endswith(".py") and size <= min(MAX_MODULE_BYTES, left):
                with suppress(OSError, UnicodeDecodeError):
                    parts = name.removesuffix(".py").removesuffix("/__init__").split("/")
                    found[".".join(parts)] = path.read_text(encoding="utf-8-sig")
                    left -= size
        return found

    def _check_notebook(self, name: str) -> None:
        path = self.files[name]
        why = None
        if path.stat().st_size > MAX_NOTEBOOK_BYTES:
            why = f"is larger than {MAX_NOTEBOOK_BYTES // 1024**2} MB; clear its outputs"
        else:
            try:
                data = json.loads(path.read_text(encoding="utf-8-sig"))
                if not isinstance(data, dict) or not isinstance(
                    data.get("cells", data.get("worksheets")), list
                ):
                    why = "is JSON, but no notebook; save it again from Jupyter"
            except (ValueError, RecursionError):
                why = "is no JSON; save it again from Jupyter as a notebook"
        if why is not None:
            raise SubmissionError(Outcome.NOT_A_NOTEBOOK, f"{name} {why}.")


def read_submission(path: Path) -> Submission:
    """Reads a folder, or a single file as a folder of one. Links are left out.
    Raises `UsageError` where the path is neither, or the folder is too large."""
    path = path.absolute()
    if path.is_file():
        files = {path.name: path}
        name = path.stem
    elif path.is_dir():
        files = {}
        for item in sorted(path.rglob("*")):
            parts = item.relative_to(path).parts
            hidden = any(part in SKIPPED or part.startswith(".") for part in parts)
            if item.is_file() and not item.is_symlink() and not hidden:
                files["/".join(parts)] = item
        name = path.name
    else:
        raise UsageError(f"There is no submission at {path}; give a student's folder, notebook or script.")
    size = sum(item.stat().st_size for item in files.values())
    if size > MAX_BYTES or len(files) > MAX_FILES:
        limit = f"{MAX_BYTES // 1024**2} MB or {MAX_FILES} files"
        raise UsageError(
            f"The submission {path} is larger than {limit}; leave data sets and checkpoints out."
        )
    digest = hashlib.sha256()
    for relative, item in files.items():
        digest.update(relative.encode() + b"\0" + hashlib.sha256(item.read_bytes()).digest())
    return Submission(re.sub(r"[^\w.-]+", "_", name) or "submission", files, digest.hexdigest())

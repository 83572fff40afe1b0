"""The code of a submission that is compared with that of others: cells of a notebook, scripts and modules."""

from dataclasses import dataclass
from pathlib import Path

from harness.errors import UsageError
from harness.evidence.provenance.parse import PYTHON_MAGICS
from harness.intake.files import read_file, read_folder
from harness.intake.notebook import why_unreadable
from harness.intake.submission import Submission
from harness.wire.entry import read_cells
from harness.words.phrase import phrase
from harness.words.say import say

MAX_CHARACTERS = 200_000
"""Of the code of one work that are compared; a long work has a tenth of them."""
MAX_KNOWN_CHARACTERS = 2_000_000
_WRITTEN = ("writefile", "file")


@dataclass(frozen=True)
class Code:
    """The code of one work as one text, in which cells and files follow each other: ``parts`` are the characters from and to
    of each. ``cut`` where it was longer than `MAX_CHARACTERS`; ``why`` says why there is none."""

    name: str
    text: str
    parts: tuple[tuple[int, int], ...] = ()
    cut: bool = False
    why: str = ""


def code_of(submission: Submission) -> Code:
    """The code of a submission: of all notebooks, scripts and modules in it. Nothing of it is run."""
    return _joined(submission.name, submission.files, MAX_CHARACTERS)


def known_code(path: Path) -> Code:
    """All code in a folder that a teacher handed out or named as known, or in one file. Raises `UsageError` where it cannot be
    read, or is too long."""
    files = (read_folder(path) if path.is_dir() else read_file(path)).files
    code = _joined(path.name, files, MAX_KNOWN_CHARACTERS)
    if code.cut:
        raise UsageError(phrase("likeness.large", path=path, most=MAX_KNOWN_CHARACTERS))
    return code


def _joined(name: str, files: dict[str, bytes], most: int) -> Code:
    texts, parts, place, left, broken = list[str](), list[tuple[int, int]](), 0, most, list[str]()
    for file, content in files.items():
        if not file.endswith((".ipynb", ".py")):
            continue
        try:
            cells = _cells(file, content)
        except (SyntaxError, ValueError):
            broken.append(file)
            continue
        for number, text in cells:
            if left <= 0:
                break
            heading = f"# {file}" + (f", cell {number}" if number else "")
            texts.append(f"{heading}\n{text[:left]}\n\n")
            parts.append((place, place + len(texts[-1])))
            place, left = place + len(texts[-1]), left - len(text)
    why = say(phrase("likeness.unreadable", file=broken[0]) if broken else phrase("likeness.empty"))
    return Code(name, "".join(texts), tuple(parts), left < 0, "" if parts else why)


def _cells(file: str, content: bytes) -> list[tuple[int, str]]:
    """Number and code of each cell that is Python; a script is one, with the number 0. Raises `SyntaxError` or `ValueError`
    where there is none."""
    is_notebook = file.endswith(".ipynb")
    if is_notebook and why_unreadable(file, content) is not None:
        raise ValueError(file)
    cells, _ = read_cells(content, file)
    found = [
        (number if is_notebook else 0, _python(cell.text))
        for number, cell in enumerate(cells, 1)
        if cell.code
    ]
    return [(number, text) for number, text in found if text.strip()]


def _python(cell: str) -> str:
    """The cell without the lines that IPython alone understands; empty where it is of another language."""
    first = cell.lstrip()
    if first.startswith("%%") and not first[2:].startswith((*PYTHON_MAGICS, *_WRITTEN)):
        return ""
    lines = cell.split("\n")
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!", "?")))

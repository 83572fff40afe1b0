"""Errors that are there only because an earlier cell failed: what it was to define or to write is missing."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from keyword import iskeyword

from harness.evidence.schema import CellRun, Evidence
from harness.wire.events import CellState
from harness.words.phrase import Phrase, phrase

MOST_CELLS = 100
MAX_LINE = 1000
_FAILED = (CellState.ERROR, CellState.TIME_LIMIT)
_UNDEFINED = re.compile(r"^name '(\w+)' is not defined")
_NO_FILE = re.compile(r"No such file or directory|unable to open file|File not found")
_FILE = re.compile(r"[=']\s*'?([^\s'\"=]+\.\w+)")
_DEFINITION = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)")
_IMPORT = re.compile(r"(?:from\s+[\w.]+\s+)?import\s+(.*)")
_WORD = re.compile(r"\w+|\"[^\"]*\"?|'[^']*'?|#.*|:=|[-+*/%&|^@]=|[=!<>]=|\S")
_COMPARED = ("==", "!=", "<=", ">=", "<", ">")
_NO_TARGET = "\"'#"
"""What a line begins with, or a text, before whose end no name gets a value."""


def follow_up(cell: CellRun, evidence: Evidence) -> Phrase | None:
    """What of an earlier cell's failure this one's error comes from; None where it does not, or nobody knows."""
    failed = (one for one in evidence.cells if one.number < cell.number and one.state in _FAILED)
    earlier = list(islice(failed, MOST_CELLS))
    if cell.error == "NameError" and (found := _UNDEFINED.match(cell.message)) is not None:
        name = found[1]
        maker = _last(one for one in earlier if defines(_source(one, evidence), name))
        if maker is not None:
            return phrase("follow_up.name", name=name, cell=maker.number, stopped=_stopped(maker))
    elif (name := _missing_file(cell.message)) != "":
        maker = _last(one for one in earlier if name in _source(one, evidence) and name not in one.message)
        if maker is not None:
            return phrase("follow_up.file", name=name, cell=maker.number, stopped=_stopped(maker))
    return None


def _missing_file(message: str) -> str:
    """Name of the file, without folders, that an error of the system or of h5py misses; empty for other errors."""
    said = _NO_FILE.search(message)
    # The name is looked for after the first place alone: after each would cost the square of the text.
    found = None if said is None else _FILE.search(message[said.end() :].partition("\n")[0])
    return "" if found is None else found[1].rpartition("/")[2]


def _last(cells: Iterable[CellRun]) -> CellRun | None:
    return next(reversed(list(cells)), None)


def _stopped(cell: CellRun) -> bool:
    return cell.state == CellState.TIME_LIMIT


def _source(cell: CellRun, evidence: Evidence) -> str:
    return next((one.source for one in evidence.notebook if one.number == cell.number), cell.source)


def defines(source: str, name: str) -> bool:
    """Whether the code gives the name a value at its top, outside functions and classes; read line by line, so that code
    which is not Python can be asked, too."""
    inside: int | None = None
    for line in source.splitlines():
        code = line.strip()[:MAX_LINE]
        indent = len(line) - len(line.lstrip())
        if not code or (inside is not None and indent > inside):
            continue
        inside = None
        if (found := _DEFINITION.match(code)) is not None:
            inside = indent
            if found[1] == name:
                return True
        elif name in _names(code):
            return True
    return False


def _names(code: str) -> set[str]:
    """Names that a line of code gives a value."""
    if (found := _IMPORT.match(code)) is not None:
        # Of `a.b as c` the name is c, of `a.b` it is a.
        parts = (
            part.split(" as ")[-1].split(".")[0] for part in found[1].split("#")[0].strip("()").split(",")
        )
        return {part.strip() for part in parts}
    words = _WORD.findall(code)
    return {*_targets(words), *_bound(words)}


def _bound(words: list[str]) -> Iterator[str]:
    """Names that loops, comprehensions, ``with`` and ``:=`` give a value."""
    ends: tuple[str, ...] = ()
    previous = ""
    for word in words:
        if word == ":=" or word in ends:
            ends = ()
        if word == ":=" or (ends and previous != "."):
            yield from _name(previous if word == ":=" else word)
        if word == "for":
            ends = ("in",)
        elif word == "as" and "with" in words[:2]:
            ends = (",", ":")
        previous = word


def _targets(words: list[str]) -> list[str]:
    """Names that an assignment gives a value; empty where the line is none, and for parts of other objects."""
    names: list[str] = []
    inside, previous, annotated = 0, "", False
    for word, following in pairwise([*words, ""]):
        if word.endswith("=") and word not in _COMPARED:
            return names
        if word[0] in _NO_TARGET or word in _COMPARED or (word == "(" and previous.isidentifier()):
            return []
        inside += (word == "[" and (inside > 0 or _is_value(previous))) - (word == "]" and inside > 0)
        if word == ":" and inside == 0:
            names, annotated = ([], False) if iskeyword(words[0]) else (names, True)
        if not (annotated or inside or previous == "." or following in (".", "[")):
            names += _name(word)
        previous = word
    return []


def _is_value(word: str) -> bool:
    """Whether a bracket after it takes a part of a value."""
    return word in ("]", ")") or word.isidentifier()


def _name(word: str) -> list[str]:
    return [word] if word.isidentifier() and not iskeyword(word) else []

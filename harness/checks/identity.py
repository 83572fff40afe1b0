"""What the verdict of a check depends on beside the evidence, as one text: the check's own file, the code of ours that it
imports, what runs it, and the packages of this environment.

Code of ours is followed import by import. Code of others (a teacher's file, an assignment from elsewhere) may read a clock or a
file; where it imports or names anything that is not known to compute alone, its verdict is never taken as known.
"""

import ast
import functools
import hashlib
import json
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

from harness.checks.names import Place
from harness.evidence.provenance.sources import DataCalls
from harness.syntax import tree_of

PACKAGE = Path(__file__).parent.parent
RUNNERS = (PACKAGE / "checks" / "run.py", PACKAGE / "checks" / "kept.py")
"""What reads the evidence, and runs all checks."""
WORDS = PACKAGE / "words"
"""Its folders hold sentences, a language each: what a verdict says is kept as codes."""
PURE_ROOMS = ("assignments", "checks", "evidence", "grade", "words", "wire")
"""Of our package, what others' checks may import."""
_PURE = """
    __future__ abc ast bisect cmath collections contextlib copy dataclasses decimal difflib enum fractions functools heapq
    itertools json math numbers numpy operator pytest re statistics string textwrap types typing unicodedata
"""
PURE = frozenset(_PURE.split())
"""Packages that compute alone, but for `IMPURE_PARTS` of them."""
IMPURE_BUILTINS = frozenset(
    ("__builtins__", "__file__", "__import__", "compile", "eval", "exec", "input", "open")
)
_PARTS = "ctypeslib fromfile genfromtxt importorskip load loadtxt memmap open_memmap random tofile"
IMPURE_PARTS = frozenset(_PARTS.split())
"""Parts of these packages by which code reaches a file, chance, or a module by its name."""


_OURS = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<module>\S+)[ \t]+import[ \t]+(?P<names>\([^)]*\)|.*)|import[ \t]+(?P<modules>.*))$",
    re.MULTILINE,
)
_WORDS = re.compile(r"[\w.]+")


class _UnknownError(Exception):
    """Nobody knows what this code depends on."""


def ids_of(places: Mapping[str, Place], fixtures: Path, calls: DataCalls) -> dict[str, str]:
    """Of each check, by its name in the rubric, a text that changes with whatever its verdict depends on beside the evidence;
    a check of which that is not known is not among them.

    Args:
        places: where each check is.
        fixtures: a file of pytest fixtures for them, which need not be there.
        calls: how the student's code may ask for the data.
    """
    shared = json.dumps([_environment(), calls.model_dump()], sort_keys=True, default=sorted)
    found = dict[str, str]()
    for name, place in places.items():
        roots = [*RUNNERS, place.file, *([fixtures] if fixtures.is_file() else [])]
        try:
            code = [[_name(path), _digest(path)] for path in sorted(_closure(roots))]
        except (_UnknownError, OSError, SyntaxError, ValueError):
            continue
        text = json.dumps([shared, place.function, code])
        found[name] = hashlib.sha256(text.encode()).hexdigest()
    return found


@functools.cache
def _environment() -> str:
    """Changes with Python and with every package that is installed."""
    digest = hashlib.sha256(f"{sys.version}\n{platform.machine()}\n".encode())
    # RECORD names the package and its version; the name of a distribution is parsed from its metadata, which takes long.
    for one in sorted(
        each.read_text("RECORD") or f"{each.name} {each.version}" for each in metadata.distributions()
    ):
        digest.update(one.encode() + b"\0")
    return digest.hexdigest()


@functools.cache
def _name(path: Path) -> str:
    """The same wherever the harness and the course lie."""
    return path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else path.name


@functools.cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _closure(roots: list[Path]) -> set[Path]:
    """These files, and those of ours that they import, and so on. Raises `_UnknownError`."""
    found, waiting = set[Path](), list(roots)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported(path)
    return found


@functools.cache
def _imported(path: Path) -> frozenset[Path]:
    """The files of ours that one file imports, anywhere in it. Raises `_UnknownError` for one of others that is not known to
    compute alone."""
    source = path.read_bytes()
    ours = path.is_relative_to(PACKAGE)
    files = set[Path]()
    for module, names in imports_of_ours(source.decode()) if ours else _imports_of_others(source):
        first, *rest = module.split(".")
        if first == PACKAGE.name:
            if not (ours or (rest and rest[0] in PURE_ROOMS)):
                raise _UnknownError(module)
            files.update(path for path in _files(rest, names) if path.parent.parent != WORDS)
        elif not (ours or first in PURE):
            raise _UnknownError(module)
    return frozenset(files)


def imports_of_ours(source: str) -> Iterator[tuple[str, list[str]]]:
    """Each module that a file of ours imports, and what is taken from it, as its lines say: a tree takes thirty times
    as long. What only looks like an import, in a text, names nothing that is there, or one file too many. Raises `_UnknownError`
    where it imports by dots."""
    for found in _OURS.finditer(source):
        if (found["module"] or "").startswith("."):
            raise _UnknownError(found["module"])
        words = _WORDS.findall(re.sub(r"#.*", "", found["names"] or found["modules"]))
        if found["names"]:
            yield found["module"], words
        else:
            yield from ((module, []) for module in words)


def _look_for_impure(tree: ast.Module) -> None:
    """Raises `_UnknownError` where the file names what does not compute alone."""
    for node in ast.walk(tree):
        named, impure = list[str](), IMPURE_PARTS
        if isinstance(node, ast.Name):
            named, impure = [node.id], IMPURE_BUILTINS
        elif isinstance(node, ast.Attribute):
            named = [node.attr]
        elif isinstance(node, ast.alias):
            named = node.name.split(".")
        if found := impure.intersection(named):
            raise _UnknownError(min(found))


def _imports_of_others(source: bytes) -> Iterator[tuple[str, list[str]]]:
    """Likewise, of a file that is not ours. Raises `_UnknownError` where it names what does not compute alone, or imports by
    dots."""
    tree = tree_of(source)
    _look_for_impure(tree)
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise _UnknownError("." * node.level)
            yield node.module or "", [alias.name for alias in node.names]


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """All statements below this one; what they compute is not looked at, which takes ten times as long."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for one in getattr(node, part, ()):
            yield one
            yield from _statements(one)


def _files(parts: list[str], names: list[str]) -> Iterator[Path]:
    """The files of ours that ``from harness.PARTS import NAMES`` runs."""
    for depth in range(len(parts) + 1):
        yield from _file(parts[:depth])
    for name in names:
        yield from _file([*parts, name])


def _file(parts: list[str]) -> Iterator[Path]:
    """The file of a module of ours, where there is one."""
    place = PACKAGE.joinpath(*parts)
    if parts and place.with_suffix(".py").is_file():
        yield place.with_suffix(".py")
    elif (place / "__init__.py").is_file():
        yield place / "__init__.py"

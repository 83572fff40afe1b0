"""Source of strangers becomes syntax trees here and nowhere else: bounded in length, in time linear in it."""

import ast

from harness.errors import HarnessError
from harness.evidence.provenance.magics import RUN_SCRIPT, script_of, timed_by
from harness.syntax import tree_of
from harness.words.phrase import phrase

MAX_SOURCE = 1_000_000
"""Characters of all sources of one program together."""
PYTHON_MAGICS = ("time", "capture", "prun", "timeit")
"""Cell magics, by how they begin, whose cell is Python all the same."""


class TooLongError(HarnessError):
    """The program is too long, or nested too deep, to be followed."""


class Parser:
    """Parses the sources of one program; the budget of ``limit`` characters is for all of them together."""

    def __init__(self, limit: int = MAX_SOURCE) -> None:
        self._left = limit

    def parse(self, source: str) -> ast.Module | None:
        """The syntax tree of a cell without its magics and shell commands, or of a module; None where it is not Python.

        Raises `TooLongError` where it is too long, or nested too deep, to be parsed.
        """
        self._left -= len(source)
        if self._left < 0:
            raise TooLongError(phrase("follow.sources"))
        if _is_other_language(source):
            return ast.Module(body=[], type_ignores=[])
        # A line of plain Python may begin with % too.
        for text in (source, "\n".join(map(_plain, source.splitlines()))):
            try:
                return tree_of(text)
            except (SyntaxError, ValueError):
                continue
            except (RecursionError, MemoryError):
                raise TooLongError(phrase("follow.nested")) from None
        return None


def _is_other_language(source: str) -> bool:
    """True for a cell such as ``%%bash``."""
    first = source.lstrip()
    return first.startswith("%%") and _in_word(first[2:3]) and not first[2:].startswith(PYTHON_MAGICS)


def _plain(line: str) -> str:
    """The line with an empty statement for what IPython alone understands; a script that it runs, or a statement that
    it times, stays."""
    code = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    if (timed := timed_by(code)) is not None:
        return f"{indent}{timed}"
    if (script := script_of(code)) is not None:
        return f"{indent}{RUN_SCRIPT}({script!r})"
    if code.startswith(("%", "!", "?")):
        return f"{indent}pass"
    targets, equals, value = code.partition("=")
    if equals and value.lstrip().startswith(("%", "!")) and _are_names(targets):
        return f"{indent}{targets.rstrip()} = None"
    asked = code.rstrip("?")
    if 1 <= len(code) - len(asked) <= 2 and _in_word(asked[:1]) and _in_word(asked.replace(".", "")):
        return f"{indent}pass"
    return line


def _are_names(text: str) -> bool:
    """True for ``a`` and ``a, b``."""
    return _in_word(text[:1]) and _in_word(text.replace(",", "").replace(" ", ""))


def _in_word(text: str) -> bool:
    """True for letters, digits and underscores, at least one of them."""
    return text.replace("_", "a").isalnum()

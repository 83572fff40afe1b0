"""YAML that a person wrote: what it holds, and the line of each part of it."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from harness.errors import UsageError, wrong_value
from harness.words.phrase import Phrase, phrase

Location = Sequence[int | str]

_DEEPEST = 1000
"""Levels below which libyaml composes; it ends the process where there are very many."""


@dataclass(frozen=True)
class Written:
    """The text of a file, read: ``data`` is plain Python (None for an empty file)."""

    path: Path
    data: Any
    node: yaml.Node | None

    def line(self, location: Location) -> int:
        """The line (from 1) of the deepest part of ``location`` that the file has; keys that it lacks are passed over."""
        node, line = self.node, 1 if self.node is None else self.node.start_mark.line + 1
        for part in location:
            following: yaml.Node | None = None
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value == part:
                        following, line = value, key.start_mark.line + 1
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                following = node.value[part]
                line = following.start_mark.line + 1
            node = following or node
        return line

    def at(self, location: Location, why: Phrase | str, called: str | None = None) -> UsageError:
        """An error that names file, line and place, which is ``called`` so where that is not clear by its location."""
        place = ".".join(map(str, location)) if called is None else called
        said = phrase("text", text=why) if isinstance(why, str) else why
        return UsageError(
            phrase("rubric.at", path=self.path, line=self.line(location), place=place, why=said)
        )

    def wrong(self, error: ValidationError) -> UsageError:
        """The first fault that pydantic found, with file, line and place."""
        return self.at(*fault(error))


def fault(error: ValidationError) -> tuple[Location, Phrase]:
    """Where the first fault is that pydantic found, and what it is."""
    first = error.errors()[0]
    return first["loc"], wrong_value(first)


def read_yaml(path: Path, text: str) -> Written:
    """Reads the text of the file ``path``; tags and keys that stand twice are refused. Raises `UsageError`."""
    try:
        node = _compose(text)
        data = None if node is None else yaml.constructor.SafeConstructor().construct_document(node)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or phrase("rubric.unparsed")
        raise UsageError(phrase("rubric.not_yaml", where=where, problem=problem)) from error
    except RecursionError as error:
        raise UsageError(phrase("rubric.not_yaml", where=path, problem=phrase("yaml.deep"))) from error
    for key in _twice(node):
        raise UsageError(phrase("yaml.twice", where=f"{path}:{key.start_mark.line + 1}", key=key.value))
    return Written(path, data, node)


def _compose(text: str) -> yaml.Node | None:
    """The nodes of YAML. Raises `yaml.YAMLError` and `RecursionError`."""
    # A level of flow takes a bracket, and a level of blocks a column, each at most two levels.
    levels = 2 * (text.count("[") + text.count("{") + max(map(len, text.splitlines()), default=0))
    if levels < _DEEPEST and hasattr(yaml, "CSafeLoader"):
        # libyaml takes a twentieth of the time. What is wrong is said in the words of the other.
        with contextlib.suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=yaml.CSafeLoader)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _twice(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """Keys that stood in their mapping before, of which YAML would take the last without a word."""
    # An alias is the node that it names: each is looked at once, or nine lines would stand for a billion.
    waiting, known = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in known:
            continue
        known.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            seen = set[str]()
            for key, value in node.value:
                waiting.append(value)
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        yield key
                    seen.add(key.value)

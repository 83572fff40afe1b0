"""How a command that is being typed may go on, out of what the parser knows."""

import argparse
import itertools
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import ModuleType

from harness.cli.parser import Parser, make_parser
from harness.errors import HarnessError

_SET = "="


def continuations(verbs: Sequence[ModuleType], words: Sequence[str]) -> list[str]:
    """What the last of the words may become; nothing where it is free text, or the name of a file.

    Args:
        verbs: the modules of the verbs.
        words: those after the name of the program, up to the cursor; the last one may be empty. A shell may have split
            ``--option=value`` at the sign.
    """
    top, own = make_parser(verbs)
    *before, word = words or [""]
    if not before:
        return _fitting([*top.options(), *own] if word.startswith("-") else own, word)
    if before[0] not in own:
        return []
    parser = own[before[0]]
    before = [one for one in before[1:] if one != _SET]
    word = "" if word == _SET else word
    option = _waiting(parser, before)
    if option is not None:
        return _fitting(_values(option, before, word), word)
    name, sign, value = word.partition(_SET)
    if word.startswith("-"):
        if sign:
            found = _fitting(_values(_option(parser, name), before, value), value)
            return [f"{name}{sign}{one}" for one in found]
        used = set(before) - {one for one in before if _repeats(_option(parser, one))}
        return _fitting((one for one in parser.options() if one.startswith("--") and one not in used), word)
    return _fitting(_values(_positional(parser, before), before, word), word)


def _fitting(candidates: Iterable[str], word: str) -> list[str]:
    return [one for one in candidates if one.startswith(word)]


def _option(parser: Parser, word: str) -> argparse.Action | None:
    return next((action for action in parser.actions() if word in action.option_strings), None)


def _waiting(parser: Parser, before: Sequence[str]) -> argparse.Action | None:
    """The option that the next word is the value of."""
    option = _option(parser, before[-1]) if before else None
    return option if option is not None and option.nargs != 0 else None


def _repeats(action: argparse.Action | None) -> bool:
    return isinstance(action, argparse._AppendAction)


def _positional(parser: Parser, before: Sequence[str]) -> argparse.Action | None:
    """The argument without an option that comes next."""
    count = 0
    for place, word in enumerate(before):
        if not word.startswith("-") and _waiting(parser, before[:place]) is None:
            count += 1
    left = [action for action in parser.actions() if not action.option_strings][count:]
    return left[0] if left else None


def _values(action: argparse.Action | None, before: Sequence[str], word: str) -> list[str]:
    if action is None:
        return []
    if action.choices is not None:
        return [str(choice) for choice in action.choices]
    source = _SOURCES.get(action.dest)
    try:
        return [] if source is None else source(before, word)
    except HarnessError:
        return []


def _runners(before: Sequence[str], word: str) -> list[str]:
    from harness.sandbox.choose import AUTO, BACKENDS

    return [AUTO, *BACKENDS.names()]


def _exporters(before: Sequence[str], word: str) -> list[str]:
    from harness.exporters.choose import EXPORTERS

    return EXPORTERS.names()


def _names(before: Sequence[str], word: str) -> list[str]:
    """The submissions in the results folder that the command names; behind one of them and a stroke, its attempts."""
    from harness.grade.results import numbers, submissions
    from harness.workplace import Workplace

    results = Workplace.find(_path(before, "--rubric")).results(_path(before, "--output"))
    found = submissions(results)
    name = word.partition("/")[0]
    if "/" in word and name in found:
        return [f"{name}/{number}" for number in sorted(numbers(results / name))]
    return found


def _shells(before: Sequence[str], word: str) -> list[str]:
    from harness.cli.completion import SCRIPTS

    return list(SCRIPTS)


def _criteria(before: Sequence[str], word: str) -> list[str]:
    from harness.workplace import Workplace

    return [one.id for one in Workplace.find(_path(before, "--rubric")).rubric().criteria]


def _path(before: Sequence[str], option: str) -> Path | None:
    values = [value for name, value in itertools.pairwise(before) if name == option]
    values += [word.partition(_SET)[2] for word in before if word.startswith(f"{option}{_SET}")]
    return Path(values[-1]).expanduser() if values else None


_SOURCES: dict[str, Callable[[Sequence[str], str], list[str]]] = {
    "runner": _runners,
    "gpus": lambda before, word: ["auto", "none", "all"],
    "export": _exporters,
    "name": _names,
    "criterion": _criteria,
    "shell": _shells,
}
"""By the name of an argument, of whichever verb."""

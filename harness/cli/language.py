"""The language that a command speaks before its rubric is read: in its help, and where its words are wrong."""

import re
from collections.abc import Sequence
from pathlib import Path

from harness.installation import Installation
from harness.words.language import ENGLISH, LANGUAGES, Language

_FIELD = re.compile(r"^language:[ \t]*[\"']?(\w+)", re.MULTILINE | re.ASCII)
_MOST = 256 * 1024
"""Characters of a rubric that are looked at."""


def asked_for(words: Sequence[str]) -> Language | None:
    """What ``--lang`` names; None where it is not there, or names no language."""
    return _language(_value(words, "--lang"))


def before_reading(words: Sequence[str]) -> Language:
    """What ``--lang`` names, else the rubric that the command is about, else English. The rubric is not read as a whole: that
    takes long, and it may be the rubric that is wrong."""
    return asked_for(words) or of_rubric(_value(words, "--rubric")) or ENGLISH


def of_rubric(given: str | Path | None) -> Language | None:
    """The language that a rubric asks for, be the rest of it as it may; None where it names none."""
    path = Path(given) if given is not None else Installation.find().rubric()
    if path is None:
        return None
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            found = _FIELD.search(file.read(_MOST))
    except (OSError, ValueError):
        return None
    return _language(found[1]) if found else None


def _language(name: str | None) -> Language | None:
    return next((language for language in LANGUAGES if language == name), None)


def _value(words: Sequence[str], option: str) -> str | None:
    """The value of the last of these options among the words, as argparse takes it."""
    found = None
    for place, word in enumerate(words):
        if word == "--":
            break
        name, sign, value = word.partition("=")
        if name == option:
            found = value if sign else next(iter(words[place + 1 :]), None)
    return found

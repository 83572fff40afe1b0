"""The languages that people are spoken to in, and the one that is spoken now."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, get_args

Language = Literal["en", "ru"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
ENGLISH: Language = "en"
"""What records are written in."""


class _Now:
    # Of the process and not of a context: the threads of a batch speak as the command does.
    language: Language = ENGLISH


def spoken() -> Language:
    """The language that is spoken now: English, unless `speaking` says otherwise."""
    return _Now.language


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Within it, pages and the terminal speak ``language``, in every thread. Records stay in English."""
    before, _Now.language = _Now.language, language
    try:
        yield
    finally:
        _Now.language = before

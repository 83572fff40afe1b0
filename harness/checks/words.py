"""How a check says that it did not decide, or that part of what it asks for is there."""

from typing import NoReturn

import pytest

from harness.words.phrase import Phrase, plain
from harness.words.say import say


class NotChecked(pytest.skip.Exception):  # type: ignore[name-defined, misc]
    """A skip whose reason is a phrase."""

    def __init__(self, said: Phrase) -> None:
        super().__init__(say(said))
        self.said = said


def skip(said: Phrase) -> NoReturn:
    """Ends a check, or a fixture, that cannot decide yet."""
    raise NotChecked(said)


class Partly(Exception):
    """Part of what a check asks for is there: ``share`` of its points, above 0 and below 1."""

    def __init__(self, share: float, said: Phrase) -> None:
        super().__init__(say(said))
        if not 0.0 < share < 1.0:
            raise ValueError(f"a share of the points lies between 0 and 1, and this is {share}")
        self.share, self.said = share, said


def partly(share: float, said: Phrase | str) -> NoReturn:
    """Ends a check that gives ``share`` of its points (above 0, below 1), and says what is there and what lacks.

    Raises:
        ValueError: there is no such share.
    """
    raise Partly(share, plain(said) if isinstance(said, str) else said)

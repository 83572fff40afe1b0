"""How a check says why it did not decide."""

from typing import NoReturn

import pytest

from harness.words.phrase import Phrase
from harness.words.say import say


class NotChecked(pytest.skip.Exception):  # type: ignore[name-defined, misc]
    """A skip whose reason is a phrase."""

    def __init__(self, said: Phrase) -> None:
        super().__init__(say(said))
        self.said = said


def skip(said: Phrase) -> NoReturn:
    """Ends a check, or a fixture, that cannot decide yet."""
    raise NotChecked(said)

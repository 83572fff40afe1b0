"""What was found of one thing."""

from dataclasses import dataclass
from enum import StrEnum

from harness.words.phrase import Phrase, phrase
from harness.words.say import say


class State(StrEnum):
    """Whether grading works with it."""

    GOOD = "good"
    MIND = "mind"
    """Grading works, and a person should know this."""
    BAD = "bad"
    """Grading does not work until this is mended."""

    @property
    def phrase(self) -> Phrase:
        """What people call it."""
        return phrase(f"doctor.state.{self.value}")


@dataclass(frozen=True)
class Finding:
    """One line of the report: the thing, by a code such as ``docker``; its state; and what to know of it, with the way
    to mend it."""

    about: str
    state: State
    told: Phrase

    @property
    def text(self) -> str:
        """The words of ``told``."""
        return say(self.told)


def good(about: str, told: Phrase) -> Finding:
    """A finding that is as it should be."""
    return Finding(about, State.GOOD, told)


def mind(about: str, told: Phrase) -> Finding:
    """A finding that a person should know."""
    return Finding(about, State.MIND, told)


def bad(about: str, told: Phrase) -> Finding:
    """A finding that keeps grading from working."""
    return Finding(about, State.BAD, told)

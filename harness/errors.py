"""Errors that reach a person: each message is one sentence that says what, where and what to do."""

from collections.abc import Mapping
from typing import Any

from harness.words.language import ENGLISH
from harness.words.phrase import TEXT, Phrase, phrase
from harness.words.say import say


class HarnessError(Exception):
    """Something a person can mend; the command line prints its message without a traceback.

    Attributes:
        phrase: what is said, in any language; ``str`` of the error is English, for logs and records. A backend or exporter of
            another package may give words, which are shown as they are.
    """

    def __init__(self, said: Phrase | str) -> None:
        self.phrase = Phrase(TEXT, {"text": said}) if isinstance(said, str) else said
        super().__init__(say(self.phrase, ENGLISH))


class UsageError(HarnessError):
    """The command, the rubric or a path that was given is wrong."""


class InfrastructureError(HarnessError):
    """Docker is away, an image or a GPU is missing, a disk is full: never the student's fault."""


class AwayError(InfrastructureError):
    """A service does not answer, and asking it again in the same command would only take long."""


class HostileOutputError(HarnessError):
    """What left a sandbox breaks the schema or the size limits and was not read."""


class WrongValueError(ValueError):
    """A value that a person wrote is wrong; validators of Pydantic may raise it. The phrase ends a sentence about the place."""

    def __init__(self, said: Phrase) -> None:
        self.phrase = said
        super().__init__(say(said, ENGLISH))


def wrong_value(found: Mapping[str, Any]) -> Phrase:
    """What one of the errors of a Pydantic ``ValidationError`` says: the phrase of a `WrongValueError`, else Pydantic's words, of
    which the usual ones are said in other languages, too."""
    bounds: Mapping[str, Any] = found.get("ctx", {})
    if isinstance(bounds.get("error"), WrongValueError):
        return phrase("text", text=bounds["error"])
    text = str(found["msg"]).removeprefix("Value error, ")
    return phrase("invalid", kind=str(found["type"]), text=text, bound=str(next(iter(bounds.values()), "")))

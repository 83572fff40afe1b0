"""GPUs: the words that a person uses for them."""

import re

from harness.errors import InfrastructureError, UsageError
from harness.words.phrase import Phrase, phrase


def resolve(wanted: str, *, available: bool, where: Phrase) -> str:
    """Turns ``auto`` into ``all`` or ``none`` and checks the rest.

    Raises `UsageError` for words that mean nothing, `InfrastructureError` where a GPU is asked for and
    ``where`` (the name of a place) has none.
    """
    words = wanted.replace(" ", "").lower()
    if words not in ("auto", "all", "none") and not re.fullmatch(r"\d+(,\d+)*", words):
        raise UsageError(phrase("gpu.words", wanted=wanted))
    if words == "auto":
        return "all" if available else "none"
    if words != "none" and not available:
        raise InfrastructureError(phrase("gpu.none_there", words=words, where=where))
    return words

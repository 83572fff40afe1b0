"""From the message of an error, which may go over pages, to what a sentence holds of it."""

import re
from itertools import takewhile

MAX_GIST = 300
_DETAILS = (
    "Arguments received by",
    "Call arguments received",
    "Stack trace for op",
    "Original stack trace",
    "[[{{node",
)
"""How lines begin from which on a message is of no use to its reader."""
_GRAPH_ERROR = "Graph execution error:"
_CAUSED_BY = "Exception encountered: "
"""Keras tells all of a network's settings, layer within layer, and what was wrong after the last of these."""
_SETTINGS = " Full object config: {"
_NO_PLACE = re.compile(r" \(<(?:string|unknown|cell|stdin)>(?:, line \d+)?\)$")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s")


def gist(message: str, most: int = MAX_GIST) -> str:
    """A message of Python, Keras or TensorFlow on one line, of at most ``most`` characters: without the lists that follow
    it, and cut between sentences or, in a long one, between words."""
    message = message.rpartition(_CAUSED_BY)[2].partition(_SETTINGS)[0]
    lines = list(takewhile(lambda line: not line.startswith(_DETAILS), map(str.strip, message.splitlines())))
    if lines and lines[0] == _GRAPH_ERROR:
        # What follows is where TensorFlow comes from; the error itself is the last of it.
        lines = [_GRAPH_ERROR, next(line for line in reversed(lines) if line)]
    text = _NO_PLACE.sub("", " ".join(" ".join(lines).split()))
    return shortened(text, most)


def shortened(text: str, most: int) -> str:
    """The text, or whole sentences from its beginning, else whole words and ``…``."""
    if len(text) <= most:
        return text
    ends = [found.start() for found in _SENTENCE_END.finditer(text[: most + 1])]
    if ends and ends[-1] >= most // 3:
        return text[: ends[-1]]
    words = text[: most - 1].rpartition(" ")[0]
    return f"{words} …" if words else f"{text[: most - 1]}…"

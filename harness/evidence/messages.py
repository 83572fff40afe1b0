"""From the message of an error, which may go over pages, to what a sentence holds of it."""

import re

MAX_GIST = 300
_DETAILS = re.compile(
    r"\n\s*(?:Arguments received by|Call arguments received|Stack trace for op|\[\[\{\{node|Original stack trace)"
)
_GRAPH_ERROR = re.compile(r"^Graph execution error:.*\n\n([^\n]+)\n\s*\[\[\{\{node", re.DOTALL)
_NO_PLACE = re.compile(r" \(<(?:string|unknown|cell|stdin)>(?:, line \d+)?\)$")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s")


def gist(message: str, most: int = MAX_GIST) -> str:
    """A message of Python, Keras or TensorFlow on one line, of at most ``most`` characters: without the lists that follow
    it, and cut between sentences or, in a long one, between words."""
    if (found := _GRAPH_ERROR.match(message)) is not None:
        message = f"Graph execution error: {found[1]}"
    text = _NO_PLACE.sub("", " ".join(_DETAILS.split(message, maxsplit=1)[0].split()))
    return shortened(text, most)


def shortened(text: str, most: int) -> str:
    """The text, or whole sentences from its beginning, else whole words and ``…``."""
    if len(text) <= most:
        return text
    ends = [found.start() for found in _SENTENCE_END.finditer(text[: most + 1])]
    if ends and ends[-1] >= most // 3:
        return text[: ends[-1]]
    return (text[: most - 1].rpartition(" ")[0] or text[: most - 2]) + " …"

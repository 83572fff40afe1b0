"""How much of a source is written out: texts, digits, and what may be packed into them.

By quotes alone, in linear time: a text without an end goes to the end of its line, or of the source.
"""

import itertools
import re
from collections.abc import Iterator

LONG = 40
"""Characters without a blank, from which on they are no words."""
ADDRESS = "://"
_BEGIN = re.compile(r"[\"'#]")
_WITHIN = {quote: re.compile(rf"[\\\n{quote}]") for quote in "\"'"}
_DIGITS = str.maketrans("", "", "0123456789")
DRAWN = 8
"""Equal characters in a row, from which on they are a drawn line, such as ``====`` and ``────``."""
_RUN = re.compile(rf"\S{{{LONG},}}")
_NUMBER = re.compile(rf"\d[0-9a-fA-FxX_]{{{LONG - 1},}}")


def literal_characters(source: str) -> int:
    """How many characters of a source are texts or digits, without comments."""
    found = 0
    for part, kind in _parts(source):
        if kind == "text":
            found += len(part)
        elif kind == "code":
            found += len(part) - len(part.translate(_DIGITS))
    return found


def packed_characters(source: str) -> int:
    """How many characters of a source stand in texts, comments and numbers in runs of `LONG` or more without a blank; a code can
    read its own comments. Drawn lines and addresses do not count."""
    found = 0
    for part, kind in _parts(source):
        pattern = _NUMBER if kind == "code" else _RUN
        for run in pattern.findall(part):
            found += sum(len(one) for one in pattern.findall(_without_lines(run)) if ADDRESS not in one)
    return found


def _without_lines(text: str) -> str:
    # A regular expression that refers back is not known to take linear time.
    groups = ((one, len([*same])) for one, same in itertools.groupby(text))
    return "".join(" " if count >= DRAWN else one * count for one, count in groups)


def _parts(source: str) -> Iterator[tuple[str, str]]:
    """Each part of a source, in its order, and whether it is ``code``, a ``text`` or a ``comment``."""
    place = 0
    while (begin := _BEGIN.search(source, place)) is not None:
        yield source[place : begin.start()], "code"
        if begin[0] == "#":
            end = source.find("\n", begin.end())
            place = len(source) if end < 0 else end
            yield source[begin.start() : place], "comment"
        else:
            place = _end_of_text(source, begin.start())
            yield source[begin.start() : place], "text"
    yield source[place:], "code"


def _end_of_text(source: str, start: int) -> int:
    quote = source[start]
    long = source.startswith(quote * 3, start)
    place = start + (3 if long else 1)
    while (found := _WITHIN[quote].search(source, place)) is not None:
        place = found.end()
        if found[0] == "\\":
            place += 1
        elif found[0] == quote and long and source.startswith(quote * 3, found.start()):
            return found.start() + 3
        elif not long:
            return found.end()
    return len(source)

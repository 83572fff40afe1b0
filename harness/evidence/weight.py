"""How much a JSON text holds, counted before it is read: what takes few bytes can take much memory."""

import re

from harness.wire.limits import MAX_DEPTH

ESCAPED = re.compile(r"\\.", re.DOTALL)
STRING = re.compile(r'"[^"]*"?')
"""A string without escapes, or what begins as one and does not end: so the search goes through a text once."""
_NO_BRACKET = re.compile(r"[^\[\]{}]+")


def elements(text: str, most: int) -> int:
    """How many lists, objects and members of such a JSON text has, at most. Raises `ValueError` where these are more than
    ``most``, and where they are nested deeper than `MAX_DEPTH`."""
    bare = STRING.sub("", ESCAPED.sub("", text))
    opened = bare.count("[") + bare.count("{")
    found = opened + bare.count(",")
    if found > most:
        raise ValueError("the JSON holds too much")
    if opened > MAX_DEPTH:
        depth = 0
        for bracket in _NO_BRACKET.sub("", bare):
            depth += 1 if bracket in "[{" else -1
            if depth > MAX_DEPTH:
                raise ValueError(f"the JSON is nested deeper than {MAX_DEPTH}")
    return found

"""Whether a file that was handed in as a notebook can be read as one: found before any of it becomes an object."""

import json
import re
from itertools import accumulate

from harness.words.phrase import Phrase, phrase

MAX_BYTES = 64 * 1024**2
MAX_DEPTH = 200
"""Lists and objects in one another; the metadata of widgets and of plots have some twenty."""
MAX_VALUES = 4_000_000
"""Lists, objects, and elements of either: each costs the memory of a Python object."""
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_TEXT = re.compile(r'"[^"]*"?')
"""A text of JSON without what is escaped; one that does not end goes on to the end."""
_OPENS_OR_CLOSES = re.compile(r"[\[\]{}]")


def why_unreadable(name: str, content: bytes) -> Phrase | None:
    """Why the file of this name is no notebook that can be run; None where it is one. Its cells may be anything."""
    if len(content) > MAX_BYTES:
        return phrase("entry.too_large", name=name, megabytes=MAX_BYTES // 1024**2)
    try:
        # JSON says itself which of the Unicode encodings it is in; half of an emoji is let through, and becomes a ?.
        text = content.decode(json.detect_encoding(content), "surrogatepass")
    except UnicodeDecodeError:
        return phrase("entry.not_unicode", name=name)
    if not text.strip():
        return phrase("entry.empty", name=name)
    bare = _TEXT.sub("", _ESCAPED.sub("", text))
    if bare.count(",") + bare.count("[") + bare.count("{") > MAX_VALUES:
        return phrase("entry.too_much", name=name, most=MAX_VALUES)
    steps = (1 if found[0] in "[{" else -1 for found in _OPENS_OR_CLOSES.finditer(bare))
    if max(accumulate(steps), default=0) > MAX_DEPTH:
        return phrase("entry.too_deep", name=name, most=MAX_DEPTH)
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        return phrase("entry.no_json", name=name)
    except ValueError:
        # Python makes no number of so many digits.
        return phrase("entry.long_number", name=name)
    cells = data.get("cells", data.get("worksheets")) if isinstance(data, dict) else None
    return None if isinstance(cells, list) else phrase("entry.no_notebook", name=name)

"""What cells showed, told to the host in pieces, within what a whole notebook may show."""

import json
from collections.abc import Callable
from typing import Any

import nbformat

from harness.wire.events import Event
from harness.wire.files import LEFT_OUT
from harness.wire.limits import (
    LEAST_OUTPUT,
    LEAST_OUTPUTS,
    MAX_ALL_OUTPUT,
    MAX_ALL_OUTPUTS,
    MAX_OUTPUT,
    MAX_OUTPUTS,
    MAX_PIECE,
    MAX_RICH,
)
from harness.wire.text import LEFT_OUT as LEFT_OUT_TEXT

from .outputs import rich

SHARE = 8
"""A cell may have this part of what is left for all cells after it."""
MAX_AGAIN = MAX_RICH
"""Characters, as JSON, of what later cells changed; after them, earlier cells stay as they were told."""
MAX_JSON = MAX_RICH + 4 * MAX_OUTPUT
"""Characters of all that one cell shows, as JSON: there is text that no other bound counts."""


class Showing:
    """Tells the outputs of cells, each cell once or, where a later one changed them, again.

    ``most_text`` characters and ``most_outputs`` outputs are what the next cell may show.
    """

    def __init__(self, say: Callable[[dict[str, Any]], None]) -> None:
        self._say = say
        self._text, self._outputs, self._again = MAX_ALL_OUTPUT, MAX_ALL_OUTPUTS, MAX_AGAIN
        self._told: set[int] = set()

    @property
    def most_text(self) -> int:
        """Characters of text that the next cell may show."""
        return max(LEAST_OUTPUT, min(MAX_OUTPUT, self._text // SHARE))

    @property
    def most_outputs(self) -> int:
        """Outputs that the next cell may show."""
        return max(LEAST_OUTPUTS, min(MAX_OUTPUTS, self._outputs // SHARE))

    def tell(self, number: int, cell: Any) -> None:
        """Says what the cell showed; nothing where it showed nothing and did not run."""
        outputs = list(cell.get("outputs", []))
        count = cell.get("execution_count")
        if not outputs and count is None:
            return
        text = _json(outputs)
        if len(text) > MAX_JSON:
            note = nbformat.v4.new_output("stream", name="stdout", text=LEFT_OUT_TEXT)
            outputs, text = [note], _json([note])
        if number in self._told:
            if len(text) > self._again:
                return
            self._again -= len(text)
        self._told.add(number)
        self._text = max(0, self._text - (len(text) - sum(map(rich, outputs))))
        self._outputs = max(0, self._outputs - len(outputs))
        whole = isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= 10**9
        for start in range(0, len(text), MAX_PIECE):
            self._say(
                {
                    "event": Event.OUTPUTS,
                    "number": number,
                    "count": count if whole else None,
                    "left_out": cell.metadata.get(LEFT_OUT, 0),
                    "first": start == 0,
                    "last": start + MAX_PIECE >= len(text),
                    "piece": text[start : start + MAX_PIECE],
                }
            )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()

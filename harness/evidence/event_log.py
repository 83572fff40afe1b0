"""Collects the events of a run, line by line; what does not fit the schema is left out and counted.

What one run may say is bounded as a whole, in lines, characters and elements, for the driver and the kernel apart: a
kernel that floods costs itself its events, and nothing of what the driver says.
"""

import json
import re
from typing import Any

from harness.evidence import strict_json
from harness.evidence.network import NETWORK_ID, Network
from harness.evidence.schema import (
    Adapted,
    Call,
    CellRun,
    Evidence,
    Fit,
    InputFacts,
    NotebookCell,
    Plot,
)
from harness.evidence.weight import elements
from harness.wire.channel import Speaker
from harness.wire.events import OF_DRIVER, Event, FitState, Set
from harness.wire.limits import MAX_CELLS, MAX_CHANNEL, MAX_EVENTS, MAX_LINE, MAX_OPENED

MAX_ELEMENTS = 50_000
"""Lists, objects and members of them in one event."""
MAX_ALL_ELEMENTS = 1_000_000
"""The same of all events that are kept; each takes about 100 bytes."""
AFTERWARDS = (Event.IMAGES, Event.LATE, Event.END)
"""What is heard when the evidence is closed; nothing of it is kept but what was late."""
MAX_OF_DRIVER = 512 * 1024**2
"""Characters of all lines of the driver; pieces of outputs are most of them."""

SETS = {Set.LATER: "outside", Set.FROZEN: "frozen", Set.WITHIN: "within", Set.TAKEN_OVER: "taken_over"}
"""Where the evidence names a network whose weights were set so."""
_TOLD = ("name", "kind", "parameters", "exported", "weights_of")
_COMPILED = ("loss", "optimizer", "learning_rate", "metrics")
_LAYER = (
    ("class", "type"),
    ("name", "name"),
    ("activation", "activation"),
    ("rate", "rate"),
    ("parameters", "parameters"),
)


def _renamed(names: dict[str, list[str]], now: dict[str, list[str]]) -> dict[str, list[str]]:
    """The names of networks when some are told anew: what another one is called now is the name of one before it only where that
    has no other."""
    taken = {name for some in now.values() for name in some}
    left = {model: [name for name in some if name not in taken] or some for model, some in names.items()}
    return left | now


def _network(event: dict[str, Any]) -> Network:
    """The network that an event of kind ``model`` tells of."""
    if not re.fullmatch(NETWORK_ID, str(event.get("model"))):
        raise ValueError("no id of a network")
    layers = event.get("layers", [])
    if not isinstance(layers, list) or not all(isinstance(layer, dict) for layer in layers):
        raise ValueError("no layers")
    return Network.model_validate(
        {
            "id": event["model"],
            **{key: event[key] for key in _TOLD if key in event},
            "reason": event.get("reason") or "",
            "compiled": {key: event[key] for key in _COMPILED if key in event},
            "layers": [{name: layer[key] for key, name in _LAYER if key in layer} for layer in layers],
        }
    )


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= 10**12:
        raise ValueError("no count")
    return value


class _Budget:
    """What one speaker may say, in lines, characters and elements."""

    def __init__(self, lines: int, characters: int) -> None:
        self._lines, self._characters, self._elements = lines, characters, MAX_ALL_ELEMENTS

    def spend(self, line: str) -> None:
        """Counts a line. Raises `ValueError` where it is too much."""
        self._lines -= 1
        self._characters -= len(line)
        if self._lines < 0 or self._characters < 0 or len(line) > MAX_LINE:
            raise ValueError("too long, or too many")
        if self._elements <= 0:
            raise ValueError("all together hold too much")
        self._elements -= elements(line, MAX_ELEMENTS)


class EventLog:
    """Collects events as they come; each must fit its schema on its own."""

    def __init__(self) -> None:
        self._found: dict[str, Any] = {
            key: []
            for key in (
                "cells",
                "fits",
                "idle_fits",
                "inputs",
                "calls",
                "values",
                "plots",
                "adapted",
                "opened",
                *SETS.values(),
                "notes",
                "unmapped",
                "late",
            )
        }
        self._found |= {"networks": {}, "names": {}, "versions": {}, "still": {}}
        self._budgets = {
            Speaker.DRIVER: _Budget(2 * MAX_EVENTS + 4 * MAX_CELLS, MAX_OF_DRIVER),
            Speaker.KERNEL: _Budget(MAX_EVENTS, MAX_CHANNEL),
        }
        self.refused = 0
        self.closed = False

    def close(self) -> None:
        """The run has ended: what is said from here on is no evidence, but that something was late."""
        self.closed = True

    def add(self, line: str, speaker: Speaker = Speaker.DRIVER) -> dict[str, Any] | None:
        """Takes what one line of the channel said. Returns the event, or None where it is not one."""
        try:
            self._budgets[speaker].spend(line)
            event = strict_json.loads(line)
            if not isinstance(event, dict) or not isinstance(kind := event.get("event"), str):
                raise ValueError("not an event")
            if kind in OF_DRIVER and speaker is not Speaker.DRIVER:
                raise ValueError("only the driver says that")
            # A text that UTF-8 cannot hold could not be written down again.
            json.dumps(event, ensure_ascii=False).encode("utf-8")
            if self.closed and kind not in AFTERWARDS:
                raise ValueError("the run has ended")
            if not self.closed or kind == Event.LATE:
                self._keep(event)
        except Exception:  # noqa: BLE001 - what an event may do to its reader costs that event alone
            # How much was said after the end would tell of what student code saw then.
            self.refused += not self.closed
            return None
        return event

    def refuse(self) -> None:
        """Counts a line that nobody signed."""
        self.refused += not self.closed

    def _keep(self, event: dict[str, Any]) -> None:
        found, kind = self._found, event.get("event")
        if kind == Event.CELL:
            cell = CellRun.model_validate(event)
            if found["cells"] and found["cells"][-1].number == cell.number:
                found["cells"].pop()
            found["cells"].append(cell)
        elif kind == Event.FIT and event.get("state") == FitState.END:
            at = found["cells"][-1].number if found["cells"] else None
            fit = Fit.model_validate({**event, "cell": at})
            found["fits" if fit.trains else "idle_fits"].append(fit)
        elif kind == Event.INPUT:
            found["inputs"].append(InputFacts.model_validate(event))
        elif kind == Event.MODEL:
            network = _network(event)
            found["networks"][network.id] = network
        elif kind == Event.NAMES:
            found["names"] = _renamed(
                found["names"], Evidence.model_validate({"names": event.get("names")}).names
            )
        elif kind == Event.CALL:
            found["calls"].append(Call.model_validate(event))
        elif kind == Event.ADAPTED:
            found["adapted"].append(Adapted.told(event))
        elif kind == Event.OPENED:
            opened = Evidence.model_validate({"opened": event.get("names")}).opened
            found["opened"] += opened[: MAX_OPENED - len(found["opened"])]
        elif kind == Event.OUTSIDE:
            self._keep_set(event)
        elif kind == Event.PLOT:
            found["plots"].append(Plot.model_validate(event))
        elif kind == Event.VALUES:
            found["values"] += Evidence.model_validate({"values": event.get("values")}).values
        elif kind == Event.FUNCTIONS:
            seen = Evidence.model_validate({"unmapped": event.get("unmapped")})
            found["unmapped"] = seen.unmapped
            found["has_predict"] = event.get("predict") is True
            found["has_preprocess"] = event.get("preprocess") is True
        elif kind == Event.START:
            found["versions"] = Evidence.model_validate({"versions": event.get("versions", {})}).versions
        elif kind in (Event.END, Event.RAN):
            found["end"] = Evidence.model_validate({"end": event.get("state")}).end
        elif kind == Event.LATE:
            found["late"] += Evidence.model_validate({"late": [event.get("what")]}).late
        elif kind == Event.LEFT_OUT:
            self.refused += _count(event.get("lines"))
        elif kind == Event.NOTE:
            found["notes"].append(str(event.get("message"))[:5000])

    def _keep_set(self, event: dict[str, Any]) -> None:
        what, found = Set(str(event.get("what"))), self._found
        of = Evidence.model_validate({"outside": [event.get("model")]}).outside[0]
        if what is Set.STILL:
            found["still"][of] = _count(event.get("weights"))
        elif of not in found[SETS[what]]:
            found[SETS[what]].append(of)

    def evidence(self, notebook: list[NotebookCell]) -> Evidence:
        """What was collected, with the executed notebook."""
        return Evidence(**self._found, notebook=notebook)

"""Collects the events of a run, line by line; what does not fit the schema is left out and counted."""

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
from harness.wire.events import Event, FitState
from harness.wire.limits import MAX_EVENTS, MAX_LINE

MAX_CHANNEL = 64 * 1024**2
"""Characters of all lines together."""


_TOLD = ("name", "kind", "parameters", "exported", "weights_of")
_COMPILED = ("loss", "optimizer", "learning_rate", "metrics")
_LAYER = (("class", "type"), ("name", "name"), ("activation", "activation"), ("rate", "rate"))


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
                "notes",
                "unmapped",
                "late",
            )
        }
        self._found |= {"networks": {}, "names": {}, "versions": {}}
        self._count = self._length = 0
        self.refused = 0

    def add(self, line: str) -> dict[str, Any] | None:
        """Takes one line of the channel. Returns the event, or None where it is not one."""
        self._count += 1
        self._length += len(line)
        if self._count > MAX_EVENTS or len(line) > MAX_LINE or self._length > MAX_CHANNEL:
            self.refused += 1
            return None
        try:
            event = strict_json.loads(line)
            if not isinstance(event, dict):
                raise ValueError("no object")
            # A text that UTF-8 cannot hold could not be written down again.
            json.dumps(event, ensure_ascii=False).encode("utf-8")
            self._keep(event)
        except (ValueError, RecursionError):
            self.refused += 1
            return None
        return event

    def _keep(self, event: dict[str, Any]) -> None:
        found, kind = self._found, event.get("event")
        if kind == Event.CELL:
            cell = CellRun.model_validate(event)
            if found["cells"] and found["cells"][-1].number == cell.number:
                found["cells"].pop()
            found["cells"].append(cell)
        elif kind == Event.FIT and event.get("state") == FitState.END:
            fit = Fit.model_validate(event)
            found["fits" if fit.trains else "idle_fits"].append(fit)
        elif kind == Event.INPUT:
            found["inputs"].append(InputFacts.model_validate(event))
        elif kind == Event.MODEL:
            network = _network(event)
            found["networks"][network.id] = network
        elif kind == Event.NAMES:
            found["names"] |= Evidence.model_validate({"names": event.get("names")}).names
        elif kind == Event.CALL:
            found["calls"].append(Call.model_validate(event))
        elif kind == Event.ADAPTED:
            found["adapted"].append(Adapted.model_validate(event))
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
        elif kind == Event.NOTE:
            found["notes"].append(str(event.get("message"))[:5000])

    def evidence(self, notebook: list[NotebookCell]) -> Evidence:
        """What was collected, with the executed notebook."""
        return Evidence(**self._found, notebook=notebook)

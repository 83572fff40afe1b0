"""Collects the events of a run, line by line; what does not fit the schema is left out and counted."""

import json
from typing import Any

from harness import strict_json
from harness.evidence import Adapted, Call, CellRun, Evidence, Fit, InputFacts, ModelFacts, NotebookCell, Plot

MAX_EVENTS = 50_000
MAX_LINE = 300_000
MAX_CHANNEL = 64 * 1024**2
"""Characters of all lines together."""


class EventLog:
    """Collects events as they come; each must fit its schema on its own."""

    def __init__(self) -> None:
        self._found: dict[str, Any] = {
            key: []
            for key in ("cells", "fits", "inputs", "calls", "values", "plots", "adapted", "notes", "unmapped")
        }
        self._found |= {"models": {}, "names": {}, "versions": {}}
        self._count = self._length = 0
        self.refused = 0

    def add(self, line: str) -> dict[str, Any] | None:
        """Takes one line of the channel. Returns the event, or None where it is none."""
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
        if kind == "cell":
            cell = CellRun.model_validate(event)
            if found["cells"] and found["cells"][-1].number == cell.number:
                found["cells"].pop()
            found["cells"].append(cell)
        elif kind == "fit" and event.get("state") == "end":
            found["fits"].append(Fit.model_validate(event))
        elif kind == "input":
            found["inputs"].append(InputFacts.model_validate(event))
        elif kind == "model":
            model = ModelFacts.model_validate(event)
            found["models"][model.model] = model
        elif kind == "names":
            found["names"] |= Evidence.model_validate({"names": event.get("names")}).names
        elif kind == "call":
            found["calls"].append(Call.model_validate(event))
        elif kind == "adapted":
            found["adapted"].append(Adapted.model_validate(event))
        elif kind == "plot":
            found["plots"].append(Plot.model_validate(event))
        elif kind == "values":
            found["values"] += Evidence.model_validate({"values": event.get("values")}).values
        elif kind == "functions":
            seen = Evidence.model_validate({"unmapped": event.get("unmapped")})
            found["unmapped"] = seen.unmapped
            found["has_predict"] = event.get("predict") is True
            found["has_preprocess"] = event.get("preprocess") is True
        elif kind == "start":
            found["versions"] = Evidence.model_validate({"versions": event.get("versions", {})}).versions
        elif kind in ("end", "ran"):
            found["end"] = Evidence.model_validate({"end": event.get("state")}).end
        elif kind == "note":
            found["notes"].append(str(event.get("message"))[:5000])

    def evidence(self, notebook: list[NotebookCell]) -> Evidence:
        """What was collected, with the executed notebook."""
        return Evidence(**self._found, notebook=notebook)

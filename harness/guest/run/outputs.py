"""Runs cells as nbclient does, and keeps of their outputs what a reader needs: bounded, with what widgets show."""

import asyncio
import json
import signal
from base64 import b64encode
from contextlib import suppress
from typing import Any

import nbformat
import zmq
from nbclient import NotebookClient

from harness.wire.files import LEFT_OUT
from harness.wire.limits import MAX_DEPTH, MAX_OUTPUT, MAX_OUTPUTS, MAX_RICH
from harness.wire.text import LEFT_OUT as LEFT_OUT_TEXT
from harness.wire.text import overwritten

from .protocol import guard

SHOWN = ("stream", "display_data", "execute_result", "error")
TEXTS = ("HTMLModel", "HTMLMathModel", "LabelModel", "TextareaModel", "TextModel")
"""Widgets that show a text, as their kernel side calls them."""
PICTURE, PICTURE_FORMATS = "ImageModel", ("png", "jpeg")
"""The widget that shows a picture, and those that a page shows."""
MAX_IN_WIDGET = 100_000
"""Characters that a widget of outputs gets back; it sends all of them again with each of its changes."""
ERRORS = 4
"""The part of a cell's characters that standard error may have."""

SECONDS_TO_LISTEN = 60
"""For what a cell printed and was not read yet when it ended."""

LAUNCH = (
    "-c",
    "import sys; sys.path.remove(''); import ipykernel_launcher; sys.argv[0] = ipykernel_launcher.__file__; "
    "from ipykernel.kernelapp import launch_new_instance; launch_new_instance()",
)
"""In the place of ``-m ipykernel_launcher``, which would be found in the folder that was handed in. IPython looks for
modules there once it has started."""

Output = Any
Message = dict[str, Any]


class Client(NotebookClient):  # type: ignore[misc, unused-ignore]
    """A client whose cells hold at most ``most_text`` characters of text each, and ``most_outputs`` outputs. ``changed``
    are the places of cells whose outputs a later one changed."""

    clear_before_next_output: bool

    def __init__(self, notebook: nbformat.NotebookNode, **options: Any) -> None:
        super().__init__(notebook, iopub_timeout=SECONDS_TO_LISTEN, **options)
        # Messages beyond the usual bound would be dropped: those with the results, where a loop prints faster than we read.
        manager = self.create_kernel_manager()
        manager.context.setsockopt(zmq.RCVHWM, 0)
        manager.kernel_spec.argv[1:3] = LAUNCH
        self.most_text, self.most_outputs = MAX_OUTPUT, MAX_OUTPUTS
        self.changed: set[int] = set()
        self._displayed: dict[str, list[tuple[int, Output]]] = {}
        self._held: dict[str, int] = {}
        self._rich_left = MAX_RICH
        self._length = 0
        self._in_widgets: dict[str, Message] = {}

    def guard(self) -> None:
        """Once the kernel runs: nothing that it sends ends the run, or keeps it from its time limit."""
        assert self.kc is not None
        # A signal that ends the driver does not look like a kernel that died.
        for one in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().remove_signal_handler(one)
        guard(self.kc.iopub_channel)
        guard(self.kc.shell_channel)

    async def async_execute_cell(self, cell: Any, cell_index: int, *args: Any, **kwargs: Any) -> Any:
        """Runs one cell. What it showed is whole, and bounded, whichever way it ends."""
        self._length = 0
        self._in_widgets.clear()
        try:
            return await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        finally:
            for data in self._in_widgets.values():
                self._add(cell, _displayed(data))
            self._shorten(cell)
            if type(cell.get("execution_count")) is not int:
                cell["execution_count"] = None

    def process_message(self, msg: Message, cell: Any, cell_index: int) -> Output | None:
        """Takes what a cell shows; leaves the rest to nbclient."""
        kind = msg["msg_type"]
        # A kernel may send anything; what is not of the protocol's form is passed over.
        with suppress(Exception):
            if kind == "update_display_data":
                self._update(msg["content"])
            elif kind in SHOWN:
                self._show(msg, cell, cell_index)
            elif kind in ("comm_open", "comm_msg"):
                self._of_widget(msg["content"], msg.get("buffers") or [], cell)
        if kind not in SHOWN and kind != "update_display_data":
            with suppress(KeyError, TypeError, ValueError, AttributeError, RecursionError, AssertionError):
                return super().process_message(msg, cell, cell_index)
        return None

    def _show(self, msg: Message, cell: Any, cell_index: int) -> None:
        content = msg["content"]
        if "execution_count" in content:
            cell["execution_count"] = content["execution_count"]
        if hooks := self.output_hook_stack[msg["parent_header"].get("msg_id")]:
            # The widget gets it, as in a browser. On paper no widget is seen, so the cell shows it, too.
            if sum(_length(one) for one in hooks[-1].outputs) < MAX_IN_WIDGET:
                hooks[-1].output(cell.outputs, msg, None, cell_index)
        elif self.clear_before_next_output:
            cell.outputs = []
            self._length, self.clear_before_next_output = 0, False
        output = nbformat.v4.output_from_msg(msg)
        if (name := _display_id(content)) is not None:
            self._displayed.setdefault(name, []).append((cell_index, output))
        self._add(cell, output)

    def _update(self, content: Message) -> None:
        """Shows something else in the place of what was displayed before."""
        if not isinstance(content["data"], dict):
            return
        for place, output in self._displayed.get(_display_id(content) or "", []):
            self._rich_left += rich(output)
            output["data"] = nbformat.from_dict(content["data"])
            self._bound_rich(output)
            self.changed.add(place)

    def _of_widget(self, content: Message, buffers: list[Any], cell: Any) -> None:
        """Keeps what the program itself writes into a widget, and not by printing."""
        name, state = content["comm_id"], content["data"]["state"]
        if isinstance(outputs := state.get("outputs"), list):
            for one in outputs[self._held.get(name, 0) :]:
                self._add(cell, nbformat.from_dict(one))
            self._held[name] = len(outputs)
        known = self.widget_state.get(name, {}) | state
        if known.get("_model_name") in TEXTS and isinstance(text := state.get("value"), str) and text:
            self._in_widgets[name] = {"text/html" if "<" in text else "text/plain": text}
        is_picture = known.get("_model_name") == PICTURE and known.get("format") in PICTURE_FORMATS
        if is_picture and content["data"].get("buffer_paths") == [["value"]]:
            self._in_widgets[name] = {f"image/{known['format']}": b64encode(buffers[0]).decode()}

    def _add(self, cell: Any, output: Output) -> None:
        if output["output_type"] == "stream" and not isinstance(output["text"], str):
            return
        self._bound_rich(output)
        last = cell.outputs[-1] if cell.outputs else {}
        if output["output_type"] == last.get("output_type") == "stream" and output["name"] == last["name"]:
            last["text"] += output["text"]
        else:
            cell.outputs.append(output)
        self._length += _length(output)
        if self._length > 2 * self.most_text or len(cell.outputs) > 2 * self.most_outputs:
            self._shorten(cell)

    def _bound_rich(self, output: Output) -> None:
        size = rich(output)
        if size > self._rich_left or any(_is_deep(value) for value in output.get("data", {}).values()):
            output["data"] = {
                kind: value if kind == "text/plain" else "" for kind, value in output["data"].items()
            }
            size = 0
        self._rich_left -= size

    def _shorten(self, cell: Any) -> None:
        """Leaves the middle out of what is too long."""
        outputs, left_out = cell.outputs, 0
        for output in outputs:
            if output["output_type"] == "stream":
                output["text"] = overwritten(output["text"])
        if len(outputs) > self.most_outputs:
            half = self.most_outputs // 2
            left_out += sum(map(_length, outputs[half:-half]))
            outputs[half:-half] = [nbformat.v4.new_output("stream", name="stdout", text=LEFT_OUT_TEXT)]
        # A flood of warnings does not take the place of results.
        errors = [output for output in outputs if output.get("name") == "stderr"]
        others = [output for output in outputs if output.get("name") != "stderr"]
        of_errors = self.most_text // ERRORS
        left_out += _leave_out(errors, of_errors) + _leave_out(others, self.most_text - of_errors)
        self._length = sum(map(_length, outputs))
        if left_out:
            cell.metadata[LEFT_OUT] = cell.metadata.get(LEFT_OUT, 0) + left_out


def _leave_out(outputs: list[Output], most: int) -> int:
    """Leaves out what is between the first and the last halves of ``most`` characters, counted through all outputs.
    Returns how many that were."""
    whole = sum(map(_length, outputs))
    if whole <= most:
        return 0
    at, begin, end, mark = 0, most // 2, whole - most // 2, LEFT_OUT_TEXT
    for output in outputs:
        text = _text(output)
        if at < end and at + len(text) > begin:
            _set_text(output, text[: max(0, begin - at)] + mark + text[max(0, end - at) :])
            mark = ""
        at += len(text)
    return end - begin


def _display_id(content: Message) -> str | None:
    name = (content.get("transient") or {}).get("display_id")
    return None if name is None else str(name)


def _displayed(data: dict[str, Any]) -> Output:
    return nbformat.v4.new_output("display_data", data=data)


def _text(output: Output) -> str:
    text = output.get("text", "") if output["output_type"] == "stream" else ""
    return str(text or output.get("data", {}).get("text/plain", ""))


def _set_text(output: Output, text: str) -> None:
    if output["output_type"] == "stream":
        output["text"] = text
    else:
        output["data"]["text/plain"] = text


def _length(output: Output) -> int:
    return len(_text(output))


def rich(output: Output) -> int:
    """Characters of all that a display holds beside its plain text."""
    shown = ((kind, value) for kind, value in output.get("data", {}).items() if kind != "text/plain")
    return sum(
        len(kind) + (len(value) if isinstance(value, str) else len(json.dumps(value)))
        for kind, value in shown
    )


def _is_deep(value: Any, depth: int = MAX_DEPTH - 8) -> bool:
    """Whether lists and objects are nested so deep that the host does not read them."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth == 0 or any(_is_deep(one, depth - 1) for one in inside)

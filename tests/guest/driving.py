"""Runs the driver of sandbox A without a sandbox and keeps what it said and left."""

import os
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from harness.evidence.event_log import EventLog
from harness.evidence.executed import Executed
from harness.evidence.schema import NotebookCell
from harness.evidence.told import told
from harness.sandbox.contract import OUT, Asset, Sandbox
from harness.sandbox.guest_asset import guest_command, guest_variables
from harness.wire import files, variables
from harness.wire.channel import Listener, Speaker
from harness.wire.entry import as_text, read_cells
from harness.wire.variables import Fits
from harness.words.say import say

Event = dict[str, Any]
SECONDS_TO_HANG = 240.0
KEY = b"what the driver signs with"
IMPATIENT = "import harness.guest.run.driver as driver; driver.{name} = 1; driver.main()"
"""Starts a driver that waits for one thing a second."""

PLAIN = {
    "layout": "hw",
    "size": [28, 28],
    "channels": 1,
    "geometry": "none",
    "corner": [0, 0],
    "scale": 1,
    "offset": 0,
}
"""How a network is fed raw images as they are, as a job of the scoring sandbox says it."""


@dataclass(frozen=True)
class Here:
    """Stands for a sandbox where commands of ours are put together."""

    python: str
    folders: dict[str, Path]

    def path(self, directory: str) -> str:
        return str(self.folders[directory])


def lay_out(asset: Asset, folder: Path) -> None:
    """Writes an asset as a sandbox holds it."""
    for name, content in asset.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(content, bytes)
        (folder / name).write_bytes(content)


class Host:
    """Reads the channel as the host does, and keeps who said what."""

    def __init__(self, entry: Path, spool: Path) -> None:
        try:
            sources, _ = read_cells(entry.read_bytes(), entry.name)
        except SyntaxError:
            sources = [as_text(entry.read_bytes())]
        self.executed = Executed(sources, spool)
        self.log, self._listener = EventLog(), Listener(KEY)
        self.events: list[Event] = []
        self.refused: list[str] = []

    def hear(self, line: bytes) -> Event | None:
        """One line. What the driver said of outputs is put into the notebook."""
        heard = self._listener.hear(line.decode().rstrip("\n"))
        event = None if heard is None else self.log.add(heard[1], heard[0])
        if heard is None or event is None:
            self.refused.append(line.decode()[:2000])
            return None
        if event["event"] == "outputs":
            self.executed.take(event)
        else:
            self.events.append(event)
        return event if heard[0] is Speaker.DRIVER else None


@dataclass(frozen=True)
class Guest:
    """Where the guest code, its interpreter and the visible split lie."""

    python: Path
    packages: Path
    data: Path

    def environment(self, home: Path, out: Path) -> dict[str, str]:
        """The variables that commands of ours have in a sandbox, for folders made here."""
        temporary = home / "tmp"
        for folder in (home, out, temporary):
            folder.mkdir(parents=True, exist_ok=True)
        return {
            "PATH": f"{self.python.parent}:{os.environ['PATH']}",
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "CUDA_VISIBLE_DEVICES": "",
            **guest_variables(self._here(out)),
            variables.DATA: str(self.data),
        }

    def command(self, out: Path, module: str, arguments: Sequence[str], fits: Fits = Fits.WHOLE) -> list[str]:
        """The command that runs a module of ours, as in a sandbox."""
        told = {variables.DATA: str(self.data), variables.FITS: fits}
        return guest_command(self._here(out), module, arguments, told)

    def _here(self, out: Path) -> Sandbox:
        here: Any = Here(str(self.python), {"guest": self.packages, "data": self.data, OUT: out})
        sandbox: Sandbox = here
        return sandbox


@dataclass(frozen=True)
class Driven:
    """What one run of the driver left: its events, its output folder, its exit code and its standard error."""

    out: Path
    code: int
    stderr: str
    events: list[Event] = field(default_factory=list)
    cells: list[NotebookCell] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def of(self, kind: str, **wanted: Any) -> list[Event]:
        """The events of one kind that have all these values."""
        return [
            e for e in self.events if e["event"] == kind and all(e.get(k) == v for k, v in wanted.items())
        ]

    def one(self, kind: str, **wanted: Any) -> Event:
        """The only such event."""
        found = self.of(kind, **wanted)
        assert len(found) == 1, (
            f"{len(found)} events {kind} {wanted}: {found}\n{self.notes()}\n{self.stderr[-2000:]}"
        )
        return found[0]

    def notes(self) -> list[str]:
        """What the guest code said went wrong in itself."""
        return [e["message"] for e in self.of("note")]

    def model_named(self, name: str) -> str:
        """Id of the network that a variable of this name holds at the end."""
        names = self.of("names")[-1]["names"]
        found = [model for model, variables in names.items() if name in variables]
        assert len(found) == 1, names
        return str(found[0])

    def input_of(self, name: str) -> Event:
        """The first look at the input of the network in the variable."""
        return self.of("input", model=self.model_named(name))[0]

    def executed(self) -> Any:
        """The executed notebook."""
        return nbformat.read(self.out / files.EXECUTED, as_version=4)


def reason_of(event: Event) -> str:
    """Why a network was not scored, in English, as the host understands it."""
    reason = told(event["reason"])
    return reason if isinstance(reason, str) else say(reason)


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """A notebook of code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, path)


def drive(
    guest: Guest,
    folder: Path,
    content: str | Sequence[str],
    *,
    seconds: float = 200,
    fits: Fits = Fits.WHOLE,
    on_error: str = "continue",
    training_seconds: float | None = None,
    raw: str | None = None,
    binary: bytes | None = None,
    beside: Mapping[str, str] = {},
    answer: Callable[[Path], None] = lambda out: (out / files.NO_IMAGES).touch(),
    program: str | None = None,
    honest: bool = True,
    waits: float | None = None,
    turn: Callable[[Path], None] = lambda out: (out / files.TURN).touch(),
) -> Driven:
    """Runs a script (one text, or bytes in ``binary``) or a notebook (its cells, or the file as it is in ``raw``), with
    the files ``beside`` it;
    ``answer`` acts for the host on "images?"; ``program`` starts the driver, in the place of its module. Where it ``waits``
    for its turn, ``turn`` acts for the host when it is ready. Fails where the host's reader refuses a line of an ``honest``
    work."""
    work, out = folder / "work", folder / "out"
    work.mkdir(parents=True)
    entry = work / ("solution.py" if isinstance(content, str) else "work.ipynb")
    if binary is not None:
        entry.write_bytes(binary)
    elif raw is not None or isinstance(content, str):
        entry.write_text(raw or str(content), encoding="utf-8")
    else:
        write_notebook(entry, content)
    for name, text in beside.items():
        (work / name).write_text(text, encoding="utf-8")
    environment = guest.environment(folder / "home", out)
    arguments = [entry.name, "--seconds", str(seconds), "--on-error", on_error]
    arguments += [] if training_seconds is None else ["--training-seconds", str(training_seconds)]
    arguments += [] if waits is None else ["--waits", str(waits)]
    command = guest.command(out, "run.driver", arguments, fits)
    if program is not None:
        place = command.index("-m")
        command[place : place + 2] = ["-c", program]
    (work / files.KEY).write_bytes(KEY)
    host = Host(entry, folder / "shown")
    with (folder / "stderr").open("wb") as stderr:
        driver = subprocess.Popen(command, cwd=work, env=environment, stdout=subprocess.PIPE, stderr=stderr)
        hang = threading.Timer(SECONDS_TO_HANG, driver.kill)
        hang.daemon = True
        hang.start()
        assert driver.stdout is not None
        with driver.stdout:
            for line in driver.stdout:
                event = host.hear(line)
                if event is not None and event["event"] == "images?":
                    answer(out)
                if event is not None and event["event"] == "ready":
                    turn(out)
        code = driver.wait()
        hang.cancel()
    assert not host.refused or not honest, host.refused
    host.executed.write(folder / files.EXECUTED)
    (folder / files.EXECUTED).rename(out / files.EXECUTED)
    said = (folder / "stderr").read_text(errors="replace")
    return Driven(out, code, said, host.events, host.executed.cells(), host.refused)

"""Runs the driver of sandbox A without a sandbox and keeps what it said and left."""

import json
import os
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

Event = dict[str, Any]
SECONDS_TO_HANG = 240.0


@dataclass(frozen=True)
class Guest:
    """Where the guest code, its interpreter and the visible split lie."""

    python: Path
    packages: Path
    data: Path

    def environment(self, home: Path, out: Path) -> dict[str, str]:
        """The variables that ``harness.sandbox.guest_asset.guest_command`` sets in a sandbox, for folders made here."""
        temporary = home / "tmp"
        for folder in (home, out, temporary):
            folder.mkdir(parents=True, exist_ok=True)
        return {
            "PATH": f"{self.python.parent}:{os.environ['PATH']}",
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "PYTHONPATH": str(self.packages),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TF_ENABLE_ONEDNN_OPTS": "1",
            "CUDA_VISIBLE_DEVICES": "",
            "HARNESS_GUEST": str(self.packages),
            "HARNESS_DATA": str(self.data),
            "HARNESS_OUT": str(out),
            "HARNESS_SMOKE": "0",
        }


@dataclass(frozen=True)
class Driven:
    """What one run of the driver left: its events, its output folder, its exit code and its standard error."""

    out: Path
    code: int
    stderr: str
    events: list[Event] = field(default_factory=list)

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
        return nbformat.read(self.out / "executed.ipynb", as_version=4)


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
    smoke: bool = False,
    on_error: str = "continue",
    training_seconds: float | None = None,
    raw: str | None = None,
    answer: Callable[[Path], None] = lambda out: (out / "no-images").touch(),
) -> Driven:
    """Runs a script (one text) or a notebook (its cells, or the file as it is in ``raw``);
    ``answer`` acts for the host on "images?"."""
    work, out = folder / "work", folder / "out"
    work.mkdir(parents=True)
    entry = work / ("solution.py" if isinstance(content, str) else "work.ipynb")
    if raw is not None or isinstance(content, str):
        entry.write_text(raw or str(content), encoding="utf-8")
    else:
        write_notebook(entry, content)
    environment = guest.environment(folder / "home", out) | {"HARNESS_SMOKE": "1" if smoke else "0"}
    command = [str(guest.python), "-m", "harness_guest.run.driver", entry.name, "--seconds", str(seconds)]
    command += ["--on-error", on_error]
    command += [] if training_seconds is None else ["--training-seconds", str(training_seconds)]
    events: list[Event] = []
    with (folder / "stderr").open("wb") as stderr:
        driver = subprocess.Popen(command, cwd=work, env=environment, stdout=subprocess.PIPE, stderr=stderr)
        hang = threading.Timer(SECONDS_TO_HANG, driver.kill)
        hang.start()
        assert driver.stdout is not None
        with driver.stdout:
            for line in driver.stdout:
                events.append(json.loads(line))
                if events[-1]["event"] == "images?":
                    answer(out)
        code = driver.wait()
        hang.cancel()
    return Driven(out, code, (folder / "stderr").read_text(errors="replace"), events)

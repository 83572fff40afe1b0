"""Sandbox A: runs student code on the visible split and brings back evidence."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from harness.assignment import RunPart
from harness.dataset.assets import images_to_predict, npy_bytes, visible_assets
from harness.dataset.split import Split
from harness.errors import HostileOutputError
from harness.event_log import EventLog
from harness.evidence import Evidence
from harness.executed import read_executed
from harness.guest_asset import guest_asset, guest_command
from harness.sandbox.contract import OUT, SUBMISSION, Asset, Backend, Limits, RunResult, Sandbox, Spec
from harness.submission import Submission

SECONDS_AFTER_THE_RUN = 420.0
"""For keeping networks and asking the student's own functions, after the wall limit of student code."""


@dataclass(frozen=True)
class Ran:
    """What came back: ``folder`` holds the output directory of the sandbox, as it was copied out; ``notes`` say what
    was left out of it, ``held`` why a person must look."""

    evidence: Evidence
    result: RunResult
    folder: Path
    log: str
    notes: list[str]
    held: list[str]


def data_asset(split: Split) -> Asset:
    """The visible split as an asset, laid out once per split."""
    return Asset(f"data-{split.split_id}", dict(visible_assets(split)))


def run_submission(
    backend: Backend,
    submission: Submission,
    entry: str,
    split: Split,
    data: Asset,
    limits: Limits,
    how: RunPart,
    gpus: str,
    smoke: bool,
    folder: Path,
    on_event: Callable[[dict[str, object]], None],
) -> Ran:
    """Runs the entry and copies what it left to ``folder``. Raises `InfrastructureError`."""
    spec = Spec(limits=limits, assets={"guest": guest_asset(), "data": data}, gpus=gpus)
    log, lines = EventLog(), list[str]()
    with backend.start(spec) as sandbox:
        sandbox.put(SUBMISSION, dict(submission.files))

        def on_line(line: str) -> None:
            event = log.add(line)
            if event is None:
                return
            if len(lines) < 10_000:
                lines.append(line if len(line) < 2000 else line[:2000] + "…")
            if event.get("event") == "images?":
                # What a submission left may be in the way: that costs it the answers, and nothing else.
                with suppress(HostileOutputError):
                    _answer(sandbox, log, split)
            on_event(event)

        variables = {"HARNESS_DATA": sandbox.path("data"), "HARNESS_SMOKE": "1" if smoke else "0"}
        arguments = [entry, "--seconds", str(limits.wall_seconds), "--on-error", how.on_error]
        arguments += ["--training-seconds", str(limits.wall_seconds * how.training_share)]
        command = guest_command(sandbox, "run_submission", arguments, variables)
        result = sandbox.run(command, timeout=limits.wall_seconds + SECONDS_AFTER_THE_RUN, on_line=on_line)
        notes, held = list[str](), list[str]()
        try:
            sandbox.get(OUT, folder)
        except HostileOutputError as error:
            held.append(f"What the run left could not be read: {error}")
    cells, unread = [], ""
    try:
        cells = read_executed(folder / "executed.ipynb")
    except HostileOutputError as error:
        unread = str(error)
    evidence = log.evidence(cells)
    # A run that was killed leaves no notebook, and its outcome says so.
    if unread and evidence.ran_through and not held:
        held.append(f"The executed notebook could not be read: {unread}.")
    if log.refused:
        notes.append(f"{log.refused} lines of the event channel did not fit its schema and were left out.")
    if cut := [str(cell.number) for cell in cells if cell.cut]:
        notes.append(f"Outputs were too long to be read whole; they were cut in cell {', '.join(cut[:10])}.")
    return Ran(evidence, result, folder, "\n".join(lines), notes, held)


def _answer(sandbox: Sandbox, log: EventLog, split: Split) -> None:
    """The run has ended: hands the hidden images over only where the student's own functions must be asked."""
    evidence = log.evidence([])
    needed = evidence.has_predict or (evidence.has_preprocess and evidence.unmapped)
    if evidence.ran_through and needed:
        sandbox.put(OUT, {"images.npy": npy_bytes(images_to_predict(split))})
    else:
        sandbox.put(OUT, {"no-images": b""})

"""Sandbox A: runs student code on the visible split and brings back evidence."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from harness.dataset.assets import images_to_predict, npy_bytes
from harness.dataset.drawing import Drawing
from harness.errors import HostileOutputError
from harness.evidence.event_log import EventLog
from harness.evidence.executed import read_executed
from harness.evidence.schema import Evidence
from harness.grading.setting import Setting
from harness.intake.submission import Submission, is_script
from harness.sandbox.contract import OUT, SUBMISSION, RunResult, Sandbox, Spec
from harness.sandbox.guest_asset import guest_asset, guest_command
from harness.wire import files, variables
from harness.wire.events import Event, Late
from harness.words.phrase import Phrase, phrase

MOST_CUT = 5
"""Cells that are named because their output was cut."""
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
    notes: list[Phrase]
    held: list[Phrase]


def run_submission(
    setting: Setting,
    submission: Submission,
    entry: str,
    folder: Path,
    on_event: Callable[[dict[str, object]], None],
) -> Ran:
    """Runs the entry and copies what it left to ``folder``. Raises `InfrastructureError`."""
    limits, how = setting.limits(), setting.rubric.run
    assets = {"guest": guest_asset(setting.assignment.guest), "data": setting.data}
    spec = Spec(limits=limits, assets=assets, gpus=setting.gpus)
    log, lines = EventLog(), list[str]()
    with setting.backend.start(spec) as sandbox:
        sandbox.put(SUBMISSION, dict(submission.files))

        def on_line(line: str) -> None:
            event = log.add(line)
            if event is None:
                return
            if len(lines) < 10_000:
                lines.append(line if len(line) < 2000 else line[:2000] + "…")
            if event.get("event") in (Event.FIT, Event.MODEL):
                setting.get_ready_to_score()
            if event.get("event") == Event.IMAGES:
                # What a submission left may be in the way: that costs it the answers, and nothing else.
                with suppress(HostileOutputError):
                    _answer(sandbox, log, setting.drawing)
            on_event(event)

        told = {variables.DATA: sandbox.path("data"), variables.SMOKE: "1" if setting.smoke else "0"}
        arguments = [f"./{entry}", "--seconds", str(limits.wall_seconds), "--on-error", how.on_error]
        arguments += ["--training-seconds", str(limits.wall_seconds * how.training_share)]
        command = guest_command(sandbox, "run.driver", arguments, told)
        result = sandbox.run(command, timeout=limits.wall_seconds + SECONDS_AFTER_THE_RUN, on_line=on_line)
        notes, held = list[Phrase](), list[Phrase]()
        try:
            sandbox.get(OUT, folder)
        except HostileOutputError as error:
            held.append(phrase("held.output_unreadable", why=str(error)))
    cells, unread = [], ""
    try:
        cells = read_executed(folder / files.EXECUTED)
    except HostileOutputError as error:
        unread = str(error)
    evidence = log.evidence(cells)
    # A run that was killed leaves no notebook, and its outcome says so.
    if unread and evidence.ran_through and not held:
        held.append(phrase("held.notebook_unreadable", why=unread))
    if Late.FUNCTIONS in evidence.late:
        held.append(phrase("held.functions_late"))
    if log.refused:
        notes.append(phrase("note.events_left_out", count=log.refused))
    notes += [
        phrase("note.output_cut", cell=None if is_script(entry) else cell.number, characters=cell.left_out)
        for cell in [cell for cell in cells if cell.left_out][:MOST_CUT]
    ]
    return Ran(evidence, result, folder, "\n".join(lines), notes, held)


def _answer(sandbox: Sandbox, log: EventLog, drawing: Drawing) -> None:
    """The run has ended: hands the hidden images over only where the student's own functions must be asked."""
    evidence = log.evidence([])
    needed = evidence.has_predict or (evidence.has_preprocess and evidence.unmapped)
    if evidence.ran_through and needed:
        sandbox.put(OUT, {files.IMAGES: npy_bytes(images_to_predict(drawing.split()))})
    else:
        sandbox.put(OUT, {files.NO_IMAGES: b""})

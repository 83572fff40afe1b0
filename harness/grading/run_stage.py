"""Sandbox A: runs student code on the visible split and brings back evidence."""

import shutil
import signal
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.dataset.assets import npy_bytes
from harness.errors import HostileOutputError
from harness.evidence.diagnosis import ended_by
from harness.evidence.event_log import EventLog
from harness.evidence.executed import Executed
from harness.evidence.network import FUNCTION
from harness.evidence.schema import Evidence
from harness.grading.ahead import Ahead
from harness.grading.setting import Setting
from harness.grading.student_job import new_key, run_command, run_files, run_seconds, run_spec
from harness.intake.submission import Submission, SubmissionError, is_script
from harness.outcome import Outcome
from harness.sandbox.contract import OUT, SUBMISSION, Limit, RunResult, Sandbox
from harness.wire import files
from harness.wire.channel import Listener
from harness.wire.entry import Source, as_text, read_cells
from harness.wire.events import Event, Late
from harness.wire.limits import MAX_CELLS
from harness.words.phrase import Phrase, phrase

MOST_CUT = 5
"""Cells that are named because their output was cut."""
MAX_LINES, MAX_SHOWN_LINE = 10_000, 2000
"""Of the events that a person may read: how many, and how many characters of each."""
MAX_LOG = 256 * 1024
"""Bytes of the kernel's log that are kept, of its beginning and of its end."""
CRASHES = (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGILL, signal.SIGFPE)
"""What ends a program that has a fault; any process of the same user can send them, too."""


@dataclass(frozen=True)
class Ran:
    """What came back: ``folder`` holds the output directory of the sandbox, as it was copied out; ``log`` and
    ``kernel_log`` are for a person; ``notes`` say what was left out, ``held`` why a person must look."""

    evidence: Evidence
    executed: Executed
    result: RunResult
    folder: Path
    log: str
    kernel_log: str
    notes: list[Phrase]
    held: list[Phrase]


@dataclass
class _Watched:
    """One run on its way. Its evidence is closed when the driver says that the run has ended, before any hidden image
    enters; of what comes later, answers alone are taken."""

    setting: Setting
    submission: Submission
    sandbox: Sandbox
    folder: Path
    executed: Executed
    on_event: Callable[[dict[str, object]], None]
    listener: Listener
    log: EventLog = field(default_factory=EventLog)
    lines: list[str] = field(default_factory=list)
    held: list[Phrase] = field(default_factory=list)
    asked: bool = False
    given: bool = False
    """Whether hidden images entered."""
    given_more: bool = False
    """Whether some of them entered once more, changed."""
    ended: bool = False

    def on_line(self, line: str) -> None:
        """Takes a line of the driver's standard output."""
        heard = self.listener.hear(line)
        if heard is None:
            self.log.refuse()
            return
        speaker, said = heard
        event = self.log.add(said, speaker)
        if event is None:
            return
        kind = event.get("event")
        if kind == Event.OUTPUTS:
            try:
                self.executed.take(event)
            except ValueError:
                self.log.refuse()
            return
        # What the driver says after the end holds nothing of a student's.
        if len(self.lines) < MAX_LINES:
            self.lines.append(said if len(said) < MAX_SHOWN_LINE else said[:MAX_SHOWN_LINE] + "…")
        if self.log.closed:
            self._afterwards(kind)
            return
        if kind == Event.RAN:
            self.close()
        self.on_event(event)

    def close(self) -> None:
        """Takes what the run left. Nothing that is said or written later belongs to it."""
        self.log.close()
        try:
            self.sandbox.get(OUT, self.folder)
        except HostileOutputError as error:
            self.held.append(phrase("held.output_unreadable", why=error))
        # No image was there to be answered.
        shutil.rmtree(self.folder / files.ANSWERS, ignore_errors=True)

    def _afterwards(self, kind: object) -> None:
        if kind == Event.END:
            self.ended = True
        if kind != Event.IMAGES:
            return
        # What a submission left may be in the way: that costs it the answers, and nothing else.
        with suppress(HostileOutputError):
            if not self.asked:
                self.asked = True
                self._answer()
            elif self.given and not self.given_more:
                self._answer_more()

    def _answer(self) -> None:
        """Hands the hidden images over only where the student's own functions must be asked."""
        evidence = self.log.evidence([])
        needed = evidence.has_predict or (evidence.has_preprocess and evidence.unmapped)
        if evidence.ran_through and needed:
            self.given = True
            images = self.setting.to_predict(self.submission)
            self.sandbox.put(OUT, {files.IMAGES: npy_bytes(images)})
        else:
            self.sandbox.put(OUT, {files.NO_IMAGES: b""})

    def _answer_more(self) -> None:
        """Hands some of the hidden images over once more, changed, when the answers to the first are out: what is known of
        them then can change no score."""
        self.given_more = True
        self._take(files.array_of)
        images = self.setting.once_more(self.submission)
        # None in a dry run.
        more = {files.FRESH: npy_bytes(images)} if len(images) else {files.NO_IMAGES: b""}
        self.sandbox.put(OUT, more)

    def take_answers(self) -> None:
        """Of what lies in the sandbox now: the answers of the student's own functions that are not out yet, by their names,
        and nothing else."""
        self._take(files.fresh_of if self.given_more else files.array_of)

    def _take(self, named: Callable[[str], str]) -> None:
        later = self.folder.with_name(f"{self.folder.name}-later")
        try:
            with suppress(HostileOutputError):
                self.sandbox.get(OUT, later)
                for name in (FUNCTION, *self.log.evidence([]).networks):
                    source = later / files.ANSWERS / named(name)
                    if source.is_file():
                        target = self.folder / files.ANSWERS / source.name
                        target.parent.mkdir(parents=True, exist_ok=True)
                        shutil.move(source, target)
        finally:
            shutil.rmtree(later, ignore_errors=True)


def run_submission(
    setting: Setting,
    submission: Submission,
    entry: str,
    folder: Path,
    on_event: Callable[[dict[str, object]], None],
    ahead: Ahead | None = None,
) -> Ran:
    """Runs the entry, in the sandbox that was started ``ahead`` where that is ready, and copies what it left to ``folder``.
    Raises `InfrastructureError`, and `SubmissionError` where the entry is no notebook."""
    sources, total = _sources(submission, entry)
    executed = Executed(sources, folder.with_name(f"{folder.name}-shown"))

    def watched(sandbox: Sandbox, key: bytes) -> _Watched:
        return _Watched(setting, submission, sandbox, folder, executed, on_event, Listener(key))

    with ExitStack() as ends:
        result: RunResult | None = None
        if ahead is not None:
            ends.callback(ahead.end)
            if (ready := ahead.sandbox(submission)) is not None:
                run = watched(ready, ahead.key)
                result = ahead.run(ready, run.on_line)
            if result is None:
                ahead.end()
        if result is None:
            sandbox, key = ends.enter_context(setting.backend.start(run_spec(setting))), new_key()
            sandbox.put(SUBMISSION, run_files(submission, key))
            run = watched(sandbox, key)
            command = run_command(setting, sandbox, entry)
            result = sandbox.run(command, timeout=run_seconds(setting), on_line=run.on_line)
        late = run.asked and not run.ended and Limit.TIME in result.limits_hit
        if run.log.closed:
            # How the run ended was known before: what the student's functions did then is no part of it.
            result = replace(result, exit_code=0, limits_hit=result.limits_hit - {Limit.TIME})
            # Student code may write there, where a sandbox has a process of its own around the driver.
            result = replace(result, stderr="") if run.given else result
        else:
            run.close()
        if run.given:
            run.take_answers()
    cells = executed.cells()
    evidence = run.log.evidence(cells)
    if run.listener.lost:
        run.held.append(phrase("held.lines_lost", count=run.listener.lost))
    if ended_by(result) in CRASHES:
        run.held.append(phrase("held.driver_crashed"))
    if late or Late.FUNCTIONS in evidence.late:
        run.held.append(phrase("held.functions_late"))
    notes = [phrase("note.cells_left_out", ran=MAX_CELLS, total=total)] if total > len(sources) else []
    if run.log.refused:
        notes.append(phrase("note.events_left_out", count=run.log.refused))
    notes += [
        phrase("note.output_cut", cell=None if is_script(entry) else cell.number, characters=cell.left_out)
        for cell in [cell for cell in cells if cell.left_out][:MOST_CUT]
    ]
    log, kernel_log = "\n".join(run.lines), _both_ends(folder / files.KERNEL_LOG)
    return Ran(evidence, executed, result, folder, log, kernel_log, notes, run.held)


def _sources(submission: Submission, entry: str) -> tuple[list[Source], int]:
    """The cells as they were handed in, and how many there are; the driver reads them in the same way."""
    content = submission.files[entry]
    try:
        return read_cells(content, entry)
    except SyntaxError:
        return [as_text(content)], 1
    except ValueError:
        raise SubmissionError(Outcome.NOT_A_NOTEBOOK, phrase("entry.no_notebook", name=entry)) from None


def _both_ends(path: Path) -> str:
    """A log as text, without the middle of a long one."""
    if not path.is_file():
        return ""
    with path.open("rb") as log:
        begin, size = log.read(MAX_LOG), path.stat().st_size
        log.seek(max(MAX_LOG, size - MAX_LOG))
        end = log.read(MAX_LOG)
    left_out = size - len(begin) - len(end)
    between = f"\n… {left_out:,} bytes are left out …\n" if left_out > 0 else ""
    return begin.decode("utf-8", "replace") + between + end.decode("utf-8", "replace")

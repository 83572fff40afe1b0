"""The sandbox of student code, started before its turn: kernel and imports are ready, and nothing of a student's has run."""

import threading
from collections.abc import Callable

from harness.errors import HarnessError
from harness.evidence import strict_json
from harness.grading.setting import Setting
from harness.grading.student_job import new_key, run_command, run_files, run_seconds, run_spec
from harness.grading.waiting import Waiting
from harness.intake.submission import Submission
from harness.sandbox.contract import OUT, SUBMISSION, RunResult, Sandbox
from harness.wire import files
from harness.wire.channel import Listener, Speaker
from harness.wire.events import Event

AHEAD_BYTES = 768 * 1024**2
"""Of memory, what one takes until its turn; 0.73 GB was measured, with all that is imported ahead."""
AHEAD_SECONDS = 3600.0
"""How long one waits for its turn. Later it is gone, and the grading starts another one."""
READY_SECONDS = 300.0
"""How long a grading waits for one that is not ready when its turn comes, and for its first cell; the guest gives up before."""


class Ahead:
    """It holds one submission, and is used for that alone. Whatever goes wrong before the first cell is told nobody: the grading
    then starts a sandbox of its own.

    Args:
        setting: what the grading will share.
        read: gives the submission, in a thread; None, or whatever is raised, where none is to be made ready.
    """

    def __init__(self, setting: Setting, read: Callable[[], Submission | None]) -> None:
        self._setting, self._read = setting, read
        self.key = new_key()
        self._listener = Listener(self.key)
        self._of: Submission | None = None
        self._kept = list[str]()
        self._on_line: Callable[[str], None] | None = None
        self._ready, self._begun = _Told(), _Told()
        spec = run_spec(setting, AHEAD_SECONDS + run_seconds(setting))
        waiting = Waiting(setting.backend, spec, self._begin)
        waiting.hear(self._hear)
        self._waiting = waiting.__enter__()
        self._waiting.when_done(self._has_ended)

    def sandbox(self, submission: Submission) -> Sandbox | None:
        """The sandbox, as soon as it is ready; None where it is not, or not for exactly this submission."""
        sandbox = self._waiting.sandbox()
        is_ready = sandbox is not None and self._ready.wait() and self._of == submission
        return sandbox if is_ready else None

    def run(self, sandbox: Sandbox, on_line: Callable[[str], None]) -> RunResult | None:
        """As `Sandbox.run`, from the first cell on; ``on_line`` hears what was said before, too. None where no cell has begun,
        and nothing was heard."""
        self._on_line = on_line
        try:
            sandbox.put(OUT, {files.TURN: b""})
        except HarnessError:
            return None
        return self._waiting.finish(run_seconds(self._setting)) if self._begun.wait() else None

    def end(self) -> None:
        """Removes it; to be called once or often."""
        self._waiting.end()
        self._of = None

    def _begin(self, sandbox: Sandbox) -> list[str]:
        submission = self._read()
        if submission is None:
            raise LookupError("there is nothing to get ready")
        entry = submission.entry()
        sandbox.put(SUBMISSION, run_files(submission, self.key))
        self._of = submission
        return run_command(self._setting, sandbox, entry, AHEAD_SECONDS)

    def _hear(self, line: str) -> None:
        if self._begun.is_true and self._on_line is not None:
            self._on_line(line)
            return
        self._kept.append(line)
        speaker, said = self._listener.hear(line) or (None, "")
        if speaker is Speaker.DRIVER and _is(said, Event.READY):
            self._ready.tell(is_true=True)
        elif speaker is Speaker.DRIVER and _is(said, Event.START) and self._on_line is not None:
            self._begun.tell(is_true=True)
            for kept in self._kept if self._begun.is_true else ():
                self._on_line(kept)

    def _has_ended(self) -> None:
        self._ready.tell(is_true=False)
        self._begun.tell(is_true=False)


def _is(said: str, kind: Event) -> bool:
    event = strict_json.loads(said)
    return isinstance(event, dict) and event.get("event") == kind


class _Told:
    """What is told once, and waited for; what is not told in time is not true."""

    def __init__(self) -> None:
        self._lock, self._is_told = threading.Lock(), threading.Event()
        self.is_true = False

    def tell(self, *, is_true: bool) -> None:
        with self._lock:
            if not self._is_told.is_set():
                self.is_true = is_true
                self._is_told.set()

    def wait(self) -> bool:
        self._is_told.wait(READY_SECONDS)
        self.tell(is_true=False)
        return self.is_true

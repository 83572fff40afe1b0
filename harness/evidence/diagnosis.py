"""From the way a run ended to its outcome and one sentence: pure, so that every case can be tested."""

import re
from collections import Counter

from harness.evidence.follow_ups import follow_up
from harness.evidence.hints import hint_for
from harness.evidence.messages import gist, shortened
from harness.evidence.network import Record
from harness.evidence.schema import CellRun, Evidence
from harness.outcome import Outcome
from harness.sandbox.contract import Limit, Limits, RunResult
from harness.wire.events import CellState, RunEnd
from harness.words.phrase import Phrase, phrase, plain
from harness.words.spoken import Spoken

MOST_CELLS = 20
MAX_CALL = 80
MAX_SOURCE = 10_000
ALIKE = 0.7
"""The share of words that a cell has in common with one that puts it right, where a name or an argument is another."""
_WORD = re.compile(r"\w+")
GIB = 1024**3
NO_SPACE = re.compile(r"No space left on device|Errno 28")
NO_PROCESS = re.compile(r"can't start new thread|Resource temporarily unavailable|Errno 11")


class Failure(Record, Spoken):
    """Where student code failed.

    ``cell`` counts code and text cells from 1, as Jupyter shows them top to bottom; None for a module, where
    ``line`` counts in the file. Where the error was raised in another of the submission's files, ``file`` and
    ``file_line`` say where. ``source`` is the text of the cell, ``traceback`` plain text without colour codes. ``mended``
    says whether a later cell that is much alike ran to its end.
    """

    cell: int | None
    line: int | None
    file: str = ""
    file_line: int | None = None
    error: str
    message: str
    hint: str = ""
    source: str
    traceback: str
    mended: bool = False


def _where(cell: CellRun | None, is_script: bool) -> Phrase:
    if cell is None:
        return phrase("where.before")
    if cell.state == CellState.DONE:
        if is_script:
            return phrase("where.after_script")
        return phrase("where.after_cell", number=cell.number, total=cell.total)
    return _where_raised(cell, is_script)


def _where_raised(cell: CellRun, is_script: bool) -> Phrase:
    deeper = phrase("where.file", file=cell.file, line=cell.file_line) if cell.file else None
    if is_script:
        return phrase("where.script", line=cell.line, deeper=deeper)
    return phrase("where.cell", number=cell.number, total=cell.total, line=cell.line, deeper=deeper)


def _after(failed: CellRun, evidence: Evidence) -> Phrase | None:
    """How the cells after a failed one went."""
    later = [cell for cell in evidence.cells if cell.number > failed.number]
    if not later:
        return None
    broken = [cell for cell in later if cell.state == CellState.ERROR]
    followed = sum(follow_up(cell, evidence) is not None for cell in broken[:MOST_CELLS])
    return phrase("run.after", ran=len(later), failed=len(broken), followed=followed)


def _failure(cell: CellRun, evidence: Evidence, loading: str, *, is_script: bool) -> Failure:
    line = dict(enumerate(cell.source.splitlines(), 1)).get(cell.line or 0, "")
    hint = follow_up(cell, evidence) or hint_for(
        cell.error, cell.message, loading, is_script=is_script, file=cell.file, line=line
    )
    return Failure(
        cell=None if is_script else cell.number,
        line=cell.line,
        file=cell.file,
        file_line=cell.file_line,
        error=cell.error,
        message=cell.message,
        said={} if hint is None else {"hint": (hint,)},
        source=cell.source,
        traceback=cell.traceback,
        mended=_is_mended(cell, evidence),
    )


def _is_mended(cell: CellRun, evidence: Evidence) -> bool:
    """Whether the student seems to have put the cell right in another one below it."""
    done = {one.number for one in evidence.cells if one.number > cell.number and one.state == CellState.DONE}
    later = [one for one in evidence.notebook if one.number in done][:MOST_CELLS]
    words = _words(cell.source)
    return any(_likeness(words, _words(one.source)) >= ALIKE for one in later)


def _words(source: str) -> Counter[str]:
    return Counter(_WORD.findall(source[:MAX_SOURCE]))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of the words of two texts that both have."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def also_failed(evidence: Evidence, loading: str) -> list[Failure]:
    """The cells of a notebook that raised an error beside the one that `diagnose` names, at most `MOST_CELLS`."""
    named = evidence.failed_at()
    cells = [cell for cell in evidence.cells if cell.state == CellState.ERROR and cell is not named]
    short = {"source": "", "traceback": ""}
    return [
        _failure(cell, evidence, loading, is_script=False).model_copy(update=short)
        for cell in cells[:MOST_CELLS]
    ]


def lacked_memory(evidence: Evidence) -> bool:
    """Whether TensorFlow said in a cell that it found no memory. On a GPU that others use, too, that may be their doing."""
    return any("ResourceExhausted" in cell.error for cell in evidence.cells)


def _ended_itself(evidence: Evidence, *, is_script: bool) -> Phrase:
    """The sentence of a run that came to its end, where a cell may have ended with a call of ``exit`` or the like."""
    cell = next((cell for cell in evidence.cells if cell.error == "SystemExit"), None)
    if cell is None:
        return phrase("run.finished")
    where = _where_raised(cell, is_script)
    return phrase("run.exited", call=shortened(cell.message, MAX_CALL), where=where, script=is_script)


def ended_by(run: RunResult) -> int | None:
    """The signal that ended the driver; None where none did, or the sandbox sent it."""
    return None if run.exit_code is None or run.exit_code <= 128 else run.exit_code - 128


def diagnose(
    evidence: Evidence, run: RunResult, limits: Limits, loading: str, *, is_script: bool
) -> tuple[Outcome, Phrase, Failure | None]:
    """The outcome of the run of student code, one sentence for it, and the failing cell where there is one.
    ``loading`` is how student code loads the data of the assignment."""
    cell = evidence.failed_at()
    where = _where(cell or (evidence.cells[-1] if evidence.cells else None), is_script)
    failure = None
    if cell is not None and cell.state != CellState.DONE:
        failure = _failure(cell, evidence, loading, is_script=is_script)
    if evidence.end == RunEnd.FINISHED and run.exit_code == 0:
        return Outcome.GRADED, _ended_itself(evidence, is_script=is_script), None
    if Limit.TIME in run.limits_hit or evidence.end == RunEnd.TIME_LIMIT:
        if cell is not None and (went_on := _after(cell, evidence)) is not None:
            stopped = phrase("run.cell_stopped", number=cell.number, total=cell.total, after=went_on)
        else:
            stopped = phrase("run.time_limit", where=where, minutes=limits.wall_seconds / 60)
        return Outcome.TIME_LIMIT, stopped, failure
    message = "" if cell is None else f"{cell.error}: {cell.message}"
    died = run.exit_code != 0 or evidence.end == RunEnd.KERNEL_DIED
    if (died and Limit.DISK in run.limits_hit) or NO_SPACE.search(message):
        written = phrase("run.disk_limit", gigabytes=limits.disk_bytes / GIB, where=where)
        return Outcome.DISK_LIMIT, written, failure
    if (died and Limit.PROCESSES in run.limits_hit) or NO_PROCESS.search(message):
        started = phrase("run.process_limit", most=limits.processes, where=where)
        return Outcome.PROCESS_LIMIT, started, failure
    if died and Limit.MEMORY in run.limits_hit:
        taken = phrase("run.memory_limit", gigabytes=limits.memory_bytes / GIB, where=where)
        return Outcome.MEMORY_LIMIT, taken, failure
    if cell is not None and cell.error == "MemoryError":
        asked = phrase("run.memory_refused", gigabytes=limits.memory_bytes / GIB, where=where)
        return Outcome.MEMORY_LIMIT, asked, failure
    if evidence.end is None and ended_by(run) is not None:
        return Outcome.CODE_ERROR, phrase("run.ended_from_inside", where=where), failure
    if evidence.end == RunEnd.KERNEL_DIED or (
        cell is not None and cell.state in (CellState.RUNNING, CellState.KERNEL_DIED)
    ):
        return Outcome.CODE_ERROR, phrase("run.died", where=where), failure
    if cell is not None and cell.state == CellState.ERROR:
        text = gist(cell.message)
        after = _after(cell, evidence)
        raised = phrase("run.raised", error=cell.error, where=where, message=text, after=after)
        return Outcome.CODE_ERROR, raised, failure
    lines = run.stderr.strip().splitlines()
    tail = plain(lines[-1][:200]) if lines else phrase("run.no_message")
    return Outcome.GRADER_BUG, phrase("run.driver_broke", message=tail), failure

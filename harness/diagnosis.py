"""From the way a run ended to its outcome and one sentence: pure, so that every case can be tested."""

import re

from harness.evidence import CellRun, Evidence
from harness.grade import Failure
from harness.outcome import Outcome
from harness.sandbox.contract import Limit, Limits, RunResult

UNKNOWN_ARGUMENT = r"(?:Unrecognized keyword arguments passed to \w+|Argument\(s\) not recognized): \{'"
KERAS_1 = {
    "border_mode": "padding",
    "subsample": "strides",
    "nb_filter": "filters",
    "nb_row": "kernel_size",
    "nb_col": "kernel_size",
    "dim_ordering": "data_format",
    "output_dim": "units",
    "init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
}
"""Arguments of Keras 1 and what they are called since."""
WEIGHTS = "The file {0} was not handed in: train the network in the notebook, or hand the file in beside it."
HINTS: tuple[tuple[str, str], ...] = (
    (
        r"No module named '((?:torch|torchvision|fastai|mxnet|paddle|flax)\b)",
        "{0} is not installed here, since the work is to be done in Keras.",
    ),
    (
        r"No module named 'tensorflow\.(contrib|examples)|has no attribute '(contrib)'",
        "TensorFlow 2 has no contrib and no examples: use keras.datasets and keras.layers.",
    ),
    (
        r"No module named '([\w.]+)'",
        "There is no module {0} here. If it is a file of yours, hand it in beside the notebook; the packages that are "
        "installed are listed in submissions/README.md.",
    ),
    *(
        (rf"{UNKNOWN_ARGUMENT}{old}'", f"The argument {old} is of Keras 1; it is called {new} now.")
        for old, new in KERAS_1.items()
    ),
    (
        rf"{UNKNOWN_ARGUMENT}(\w+)'",
        "Keras 3 does not know the argument {0}, which is of an older Keras; look the call up in its documentation.",
    ),
    (
        r"module 'keras(?:\._tf_keras\.keras)?\.(\w+)' has no attribute '(\w+)'"
        r"|cannot import name '(\w+)' from '(?:tensorflow\.)?keras",
        "Keras 3 has dropped or moved this name; look it up in its documentation, or use another layer.",
    ),
    (
        r"module 'tensorflow(?:\._api\.v2[.\w]*)?' has no attribute '(\w+)'",
        "TensorFlow 2 has no {0}; if it is of TensorFlow 1, build and train the network with Keras in its place.",
    ),
    (
        r"not supported (?:when|with) eager execution|compatible with eager execution",
        "This is a program of TensorFlow 1, with placeholders and sessions: build and train the network with Keras.",
    ),
    (
        r"module 'tensorflow_addons[\w.]*' has no attribute '(\w+)'",
        "TensorFlow Addons is no longer maintained: look in Keras 3 for what does the work of {0}.",
    ),
    (
        r"name '(\w+)' is not defined",
        "{0} has no value yet: run the notebook from top to bottom before you hand it in.",
    ),
    (
        r"Concatenate.{0,100}matching shapes|matching shapes.{0,100}Concatenate|concat axis",
        'Branches can only be stacked when height and width are equal: give every branch padding="same" and stride 1.',
    ),
    (
        r"incompatible with the layer|expected shape|expected axis",
        "The data and the network's input differ in shape: compare x.shape with the input shape of the first layer.",
    ),
    (
        r"No such file or directory: '([^']+\.(?:h5|hdf5|keras|weights|json|pkl|pth|ckpt))'",
        WEIGHTS,
    ),
    (r"unable to open file: name = '([^']+)'", WEIGHTS),
    (r"File not found: filepath=(\S+)\. Please", WEIGHTS),
    (
        r"No such file or directory: '([^']+)'",
        "The file {0} was not handed in; read files by a path relative to the notebook.",
    ),
    (
        r"^(?:SyntaxError|IndentationError|TabError):",
        "Python cannot read this cell: run it on its own before you hand it in.",
    ),
    (
        r"URL fetch failure|Name or service not known|Temporary failure in name resolution|Network is unreachable",
        "There is no network here: use keras.datasets.fashion_mnist.load_data() or a file beside the notebook.",
    ),
    (
        r"unexpected keyword argument '(\w+)'",
        "The versions that are installed here do not know the argument {0}; look the call up in their documentation.",
    ),
    (
        r"'(?:DataFrame|Series)' object has no attribute '(?:reshape|dtype)'",
        "This is a pandas table: fetch_openml gives arrays with as_frame=False, and a table has .to_numpy().",
    ),
    (r"out of memory|OOM|ResourceExhausted", "Use smaller batches or fewer images at a time."),
)

MOST_CELLS = 20
NO_SPACE = re.compile(r"No space left on device|Errno 28")
NO_PROCESS = re.compile(r"can't start new thread|Resource temporarily unavailable|Errno 11")


def hint_for(error: str, message: str) -> str:
    """A sentence on how to mend an error, or an empty one where nothing general can be said."""
    text = f"{error}: {message}"
    for pattern, hint in HINTS:
        if (match := re.search(pattern, text, re.DOTALL)) is not None:
            return hint.format(*match.groups())
    return ""


def _where(cell: CellRun | None, is_script: bool) -> str:
    if cell is None:
        return "before the first cell"
    if cell.state == "done":
        return "after the script" if is_script else f"after cell {cell.number} of {cell.total}"
    if is_script:
        return f"in line {cell.line} of the script" if cell.line else "in the script"
    return f"in cell {cell.number} of {cell.total}" + (f", line {cell.line}" if cell.line else "")


def _after(failed: CellRun, cells: list[CellRun]) -> str:
    """How the cells after a failed one went."""
    later = [cell for cell in cells if cell.number > failed.number]
    if not later:
        return ""
    too = sum(cell.state == "error" for cell in later)
    ran = "1 cell" if len(later) == 1 else f"{len(later)} cells"
    return f" (of the {ran} that ran after it, {too or 'none'} failed)"


def _failure(cell: CellRun, *, is_script: bool) -> Failure:
    return Failure(
        cell=None if is_script else cell.number,
        line=cell.line,
        error=cell.error,
        message=cell.message,
        hint=hint_for(cell.error, cell.message),
        source=cell.source,
        traceback=cell.traceback,
    )


def also_failed(evidence: Evidence) -> list[Failure]:
    """The cells of a notebook that raised an error beside the one that `diagnose` names, at most `MOST_CELLS`."""
    named = evidence.failed_at()
    cells = [cell for cell in evidence.cells if cell.state == "error" and cell is not named]
    short = {"source": "", "traceback": ""}
    return [_failure(cell, is_script=False).model_copy(update=short) for cell in cells[:MOST_CELLS]]


def diagnose(
    evidence: Evidence, run: RunResult, limits: Limits, *, is_script: bool
) -> tuple[Outcome, str, Failure | None]:
    """The outcome of the run of student code, one sentence for it, and the failing cell where there is one."""
    cell = evidence.failed_at()
    where = _where(cell or (evidence.cells[-1] if evidence.cells else None), is_script)
    failure = None
    if cell is not None and cell.state != "done":
        failure = _failure(cell, is_script=is_script)
    if evidence.end == "finished" and run.exit_code == 0:
        return Outcome.GRADED, "The submission ran to its end.", None
    if Limit.TIME in run.limits_hit or evidence.end == "time limit":
        minutes = f"{limits.wall_seconds / 60:g}"
        went_on = "" if cell is None else _after(cell, evidence.cells)
        stopped = (
            f"Cell {cell.number} of {cell.total} was stopped, for the sake of the cells after it{went_on}"
            if cell is not None and went_on
            else f"The run was stopped {where} after {minutes} minutes"
        )
        return Outcome.TIME_LIMIT, f"{stopped}; train fewer epochs or a smaller network.", failure
    message = "" if cell is None else f"{cell.error}: {cell.message}"
    died = run.exit_code != 0 or evidence.end == "kernel died"
    if (died and Limit.DISK in run.limits_hit) or NO_SPACE.search(message):
        size = f"{limits.disk_bytes / 1024**3:g} GB"
        return Outcome.DISK_LIMIT, f"More than {size} of files were written {where}; write less.", failure
    if (died and Limit.PROCESSES in run.limits_hit) or NO_PROCESS.search(message):
        reason = f"More than {limits.processes} processes and threads were started {where}; start fewer."
        return Outcome.PROCESS_LIMIT, reason, failure
    if (died and Limit.MEMORY in run.limits_hit) or (cell is not None and cell.error == "MemoryError"):
        size = f"{limits.memory_bytes / 1024**3:g} GB"
        reason = f"The run took more than {size} of memory {where}; use smaller batches and fewer copies of the data."
        return Outcome.MEMORY_LIMIT, reason, failure
    if evidence.end == "kernel died" or (cell is not None and cell.state in ("running", "kernel died")):
        reason = f"The Python process ended by itself {where} (a crash, or a call such as os._exit)."
        return Outcome.CODE_ERROR, reason, failure
    if cell is not None and cell.state == "error":
        text = cell.message.strip().splitlines()[0][:200] if cell.message.strip() else ""
        reason = f"{cell.error} {where}: {text}".rstrip(": ")
        return Outcome.CODE_ERROR, reason + _after(cell, evidence.cells), failure
    tail = run.stderr.strip().splitlines()[-1][:200] if run.stderr.strip() else "no message"
    return (
        Outcome.GRADER_BUG,
        f"The runner in the sandbox broke ({tail}); a person must look at the logs.",
        failure,
    )

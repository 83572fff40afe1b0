"""The end of a run becomes one outcome and one sentence."""

import pytest

from harness.evidence.diagnosis import also_failed, diagnose
from harness.evidence.hints import hint_for
from harness.evidence.schema import CellRun, Evidence, NotebookCell
from harness.outcome import Outcome
from harness.sandbox.contract import Limit, Limits, RunResult
from harness.wire.events import CellState
from harness.words.say import say

GOOD = RunResult(0, frozenset(), "")
LOADING = "datasets.own.load_data()"


def _cell(state: str, error: str = "", message: str = "", line: int | None = None) -> CellRun:
    facts = {"number": 3, "total": 9, "state": state, "error": error, "message": message, "line": line}
    return CellRun.model_validate(facts)


def _died(*limits: Limit, code: int | None = None) -> RunResult:
    return RunResult(code, frozenset(limits), "")


@pytest.mark.parametrize(
    ("end", "cell", "run", "outcome", "words"),
    [
        ("finished", _cell("done"), GOOD, Outcome.GRADED, "end"),
        ("finished", _cell("done"), _died(Limit.PROCESSES, code=0), Outcome.GRADED, "end"),
        ("error", _cell("error", "NameError", "name 'x' is not defined", 2), GOOD, Outcome.CODE_ERROR, "cell 3 of 9, line 2"),
        ("time limit", _cell("time limit"), GOOD, Outcome.TIME_LIMIT, "60 minutes"),
        (None, _cell("running"), _died(Limit.TIME), Outcome.TIME_LIMIT, "cell 3"),
        (None, _cell("running"), _died(Limit.MEMORY), Outcome.MEMORY_LIMIT, "8 GB"),
        ("kernel died", _cell("kernel died"), _died(Limit.MEMORY, code=0), Outcome.MEMORY_LIMIT, "8 GB"),
        ("error", _cell("error", "MemoryError"), GOOD, Outcome.MEMORY_LIMIT, "More memory was asked for in cell 3"),
        ("finished", _cell("done", "SystemExit", "quit()", 2), GOOD, Outcome.GRADED, "quit() in cell 3 of 9, line 2 ended that"),
        ("finished", _cell("done", "SystemExit"), GOOD, Outcome.GRADED, "a call of exit in cell 3 of 9 ended that cell"),
        ("error", _cell("error", "OSError", "[Errno 28] No space left on device"), GOOD, Outcome.DISK_LIMIT, "4 GB"),
        (None, _cell("running"), _died(Limit.DISK), Outcome.DISK_LIMIT, "files"),
        ("error", _cell("error", "RuntimeError", "can't start new thread"), GOOD, Outcome.PROCESS_LIMIT, "1024"),
        (None, _cell("running"), _died(Limit.PROCESSES), Outcome.PROCESS_LIMIT, "processes"),
        ("kernel died", _cell("kernel died"), GOOD, Outcome.CODE_ERROR, "by itself"),
        (None, None, RunResult(1, frozenset(), "Traceback\nImportError: nbclient"), Outcome.GRADER_BUG, "ImportError"),
    ],
)  # fmt: skip
def test_each_end(
    end: str | None, cell: CellRun | None, run: RunResult, outcome: Outcome, words: str
) -> None:
    evidence = Evidence(end=end, cells=[cell] if cell else [])
    found, reason, failure = diagnose(evidence, run, Limits(), LOADING, is_script=False)
    assert found is outcome
    assert words in say(reason)
    assert (failure is not None) == (cell is not None and cell.state != "done")


def _ran(*states: str) -> list[CellRun]:
    facts = {"total": len(states), "error": "ValueError", "message": "no"}
    return [
        CellRun.model_validate({**facts, "number": number, "state": state})
        for number, state in enumerate(states, 1)
    ]


@pytest.mark.parametrize(
    ("states", "cell", "words"),
    [
        (("done", "error", "done", "error", "done"), 2, "(of the 3 cells that ran after it, 1 failed)"),
        (("error", "done"), 1, "(of the 1 cell that ran after it, none failed)"),
        (("done", "error"), 2, "ValueError in cell 2 of 2: no"),
    ],
)
def test_the_first_cell_that_failed_is_named_and_how_the_others_went(
    states: tuple[str, ...], cell: int, words: str
) -> None:
    evidence = Evidence(end="error", cells=_ran(*states))
    outcome, reason, failure = diagnose(evidence, GOOD, Limits(), LOADING, is_script=False)
    assert outcome is Outcome.CODE_ERROR
    assert words in say(reason)
    assert failure is not None
    assert failure.cell == cell


def test_a_limit_after_a_failed_cell_is_the_end() -> None:
    evidence = Evidence(end="time limit", cells=_ran("error", "done", "time limit"))
    outcome, reason, failure = diagnose(evidence, GOOD, Limits(), LOADING, is_script=False)
    assert (outcome, failure and failure.cell) == (Outcome.TIME_LIMIT, 3)
    assert "cell 3" in say(reason)


def test_a_cell_that_was_stopped_for_the_sake_of_others_is_named() -> None:
    evidence = Evidence(end="time limit", cells=_ran("error", "time limit", "done", "error"))
    outcome, reason, failure = diagnose(evidence, GOOD, Limits(), LOADING, is_script=False)
    assert (outcome, failure and failure.cell) == (Outcome.TIME_LIMIT, 2)
    assert say(reason).startswith("Cell 2 of 4 was stopped")
    assert "(of the 2 cells that ran after it, 1 failed)" in say(reason)


def test_other_cells_that_failed_are_kept_short() -> None:
    evidence = Evidence(end="error", cells=_ran("done", "error", "error", "done", "error"))
    found = also_failed(evidence, LOADING)
    assert [one.cell for one in found] == [3, 5]
    assert {one.source + one.traceback for one in found} == {""}
    assert also_failed(Evidence(end="finished", cells=_ran("done")), LOADING) == []


@pytest.mark.parametrize(
    ("later", "state", "mended"),
    [
        ("model.compile('adam', 'categorical_crossentropy')\nmodel.fit(x, y, epochs=2)", "done", True),
        ("model.compile('adam', 'categorical_crossentropy')\nmodel.fit(x, y, epochs=2)", "error", False),
        ("plt.plot(history['loss'])", "done", False),
    ],
)
def test_a_cell_that_is_put_right_below_is_known(later: str, state: str, mended: bool) -> None:
    failed = "model.compile('adam', 'sparse_categorical_crossentropy')\nmodel.fit(x, y, epochs=2)"
    cells = [
        CellRun(number=number, total=2, state=CellState(one), source=source)
        for number, one, source in ((1, "error", failed), (2, state, later))
    ]
    notebook = [NotebookCell(number=cell.number, code=True, source=cell.source) for cell in cells]
    _, _, failure = diagnose(
        Evidence(end="error", cells=cells, notebook=notebook), GOOD, Limits(), LOADING, is_script=False
    )
    assert failure is not None
    assert failure.mended is mended


def test_a_script_has_lines_and_no_cells() -> None:
    evidence = Evidence(end="error", cells=[_cell("error", "ValueError", "no", 40)])
    _, reason, failure = diagnose(evidence, GOOD, Limits(), LOADING, is_script=True)
    assert "line 40 of the script" in say(reason)
    assert failure is not None
    assert failure.cell is None


def test_a_script_that_ends_itself_has_run_to_its_end() -> None:
    evidence = Evidence(end="finished", cells=[_cell("done", "SystemExit", "sys.exit(main())", 40)])
    _, reason, _ = diagnose(evidence, GOOD, Limits(), LOADING, is_script=True)
    assert say(reason) == "The submission ran to its end: sys.exit(main()) in line 40 of the script ended it."


def test_a_failure_in_another_file_has_its_place_there() -> None:
    deep = {"file": "parts/helper.py", "file_line": 12}
    cell = _cell("error", "ValueError", "no", 2).model_copy(update=deep)
    _, reason, failure = diagnose(
        Evidence(end="error", cells=[cell]), GOOD, Limits(), LOADING, is_script=False
    )
    assert say(reason) == "ValueError in cell 3 of 9, line 2 (parts/helper.py, line 12): no"
    assert failure is not None
    assert (failure.file, failure.file_line) == ("parts/helper.py", 12)


@pytest.mark.parametrize(
    ("error", "message", "words"),
    [
        ("ModuleNotFoundError", "No module named 'my_helpers'", "hand it in beside the script"),
        (
            "FileNotFoundError",
            "[Errno 2] No such file or directory: 'best.h5'",
            "train the network in the script",
        ),
        ("FileNotFoundError", "[Errno 2] No such file or directory: 'a.csv'", "relative to the script"),
        ("NameError", "name 'x' is not defined", "x has no value where this line runs"),
        ("SyntaxError", "invalid syntax", "cannot read this script"),
        (
            "SystemExit",
            "2 (solution.py: error: the following arguments are required: --epochs)",
            "started without any",
        ),
        ("SystemExit", "1", "The script ended itself here"),
        ("Exception", "URL fetch failure on https://a.b: None", "hand in beside your code what it downloads"),
    ],
)
def test_a_script_is_not_called_a_notebook(error: str, message: str, words: str) -> None:
    hint = hint_for(error, message, LOADING, is_script=True)
    assert hint is not None
    assert words in say(hint)
    assert "notebook" not in say(hint)
    assert "cell" not in say(hint)


def test_a_script_that_reads_arguments_of_the_command_line() -> None:
    cell = _cell("error", "IndexError", "list index out of range", 2)
    cell = cell.model_copy(update={"source": "import sys\nepochs = int(sys.argv[1])\n"})
    _, _, failure = diagnose(Evidence(end="error", cells=[cell]), GOOD, Limits(), LOADING, is_script=True)
    assert failure is not None
    assert "it is started without any" in failure.hint


def test_the_hint_names_the_file_that_cannot_be_read() -> None:
    hint = hint_for("SyntaxError", "invalid syntax (helper.py, line 2)", LOADING, file="helper.py")
    assert hint is not None
    assert say(hint) == "Python cannot read helper.py: run it before you hand it in."


@pytest.mark.parametrize(
    ("error", "message", "words"),
    [
        ("ModuleNotFoundError", "No module named 'torch'", "torch is not installed here, since"),
        ("ModuleNotFoundError", "No module named 'torchvision.datasets'", "torchvision is not"),
        ("ImportError", "cannot import name 'models' from 'torchvision' (unknown)", "torchvision is not"),
        (
            "ModuleNotFoundError",
            "No module named 'my_helpers'",
            "no module my_helpers here. If it is a file of yours",
        ),
        ("AttributeError", "module 'tensorflow_addons' has no attribute 'layers'", "no longer maintained"),
        ("AttributeError", "module 'tensorflow' has no attribute 'contrib'", "no contrib"),
        (
            "ValueError",
            "Unrecognized keyword arguments passed to Conv2D: {'border_mode': 'same'}",
            "called padding now",
        ),
        ("ValueError", "Argument(s) not recognized: {'no_such': 1}", "the argument no_such"),
        ("AttributeError", "module 'tensorflow' has no attribute 'layers'", "TensorFlow 2 has no layers"),
        (
            "AttributeError",
            "module 'tensorflow._api.v2.train' has no attribute 'AdamOptimizer'",
            "no AdamOptimizer",
        ),
        (
            "RuntimeError",
            "tf.placeholder() is not compatible with eager execution.",
            "program of TensorFlow 1",
        ),
        (
            "ImportError",
            "cannot import name 'LocallyConnected2D' from 'keras.layers' (/x)",
            "dropped or moved",
        ),
        (
            "FileNotFoundError",
            "[Errno 2] No such file or directory: 'data.csv'",
            "data.csv was not handed in; read",
        ),
        (
            "FileNotFoundError",
            "[Errno 2] (unable to open file: name = 'w.weights.h5', errno = 2",
            "w.weights.h5 was not",
        ),
        ("ValueError", "File not found: filepath=m.keras. Please ensure", "m.keras was not handed in: train"),
        ("SyntaxError", "invalid syntax", "cannot read this cell"),
        ("SyntaxError", "f-string: unmatched '('", "Before Python 3.12"),
        ("SyntaxError", "source code string cannot contain null bytes", "NUL character"),
        ("ValueError", "source code string cannot contain null bytes", "NUL character"),
        ("SyntaxError", "solution.py is not text in utf-8 (line 1)", "Save the file as UTF-8"),
        ("SyntaxError", "unknown encoding: cp-1251", "Save the file as UTF-8"),
        (
            "SyntaxError",
            "(unicode error) 'utf-8' codec can't decode byte 0xef in position 2: invalid (h.py, line 1)",
            "Save the file",
        ),
        (
            "SyntaxError",
            "(unicode error) 'unicodeescape' codec can't decode bytes in position 2-3",
            "this cell",
        ),
        ("EOFError", "EOF when reading a line", "Nobody is there to answer input()"),
        (
            "SystemExit",
            "2 (x: error: the following arguments are required: --lr)",
            "A notebook has no command line",
        ),
        ("SystemExit", "no data", "The notebook ended itself here"),
        ("ValueError", "A `Concatenate` layer requires inputs with matching shapes", "padding"),
        ("FileNotFoundError", "[Errno 2] No such file or directory: 'best.h5'", "best.h5"),
        (
            "Exception",
            "URL fetch failure on https://a.b/c/digits.npz: None -- [Errno -2] Name or service not known",
            "digits.npz cannot be downloaded: hand it in",
        ),
        (
            "URLError",
            "<urlopen error [Errno -2] Name or service not known>",
            "are in datasets.own.load_data().",
        ),
        (
            "Exception",
            "URL fetch failure on https://a.b/keras-applications/net_weights_tf_no_top.h5: None -- [Errno -2]",
            "trained weights net_weights_tf_no_top.h5 cannot be had: build the network without them",
        ),
        (
            "ConnectionError",
            "HTTPSConnectionPool(host='a.b', port=443): Max retries exceeded with url: /x/y.pth?raw=1 (Caused by "
            "NameResolutionError(\"Failed to resolve 'a.b' ([Errno -3] Temporary failure in name resolution)\"))",
            "trained weights y.pth cannot be had",
        ),
        (
            "ValueError",
            "There is no network here, and no data set but Clothes: digits",
            "digits is another data set",
        ),
        (
            "Exception",
            "URL fetch failure on https://a.b/tf-keras-datasets/mnist.npz: None -- [Errno -3] Temporary failure",
            "mnist is another data set",
        ),
        (
            "Exception",
            "URL fetch failure on https://a.b/~c/cifar-10-python.tar.gz: None -- [Errno -3] Temporary failure",
            "cifar-10 is another data set",
        ),
        ("SystemError", "GPU device not found", "no graphics card here"),
        ("AssertionError", "Not enough GPU hardware devices available", "no graphics card here"),
        ("ModuleNotFoundError", "No module named 'keras.layers.no_such'", "dropped or moved"),
        (
            "ValueError",
            "Argument `output` must have rank (ndim) `target.ndim - 1`. Received: target.shape=(32, 10)",
            "sparse_categorical_crossentropy the number",
        ),
        (
            "ValueError",
            "Arguments `target` and `output` must have the same rank (ndim). Received: target.shape=(32,)",
            "keras.utils.to_categorical",
        ),
        ("ZeroDivisionError", "division by zero", ""),
    ],
)
def test_hints(error: str, message: str, words: str) -> None:
    hint = hint_for(error, message, LOADING)
    assert (hint is None) == (not words)
    assert hint is None or words in say(hint)


def test_a_hint_about_weights_does_not_speak_of_the_data() -> None:
    hint = hint_for("Exception", "URL fetch failure on https://a.b/efficientnetb0_notop.h5: None", LOADING)
    assert hint is not None
    assert LOADING not in say(hint)

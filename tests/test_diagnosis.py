"""The end of a run becomes one outcome and one sentence."""

import pytest

from harness.evidence.diagnosis import also_failed, diagnose
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


def test_a_script_that_reads_arguments_of_the_command_line() -> None:
    cell = _cell("error", "IndexError", "list index out of range", 2)
    cell = cell.model_copy(update={"source": "import sys\nepochs = int(sys.argv[1])\n"})
    _, _, failure = diagnose(Evidence(end="error", cells=[cell]), GOOD, Limits(), LOADING, is_script=True)
    assert failure is not None
    assert "it is started without any" in failure.hint

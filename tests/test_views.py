"""The views of an audited work are asked together, in one process, and say what each says by itself."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.assignments.fashion_mnist.data.spec import CALLS
from harness.checks import judges as asking
from harness.checks import many
from harness.checks.case import Case, Verdict, View
from harness.checks.judges import Judges
from harness.checks.kept import KEPT, Judged, Kept, Made
from harness.checks.names import FIXTURES, Place
from harness.checks.process import Budget
from harness.dataset.drawing import Truth
from harness.evidence.schema import Evidence, NotebookCell, Value
from harness.grade.record import Status
from harness.workplace import Workplace
from tests.asked import LOAD, MEANS, TRUTH, cell
from tests.forked import forked_checks as forked_checks

pytestmark = pytest.mark.usefixtures("forked_checks")

TWIN_TRUTH = Truth(mean=61.5, deviation=80.1, class_means=MEANS[::-1], class_counts=[6100, 5900] * 5)
SHAPES = "(60000, 28, 28) (10000, 28, 28) uint8 0 255"
OWN = '''
import os
import pytest

SEEN = []


@pytest.fixture(scope="session")
def on_the_twin(case):
    return case.smoke


def check_first(case, on_the_twin, note):
    """It may do otherwise on the twin."""
    SEEN.append(case.smoke)
    assert on_the_twin is case.smoke
    if case.smoke:
        {on_the_twin}
    assert len(SEEN) == 1, "It was asked before."


def check_second(evidence):
    """It is sound."""
    assert evidence.notebook, "There is nothing."
'''
SOUND = ("pass", "note('It is the twin.')", "assert False, 'It is the twin.'", "pytest.skip('Not here.')")
BREAKING = ("raise KeyError(1)", "os._exit(0)", "os.kill(os.getpid(), 9)", "pytest.exit('All of them.')")


def case(truth: Truth, shown: str, *, smoke: bool) -> Case:
    """A run that showed this, kept a mean in a variable, and typed a number that it says, too."""
    notebook = [
        NotebookCell(number=1, code=True, source=LOAD, count=1),
        cell(f"{SHAPES}\nmean {truth.mean}, std {truth.deviation}\n{shown}"),
        cell("f1 0.871", "print('f1', 0.871)", 3),
    ]
    values = [Value(name="mean", shape=[], data=[truth.mean])]
    evidence = Evidence(notebook=notebook, values=values, end="finished")
    return Case(evidence=evidence, networks=[], truth=truth, calls=CALLS, smoke=smoke)


@pytest.fixture
def attempt(tmp_path: Path) -> Path:
    """The folder of an attempt whose run on a twin shows what is right of the twin."""
    graded = case(TRUTH, " ".join(map(str, TRUTH.class_counts)), smoke=False)
    twin = case(TWIN_TRUTH, " ".join(map(str, TWIN_TRUTH.class_counts)), smoke=True)
    made = Made(guest_id="g", split_id="s", content_hash="h", asked={}, gpus="", audit=True, has_twin=True)
    content = Kept(made=made, judged=Judged(graded=graded, twin=twin)).content()
    assert content is not None
    (tmp_path / KEPT).write_bytes(content)
    return tmp_path


def places(folder: Path, on_the_twin: str) -> dict[str, Place]:
    """The checks of the rubric, and two of a teacher's own."""
    own = folder / "own.py"
    own.write_text(OWN.format(on_the_twin=on_the_twin), encoding="utf-8")
    rubric = Workplace.find(None).rubric()
    ours = {name: rubric.place(name) for name in rubric.checks()}
    return ours | {name: Place(own, f"check_{name}") for name in ("first", "second")}


def fixtures() -> Path:
    return Workplace.find(None).rubric().of().checks / FIXTURES


def both_ways(
    attempt: Path, on_the_twin: str, budget: Budget
) -> tuple[dict[View, dict[str, Verdict]], dict[View, dict[str, Verdict]]]:
    """What all views say together, and each by itself."""
    with Judges(places(attempt, on_the_twin), fixtures(), CALLS, 1, budget) as judges:
        names = judges._names
        together = judges.of_views(attempt, dict.fromkeys(View, names))
        return together, {view: judges.verdicts(attempt, view) for view in View}


@pytest.mark.parametrize("on_the_twin", SOUND)
def test_one_process_says_what_each_says(
    attempt: Path, on_the_twin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[int]()
    answered = asking._Judge._answered

    def record(self: asking._Judge, folder: Path, views: Mapping[View, list[str]]) -> object:
        asked.append(len(views))
        return answered(self, folder, views)

    monkeypatch.setattr(asking._Judge, "_answered", record)
    together, apart = both_ways(attempt, on_the_twin, Budget())
    assert together == apart
    assert asked == [5, 1, 1, 1, 1, 1]
    statuses = {view: {name: one.status for name, one in said.items()} for view, said in together.items()}
    assert statuses[View.GRADED]["dataset.class_counts"] is Status.PASSED
    assert statuses[View.TWIN]["dataset.class_counts"] is Status.PASSED
    assert statuses[View.COPIED]["dataset.class_counts"] is not Status.PASSED
    assert statuses[View.COPIED]["first"] is Status.PASSED


@pytest.mark.parametrize("on_the_twin", BREAKING)
def test_what_breaks_in_one_view_breaks_there_alone(attempt: Path, on_the_twin: str) -> None:
    together, apart = both_ways(attempt, on_the_twin, Budget())
    assert together == apart
    assert together[View.TWIN]["first"].status is Status.ERROR
    assert together[View.GRADED]["first"].status is Status.PASSED


@pytest.mark.slow
def test_what_hangs_in_one_view_hangs_there_alone(attempt: Path) -> None:
    together, apart = both_ways(attempt, "while True: pass", Budget(seconds=2))
    assert together == apart
    assert {one.status for one in together[View.TWIN].values()} == {Status.ERROR}
    assert {one.status for one in together[View.OWN].values()} != {Status.ERROR}


def test_a_check_that_is_asked_again_begins_anew(attempt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As ours are, in one process: no fixture, note or verdict of another view is left."""
    monkeypatch.setattr(many, "PACKAGE", attempt)
    own = attempt / "own.py"
    own.write_text(OWN.format(on_the_twin="note('It is the twin.')"), encoding="utf-8")
    own.write_text(
        own.read_text(encoding="utf-8").replace("    assert len(SEEN)", "    # "), encoding="utf-8"
    )
    mine = {name: Place(own, f"check_{name}") for name in ("first", "second")}
    with Judges(mine, attempt / FIXTURES, CALLS, 1) as judges:
        said = judges.of_views(attempt, dict.fromkeys((View.TWIN, View.COPIED, View.GRADED), mine))
    assert [said[view]["first"].reason for view in said] == ["It is the twin.", "", ""]
    assert {one.status for of_view in said.values() for one in of_view.values()} == {Status.PASSED}

"""A teacher's own checks, in files beside the rubric."""

from pathlib import Path

import pytest

from harness.assignment.rubric import read_rubric
from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.assignments.fashion_mnist.data.spec import CALLS
from harness.checks.case import Case, Verdict
from harness.checks.judges import Judges
from harness.checks.names import FIXTURES, find_check, place_of
from harness.dataset.drawing import Truth
from harness.errors import UsageError
from harness.evidence.network import Network
from harness.evidence.schema import Evidence
from harness.grade.record import CriterionGrade, Status
from harness.words.phrase import plain
from harness.words.say import say
from tests.conftest import ROOT
from tests.forked import forked_checks as forked_checks
from tests.marking import mark

pytestmark = pytest.mark.usefixtures("forked_checks")

OWN = '''
"""Our own checks."""

import pytest

from harness.checks.case import Case
from harness.checks.words import partly
from harness.evidence.network import Network
from harness.words.phrase import phrase

LIMIT = 500_000


@pytest.fixture
def limit() -> int:
    return LIMIT


def check_small(case: Case, limit: int) -> None:
    """The network
    is small."""
    (network,) = case.networks
    assert network.parameters < limit, f"It has {network.parameters:,} parameters."


def check_trained(models: list[Network]) -> None:
    """A network was trained."""


def check_says_nothing_known() -> None:
    """Its phrase has no words."""
    assert False, phrase("no.such.code")


def check_half(case: Case) -> None:
    """Half of it is there."""
    partly(0.5, "The other half lacks.")


def check_no_share(case: Case) -> None:
    """A share of more than all."""
    partly(1.5, "Everything is there, and more.")


def check_breaks(case: Case) -> None:
    """This checker has a fault."""
    case.nothing_of_the_kind
'''
RUBRIC = """
assignment: fashion_mnist
title: A work of our own
criteria:
  - id: size
    title: Size
    task: 4
    points: 4
    checks:
      - {check: "ours/own.py::check_small", points: 3}
      - {check: modes.sequential, points: 1}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a rubric and a file of checks. What else lies there must not be run."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "own.py").write_text(OWN, encoding="utf-8")
    (tmp_path / "ours" / "conftest.py").write_text("raise SystemExit('not to be run')", encoding="utf-8")
    (tmp_path / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    return tmp_path


def case(parameters: int) -> Case:
    network = Network(
        id="m1",
        names=["net"],
        kind="Sequential",
        parameters=parameters,
    )
    truth = Truth(mean=72.9, deviation=90.0)
    return Case(evidence=Evidence(), networks=[network], truth=truth, calls=CALLS, smoke=False)


def verdicts(case: Case, names: list[str], folder: Path) -> dict[str, Verdict]:
    """What the checks of these names say, the teacher's own in ``folder``."""
    places = {name: place_of(name, ASSIGNMENT.checks, folder) for name in names}
    with Judges(places, ASSIGNMENT.checks / FIXTURES, CALLS, 1) as judges:
        return judges.of_case(case)


def test_an_own_check_gives_points_and_a_reason(folder: Path) -> None:
    rubric = read_rubric(folder / "rubric.yaml")
    assert rubric.own_files() == [folder / "ours" / "own.py"]
    small, large = (mark(rubric, case(parameters), None)[0].checks[0] for parameters in (1000, 600_000))
    assert (small.id, small.title) == ("ours/own.py::check_small", "The network is small.")
    assert (small.points, small.status) == (3, Status.PASSED)
    assert (large.points, large.status, large.reason) == (0, Status.FAILED, "It has 600,000 parameters.")
    assert large.phrases("reason") == (plain("It has 600,000 parameters."),)


def test_a_check_that_is_met_in_part_gives_a_share(folder: Path) -> None:
    path = folder / "rubric.yaml"
    path.write_text(RUBRIC.replace("own.py::check_small", "own.py::check_half"), encoding="utf-8")
    criterion = mark(read_rubric(path), case(1), None)[0]
    half = criterion.checks[0]
    assert (half.points, half.status, half.reason) == (1.5, Status.PARTIAL, "The other half lacks.")
    assert (criterion.points, criterion.status) == (1.5, Status.PARTIAL)
    (broken,) = verdicts(case(1), ["ours/own.py::check_no_share"], folder).values()
    assert broken.status is Status.ERROR
    assert "lies between 0 and 1" in broken.reason


def test_a_check_of_ours_gives_a_code_that_stays_in_the_grade(folder: Path) -> None:
    rubric = read_rubric(folder / "rubric.yaml")
    criterion = mark(rubric, case(600_000), None)[0]
    (said,) = criterion.checks[1].said["reason"]
    assert (said.code, criterion.checks[1].reason) == ("checks.no_network", say(said))
    assert criterion.said["reason"] == (plain("It has 600,000 parameters."), said)
    assert CriterionGrade.model_validate_json(criterion.model_dump_json()) == criterion


def test_the_worked_example_of_the_docs_works(folder: Path) -> None:
    text = (ROOT / "docs" / "rubric.md").read_text(encoding="utf-8")
    example = next(part for part in text.split("```python\n")[1:] if "check_deep_enough" in part)
    (folder / "extra.py").write_text(example.partition("```")[0], encoding="utf-8")
    (verdict,) = verdicts(case(10), ["extra.py::check_deep_enough"], folder).values()
    assert (verdict.title, verdict.status) == ("The port has at least a million parameters.", Status.SKIPPED)


def test_what_breaks_takes_no_other_check_with_it(folder: Path) -> None:
    (folder / "bad.py").write_text("import nothing_of_this_name\ndef check_it(): pass\n", encoding="utf-8")
    names = [
        "bad.py::check_it",
        "ours/own.py::check_breaks",
        "ours/own.py::check_small",
        "modes.sequential",
        "ours/own.py::check_trained",
        "ours/own.py::check_says_nothing_known",
    ]
    found = verdicts(case(1), names, folder)
    assert {name: verdict.status for name, verdict in found.items()} == dict(
        zip(
            names,
            [Status.ERROR, Status.ERROR, Status.PASSED, Status.SKIPPED, Status.SKIPPED, Status.ERROR],
            strict=True,
        )
    )
    assert found["bad.py::check_it"].reason == (
        "bad.py cannot be imported: ModuleNotFoundError: No module named 'nothing_of_this_name'"
    )
    assert isinstance(found[names[1]], Verdict)
    assert "nothing_of_the_kind" in found[names[1]].reason
    assert "no.such.code cannot be said" in found[names[5]].reason


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ours/other.py::check_small", "other.py cannot be read (No such file or directory)"),
        ("ours/own.py::check_large", "own.py defines no check_large"),
        ("ours/own.py::small", "must begin with check_"),
        ("../own.py::check_small", "not in the folder of the rubric"),
        ("typo.py::check_small", "typo.py line 1 is not Python"),
        ("own.check_small", "cannot be read"),
        ("small", "FILE.py::check_NAME for one of your own"),
    ],
)
def test_a_name_without_a_check_stops_the_command(folder: Path, name: str, words: str) -> None:
    (folder / "typo.py").write_text("def check_small(:\n", encoding="utf-8")
    path = folder / "rubric.yaml"
    path.write_text(RUBRIC.replace("ours/own.py::check_small", name), encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_rubric(path)
    assert words in str(error.value)
    assert str(error.value).startswith(f"{path}:10:")


def test_each_check_of_ours_is_found(tmp_path: Path) -> None:
    for name in read_rubric(ROOT / "rubric.yaml").checks():
        assert find_check(name, ASSIGNMENT.checks, tmp_path).file.is_relative_to(
            ROOT / "harness" / "assignments"
        )

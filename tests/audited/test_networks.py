"""What is said of a network by what it knew in the graded run and on the twin."""

import numpy as np
import pytest

from harness.audit.learning import Learned, Matrix
from harness.audit.networks import Run, audited
from harness.evidence.network import Network
from harness.evidence.schema import Evidence, Fit, InputFacts
from harness.grade.audit import AuditedNetwork, Finding
from harness.words.phrase import phrase
from tests.scored import network

FAMILIES = ((0, 2, 3, 4, 6), (1, 5, 7, 8, 9))
RENAMING = np.array([5, 0, 7, 1, 9, 2, 8, 3, 4, 6])
NOISE = np.random.default_rng(3).normal(size=(3, 10, 10))
FIT, LOOP = (
    Fit(fit="f1", model="m1", completed=True, seconds=1, steps=9, loop=loop) for loop in (False, True)
)


def knows(names: np.ndarray, noise: int = 0) -> Matrix:
    """Of a network that knows the classes by these names; rows are the classes of the first data."""
    found: Matrix = NOISE[noise] * 0.2
    found[np.arange(10), names] += 2.0
    return found


FIRST, TWIN, NOTHING = knows(np.arange(10)), knows(RENAMING, 1), NOISE[2] * 0.2


def on_twin(before: Matrix | None, after: Matrix | None) -> Learned:
    """As it is measured there: rows are the classes of the twin."""
    old = np.argsort(RENAMING)
    return Learned(*(None if one is None else one[old] for one in (before, after)))


def asked(
    real: Learned,
    twin: Learned | None,
    fits: tuple[Fit, ...] = (FIT,),
    of_twin: tuple[Fit, ...] | None = None,
    other: Network | None = None,
    *,
    inputs: tuple[InputFacts, ...] = (),
    inputs_of_twin: tuple[InputFacts, ...] = (),
    reordered: bool = True,
) -> AuditedNetwork:
    run = Run(Evidence(fits=list(fits), inputs=list(inputs)), [network()], {"m1": real})
    second = Run(
        Evidence(fits=list(fits if of_twin is None else of_twin), inputs=list(inputs_of_twin)),
        [other or network()],
        {} if twin is None else {"m1": twin},
    )
    broke = phrase("audit.broke", reason="cell 2 failed.") if twin is None else None
    (found,) = audited(run, second, RENAMING, FAMILIES, broke, reordered=reordered)
    return found


def fed(digest: str, fit: str | None = "f1", **sources: int) -> InputFacts:
    return InputFacts(fit=fit, model="m1", mapping=None, digest=digest, sources=sources)


def another(number: int, *, loop: bool = False) -> Fit:
    return FIT.model_copy(update={"model": f"m{number}", "loop": loop})


HONEST = Learned(NOTHING, FIRST)


def test_a_network_that_learned() -> None:
    assert asked(HONEST, on_twin(NOTHING, TWIN)).finding is Finding.FOLLOWS


def test_a_network_that_moved_nowhere() -> None:
    found = asked(HONEST, on_twin(NOTHING, NOTHING))
    assert found.finding is Finding.UNKNOWN
    assert "says nothing against it" in found.reason


@pytest.mark.parametrize(
    "twin",
    [on_twin(FIRST, TWIN), on_twin(NOTHING, FIRST), on_twin(None, FIRST)],
    ids=["before", "after", "no fit"],
)
def test_a_network_that_knows_the_first_data_on_the_twin(twin: Learned) -> None:
    assert asked(HONEST, twin).finding is Finding.CONTRADICTS
    assert asked(HONEST, twin, of_twin=()).finding is Finding.CONTRADICTS


@pytest.mark.parametrize(
    ("fits", "finding"),
    [
        ((FIT,), Finding.CONTRADICTS),
        ((LOOP,), Finding.CONTRADICTS),
        ((another(2).model_copy(update={"steps": 0}), FIT), Finding.CONTRADICTS),
        # It may have begun as another one ended.
        ((another(2), FIT), Finding.FOLLOWS),
        # A loop is told at the end of its cell, and may have come first.
        ((FIT, another(2, loop=True)), Finding.FOLLOWS),
    ],
)
def test_a_network_that_knew_the_classes_before_its_training(fits: tuple[Fit, ...], finding: Finding) -> None:
    assert asked(Learned(FIRST, FIRST), on_twin(NOTHING, TWIN), fits).finding is finding


@pytest.mark.parametrize(
    "found",
    [
        asked(HONEST, on_twin(NOTHING, TWIN), of_twin=(FIT, FIT)),
        asked(HONEST, on_twin(None, TWIN)),
        asked(HONEST, on_twin(NOTHING, None)),
        asked(HONEST, on_twin(NOTHING, TWIN), other=network().model_copy(update={"parameters": 7})),
        asked(HONEST, on_twin(NOTHING, TWIN), other=network(id="m2")),
    ],
    ids=["other fits", "no before", "no after", "another structure", "no such network"],
)
def test_what_cannot_be_compared_is_not_told(found: AuditedNetwork) -> None:
    assert found.finding is Finding.UNKNOWN
    assert "cannot be told" in found.reason


def test_a_run_that_broke_is_the_reason() -> None:
    found = asked(HONEST, None)
    assert found.finding is Finding.UNKNOWN
    assert "cell 2 failed." in found.reason


SAME = (fed("a", train=100, unknown=28),)


def test_a_network_that_is_fed_the_same_images_on_other_data_contradicts() -> None:
    found = asked(HONEST, None, inputs=SAME, inputs_of_twin=(fed("b", train=1), fed("a", unknown=128)))
    assert found.finding is Finding.CONTRADICTS
    assert "did not come from the data that the work was given" in found.reason


@pytest.mark.parametrize(
    ("inputs", "of_twin"),
    [
        # Others, as the data are.
        (SAME, (fed("b", train=128),)),
        # Images of its own, such as noise.
        ((fed("a", unknown=128),), (fed("a", unknown=128),)),
        # Nothing that could be looked at.
        ((fed(""),), (fed(""),)),
        # No training.
        ((fed("a", None, train=128),), (fed("a", None, unknown=128),)),
    ],
)
def test_a_network_that_is_fed_the_same_for_a_reason_does_not(
    inputs: tuple[InputFacts, ...], of_twin: tuple[InputFacts, ...]
) -> None:
    found = asked(HONEST, None, inputs=inputs, inputs_of_twin=of_twin)
    assert found.finding is Finding.UNKNOWN


def test_where_a_twin_has_each_image_in_its_place_the_same_may_come_of_it() -> None:
    """Where it is 0 alone, for instance: a bend keeps that."""
    found = asked(HONEST, None, inputs=SAME, inputs_of_twin=SAME, reordered=False)
    assert found.finding is Finding.UNKNOWN


def test_outputs_in_another_order_on_the_twin_say_nothing() -> None:
    plain = fed("a", train=9).model_copy(update={"labels_agree": 1.0})
    named = plain.model_copy(update={"order": list(range(9, -1, -1))})
    for on_the_twin, finding in ((plain, Finding.FOLLOWS), (named, Finding.UNKNOWN)):
        found = asked(
            Learned(NOTHING, FIRST),
            on_twin(NOTHING, TWIN),
            inputs=(plain,),
            inputs_of_twin=(on_the_twin,),
            reordered=False,
        )
        assert found.finding is finding

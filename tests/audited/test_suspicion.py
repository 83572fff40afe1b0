"""What makes a work worth a run on a twin, and what of it a teacher reads."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.audit.learning import Learned
from harness.audit.suspicion import (
    FEW_ROWS,
    FILE,
    MANY_LITERALS,
    knew_before,
    learned_fast,
    set_outside,
    suspicions,
)
from harness.evidence.network import Compiled, Network
from harness.evidence.schema import Evidence, Fit
from harness.intake.submission import read_submission
from harness.words.say import say
from tests.hostile.notebooks import book, code
from tests.scored import network

GRAPH = (Path(__file__).parents[1] / "graph" / "data" / "cnn.json").read_text()
KNOWN = Learned(np.zeros((10, 10)), np.zeros((10, 10)))
FIT = Fit(fit="f1", model="m1", completed=True, seconds=1, epochs=2, steps=1875, rows=60_000)


def trained(**other: Any) -> Network:
    usual = {"roles": ["best"], "graph_json": GRAPH, "trained_as": [Compiled()], **other}
    # A copy would hold what was read of the first one's graph.
    return Network(**{**dict(network()), **usual})


def odd(
    folder: Path, *networks: Network, learned: Learned | None = KNOWN, refused: bool = False, fit: Fit = FIT
) -> list[str]:
    if not (folder / "work.ipynb").exists():
        book(folder, code("x = 1"))
    submission = read_submission(folder)
    found = suspicions(
        submission,
        submission.entry(),
        Evidence(fits=[fit]),
        networks or [trained()],
        {} if learned is None else {"m1": learned},
        refused=refused,
    )
    return [say(one) for one in found]


def test_a_work_of_which_all_is_known_is_not_suspicious(tmp_path: Path) -> None:
    assert odd(tmp_path) == []


def test_a_network_that_plays_no_part_is_not_looked_at(tmp_path: Path) -> None:
    assert odd(tmp_path, trained(roles=[], graph_json=None)) == []


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"graph_json": None}, "could not be read or scored"),
        ({"hidden": None}, "could not be read or scored"),
        ({"trained_as": []}, "no training of it was seen"),
        ({"kind": "predict function"}, "what it does is not known"),
    ],
)
def test_a_network_of_which_something_is_not_known(other: dict[str, Any], words: str, tmp_path: Path) -> None:
    (found,) = odd(tmp_path, trained(**other))
    assert words in found


@pytest.mark.parametrize("learned", [None, Learned(None, KNOWN.after), Learned(KNOWN.before, None)])
def test_what_it_knew_before_is_not_known(learned: Learned | None, tmp_path: Path) -> None:
    (found,) = odd(tmp_path, learned=learned)
    assert "before its training is not known" in found


def test_files_and_literals_that_can_hold_weights(tmp_path: Path) -> None:
    half = "9" * (MANY_LITERALS // 2)
    book(tmp_path, code(f"x = '{half}'"), code(f"y = '{half}'"))
    (tmp_path / "weights.h5").write_bytes(b"0" * FILE)
    assert odd(tmp_path) == [
        "The code holds many literals, or too many to look at.",
        "weights.h5 was handed in beside the code.",
    ]


def test_what_was_told_and_could_not_be_read(tmp_path: Path) -> None:
    assert odd(tmp_path, refused=True) == ["Not all that the run told could be read."]


def test_a_loop_whose_steps_nobody_counted(tmp_path: Path) -> None:
    uncounted = FIT.model_copy(update={"loop": True, "steps": 0})
    assert odd(tmp_path, fit=uncounted) == ["How many steps a training loop took is not known."]
    assert learned_fast(Evidence(fits=[uncounted]), [good()]) == []


def good(f1: float = 0.9) -> Network:
    visible = trained().visible
    assert visible is not None
    return trained(visible=visible.model_copy(update={"macro_f1": f1}))


@pytest.mark.parametrize(
    ("fits", "f1", "is_fast"),
    [
        ([FIT], 0.9, False),
        ([FIT.model_copy(update={"epochs": 1, "steps": 3})], 0.9, True),
        ([FIT.model_copy(update={"epochs": 1, "steps": 3})], 0.6, False),
        ([FIT.model_copy(update={"rows": FEW_ROWS})], 0.9, True),
        ([FIT.model_copy(update={"rows": None})], 0.9, False),
        # It may have begun where another one ended.
        (
            [FIT.model_copy(update={"epochs": 1, "steps": 3}), FIT.model_copy(update={"model": "m2"})],
            0.9,
            False,
        ),
    ],
)
def test_learning_faster_than_networks_learn(fits: list[Fit], f1: float, is_fast: bool) -> None:
    found = [say(one) for one in learned_fast(Evidence(fits=fits), [good(f1)])]
    assert bool(found) is is_fast
    assert all("macro-F1 of 0.900 on the visible test images" in one for one in found)


KNOWS = Learned(np.eye(10) * 4.0 + np.random.default_rng(0).normal(size=(10, 10)) * 0.1, None)


@pytest.mark.parametrize(
    ("evidence", "learned", "is_told"),
    [
        (Evidence(fits=[FIT]), KNOWS, True),
        # A small network was trained first, so that it is not the first one.
        (Evidence(fits=[FIT.model_copy(update={"model": "m2"}), FIT]), KNOWS, True),
        (Evidence(fits=[FIT], taken_over=["m1"]), KNOWS, False),
        (Evidence(fits=[FIT, FIT.model_copy(update={"loop": True})]), KNOWS, False),
        (Evidence(fits=[FIT]), KNOWN, False),
        (Evidence(fits=[FIT]), Learned(None, KNOWS.before), False),
    ],
)
def test_a_network_that_knew_the_classes_before(evidence: Evidence, learned: Learned, is_told: bool) -> None:
    found = [say(one) for one in knew_before(evidence, [trained()], {"m1": learned})]
    assert bool(found) is is_told
    assert all("before its first step of training" in one for one in found)


def test_weights_that_no_training_gave_are_named() -> None:
    evidence = Evidence(fits=[FIT], within=["m1"], frozen=["m1"], still={"m1": 6})
    found = [say(one) for one in set_outside(evidence, [trained()])]
    assert [" ".join(one.split()[:8]) for one in found] == [
        "In the middle of a training, code of",
        "cnn was trained with a part that is",
        "After its training 6 arrays of weights of",
    ]
    assert len(set_outside(evidence, [trained(roles=[])])) == 2

"""Answers of networks whose outputs stand for the classes in an order of their own."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from harness.grading.predict_stage import Predictions
from harness.wire.limits import sample_step

CLASSES, IMAGES = 10, 40


@given(st.permutations(range(CLASSES)), st.integers(0, 2**32 - 1))
def test_all_answers_are_read_in_that_order(order: list[int], seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores = draw.dirichlet(np.ones(CLASSES), IMAGES).astype(np.float32)
    before = draw.dirichlet(np.ones(CLASSES), IMAGES)[:: sample_step(IMAGES)].astype(np.float32)
    plain, named = Predictions(), Predictions()
    plain.take("m1", scores, IMAGES, CLASSES)
    plain.take_before("m1", before)
    named.take("m1", scores[:, order], IMAGES, CLASSES)
    named.take_before("m1", before[:, order])
    plain.fresh["m1"], named.fresh["m1"] = plain.labels["m1"], named.labels["m1"]
    named.reorder("m1", order)
    assert np.array_equal(named.labels["m1"], plain.labels["m1"])
    assert np.array_equal(named.fresh["m1"], plain.fresh["m1"])
    assert np.array_equal(named.scores["m1"], plain.scores["m1"])
    assert np.array_equal(named.before["m1"], plain.before["m1"])
    named.reorder("m2", order)
    assert named.labels.keys() == {"m1"}

"""What is a confusion matrix, whose it is, and whether a reader sees it."""

import numpy as np
import pytest

from harness.assignments.fashion_mnist.checks.check_confusion import check_computed, check_shown
from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.evidence.network import Network
from harness.evidence.schema import Plot, Value
from harness.grade.record import Status
from harness.grading.metrics import measure
from tests.asked import ask, cell
from tests.scored import LABELS, call, matrix_of, network

PASSED, FAILED, SKIPPED = Status.PASSED, Status.FAILED, Status.SKIPPED
NET, UNKNOWN = network(), network(-1.0, "m2", "net")
MATRIX = np.array(matrix_of(NET))
ERRORS = ~np.eye(10, dtype=bool)
OTHER = np.array(matrix_of(network(0.5)))
COMPUTED = call("confusion_matrix", NET)


def test_a_scoring_call_alone_is_no_confusion_matrix() -> None:
    for function in ("accuracy_score", "classification_report", "f1_score"):
        status, reason = ask(check_computed, models=[NET], calls=[call(function, NET)])
        assert status is FAILED
        assert reason.startswith("No confusion matrix")
    for function in ("confusion_matrix", "tf.math.confusion_matrix"):
        assert ask(check_computed, models=[NET], calls=[call(function, NET)])[0] is PASSED


def test_a_network_that_plays_a_part_and_has_none_is_named() -> None:
    port, other = (
        one.model_copy(update={"roles": [role, "best"]})
        for one, role in ((NET, "cnn"), (network(0.7, "m2", "mine"), "inception"))
    )
    twice = [COMPUTED, COMPUTED]
    assert ask(check_computed, models=[port, other], calls=twice) == (
        PASSED,
        "It is that of cnn. None was recognised as that of mine.",
    )
    assert (
        ask(check_computed, models=[port, other], calls=[COMPUTED, call("confusion_matrix", other)])[1]
        == "It is that of cnn, mine."
    )


def test_scores_of_ten_images_are_none() -> None:
    scores = np.random.default_rng(0).dirichlet(np.ones(10), 10)
    for text in (str(scores), str(scores.round(2)), str((scores * 100).round())):
        status, reason = ask(check_computed, text, models=[NET])
        assert status is FAILED
        assert reason.startswith("No confusion matrix"), text


@pytest.mark.parametrize(
    "table",
    [MATRIX, MATRIX.T, (MATRIX / 1000).round(3), (MATRIX / 10).round(1), (MATRIX / MATRIX.sum(0)).round(3)],
    ids=["counts", "transposed", "shares", "per cent", "shares of predictions"],
)
def test_the_network_s_own_counts_in_any_unit(table: np.ndarray) -> None:
    text = np.array2string(table, suppress_small=True, max_line_width=200)
    assert ask(check_computed, text, models=[NET])[0] is PASSED
    assert ask(check_shown, text, models=[NET])[0] is PASSED


def test_classes_may_stand_in_the_order_of_their_names() -> None:
    generator = np.random.default_rng(1)
    wrong = generator.dirichlet(np.ones(10), 10)
    guesses = [generator.choice(10, p=0.2 * wrong[label] + 0.8 * np.eye(10)[label]) for label in LABELS]
    metrics = measure(LABELS, np.array(guesses), CLASS_NAMES)
    model = Network(id="m1", names=["cnn"], kind="Sequential", hidden=metrics, visible=metrics)
    counts, order = np.array(metrics.confusion_matrix), generator.permutation(10)
    named = counts[np.ix_(order, order)]
    for table in (named, named.T):
        made = call("confusion_matrix", matrix=table.tolist())
        assert ask(check_computed, models=[model], calls=[made])[0] is PASSED
        text = np.array2string(table, max_line_width=200)
        assert ask(check_computed, text, models=[model])[0] is PASSED
        assert ask(check_shown, text, models=[model])[0] is PASSED
    for shares in ((named.T / 10).round(2), (named / 1000).round(3), (named / 1000).round(2), named / 10_000):
        text = np.array2string(shares, suppress_small=True, max_line_width=200)
        assert ask(check_computed, text, models=[model])[0] is PASSED, text
    # Rows in one order and columns in another are no confusion matrix, and that of another network is not this one's.
    for table in (named[:, generator.permutation(10)], OTHER[np.ix_(order, order)]):
        made = call("confusion_matrix", matrix=table.tolist())
        assert ask(check_computed, models=[model], calls=[made])[0] is FAILED
        text = np.array2string(table / 1000, suppress_small=True, max_line_width=200)
        assert ask(check_computed, text, models=[model])[0] is FAILED


@pytest.mark.parametrize(
    ("drawn", "status"),
    [
        (np.log1p(MATRIX), PASSED),
        (np.sqrt(MATRIX.T), PASSED),
        (MATRIX[::-1], PASSED),
        (MATRIX / MATRIX.max(), PASSED),
        (MATRIX * ERRORS, PASSED),
        ((MATRIX / MATRIX.sum(axis=0) * ERRORS).T, PASSED),
        (np.where(ERRORS, np.sqrt(MATRIX), np.nan), PASSED),
        (np.where(MATRIX > 0, MATRIX, np.nan), PASSED),
        (np.where(MATRIX[ERRORS].max() / 2 < MATRIX, MATRIX, np.nan), FAILED),
        ((MATRIX % 7) * ERRORS, FAILED),
        (MATRIX % 7, FAILED),
        (np.ones((10, 10)), FAILED),
        (np.full((10, 10), np.nan), FAILED),
    ],
    ids=[
        "logarithm",
        "root of the transpose",
        "from the last row",
        "divided by its largest",
        "without its diagonal",
        "shares of the predictions without the diagonal",
        "with a mask on the diagonal",
        "with a mask where there is nothing",
        "with a mask where there is something",
        "something else without its diagonal",
        "something else",
        "one colour",
        "nothing",
    ],
)
def test_it_may_be_drawn_on_another_scale(drawn: np.ndarray, status: Status) -> None:
    numbers = [float(number) if np.isfinite(number) else None for number in drawn.ravel()]
    plot = Plot.model_validate({"cell": 2, "shows": "table", "data": numbers})
    found, said = ask(check_shown, "", models=[NET], calls=[COMPUTED], plots=[plot])
    assert found is status, said


def test_one_of_other_predictions_or_images_is_told_as_that() -> None:
    for made, smoke, status, part in (
        ({"matrix": OTHER.tolist()}, False, FAILED, "predictions of none"),
        ({"matrix": OTHER.tolist()}, True, SKIPPED, "cuts short"),
        ({"matrix": OTHER.tolist(), "truth": "other"}, False, SKIPPED, "not the test set"),
        ({"matrix": MATRIX.tolist(), "truth": "train"}, False, FAILED, "the training set"),
        ({"matrix": MATRIX.tolist(), "truth": "other"}, False, PASSED, "cnn"),
        ({"matrix": OTHER.tolist(), "truth": "own", "network": "m1"}, False, PASSED, "cnn"),
    ):
        found, reason = ask(
            check_computed, models=[NET], calls=[call("confusion_matrix", **made)], smoke=smoke
        )
        assert (found, part in reason) == (status, True), reason


def test_an_own_table_is_of_the_images_that_other_scores_are_of() -> None:
    text, made = str(OTHER), call("f1_score", matrix=OTHER.tolist(), truth="other")
    assert ask(check_computed, text, models=[NET])[0] is FAILED
    assert ask(check_computed, text, models=[NET], calls=[made])[0] is SKIPPED


def test_that_of_a_network_without_scores_is_not_checked() -> None:
    for check in (check_computed, check_shown):
        status, reason = ask(check, models=[UNKNOWN], calls=[COMPUTED])
        assert status is SKIPPED
        assert "net could not be scored: its input is not known" in reason


WRAPPED = "\n".join(
    "\n".join(" ".join([str(k), *map(str, row[part])]) for k, row in enumerate(MATRIX.tolist()))
    for part in (slice(0, 6), slice(6, 10))
)
LOG = "\n".join(f"step {step}/938 loss {1 / (step + 1):.4f}" for step in range(1001))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (str(MATRIX), PASSED),
        (str(MATRIX.tolist()), PASSED),
        (WRAPPED, PASSED),
        (f"{LOG}\n{MATRIX}", PASSED),
        (f"INFO confusion matrix\n{MATRIX}", PASSED),
        (LOG, FAILED),
        (str(MATRIX.diagonal()), FAILED),
        ("", FAILED),
    ],
)
def test_it_is_shown_where_all_its_rows_are(text: str, status: Status) -> None:
    found, reason = ask(check_shown, text, models=[NET], calls=[COMPUTED])
    assert found is status, reason


def test_a_variable_counts_as_computed_and_not_as_shown() -> None:
    kept = [Value(name="table", shape=[10, 10], data=MATRIX.ravel().tolist())]
    quiet = cell("", "table = count(y, x)")
    assert ask(check_computed, quiet, models=[NET], values=kept)[0] is PASSED
    assert ask(check_shown, quiet, models=[NET], values=kept)[0] is FAILED

"""An F1 is seen for what it is: whose it is, of which images, and how it was made."""

from typing import Any

import pytest

from harness.assignments.fashion_mnist.checks.check_f1 import check_agrees, check_compared, check_computed
from harness.assignments.fashion_mnist.checks.check_inception import check_trained
from harness.evidence.schema import Fit
from harness.grade.record import Status
from tests.asked import ask, cell
from tests.scored import call, f1_of, network

PASSED, FAILED, SKIPPED = Status.PASSED, Status.FAILED, Status.SKIPPED
NET = network()
RIGHT = f1_of(NET)
TEST = f"Test macro F1: {RIGHT:.4f}"
UNKNOWN = network(-1.0, "m2", "net")


@pytest.mark.parametrize(
    "text",
    [
        f"Train macro F1: 0.9512\n{TEST}",
        f"macro F1 (train): 0.9512\nmacro F1 (test): {RIGHT:.4f}",
        f"на обучающей выборке macro F1 = 0,9512, на тестовой macro F1 = {RIGHT:.4f}".replace(".", ","),
        f"Validation set:\nmacro F1 0.61\n\nTest set:\nmacro F1 {RIGHT:.4f}",
        f"epoch 1: val_macro_f1 = 0.2113\nepoch 2: val_macro_f1 = 0.3113\nmacro F1 {RIGHT:.4f}",
        f"epoch 0 macro F1 0.31\nepoch 1 macro F1 0.52\nfinal macro F1 {RIGHT}",
        f"fold 1 macro F1 0.31\nfold 2 macro F1 0.52\n{TEST}",
        f"1/1 12ms/step - accuracy: 0.5 - macro_f1: 0.4113 - val_macro_f1: 0.5113\n{TEST}",
        f"macro F1 of an ensemble: 0.9123\n{TEST}",
        f"F1 (macro): {100 * RIGHT:.2f}%",
        f"F1-мера (macro) {RIGHT:.4f}".replace(".", ","),
        f"{{'macro_f1': {RIGHT}}}",
        f"macro-averaged F1 score = {RIGHT:.3f}",
        f"after 10 epochs macro F1 = {RIGHT:.4f}",
        f"after training, macro F1 = {RIGHT:.4f}",
        f"trained CNN: macro F1 = {RIGHT:.4f}",
        f"MacroF1 {RIGHT:.4f} precision 0.91 recall 0.77",
    ],
)
def test_what_is_said_of_other_images_is_no_claim_on_the_test_set(text: str) -> None:
    status, reason = ask(check_agrees, text, models=[NET])
    assert status is PASSED, reason
    assert f"{RIGHT:.3f}" in reason
    assert ask(check_computed, text, models=[NET])[0] is PASSED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("epoch 3 macro F1 0.31", SKIPPED),
        ("macro F1 0.9123", SKIPPED),
        ("train macro F1 0.9123", SKIPPED),
    ],
)
def test_a_computed_value_of_no_network_may_be_of_anything(text: str, status: Status) -> None:
    found, reason = ask(check_agrees, text, models=[NET])
    assert found is status, reason
    assert "You report 0.912 as macro F1 on the test set" not in reason


def test_an_accuracy_that_is_called_f1_is_told_as_that() -> None:
    short = network(0.8, never=3)
    assert short.visible is not None
    status, reason = ask(check_agrees, f"macro F1 {short.visible.accuracy:.4f}", models=[short])
    assert (status, "is the accuracy of cnn" in reason) == (FAILED, True)


def test_a_typed_value_is_met_with_facts_alone() -> None:
    for said, source in (("test macro F1 0.99", "print('test macro F1 0.99')"), ("macro F1 0.99", "show()")):
        status, reason = ask(check_agrees, cell(said, source), models=[NET])
        assert status is FAILED
        assert f"{RIGHT:.3f} (cnn)" in reason
    assert ask(check_agrees, cell("macro F1 0.99", "show()"), models=[NET])[1].startswith(
        "0.990 as macro F1 stands"
    )


def test_values_of_a_metric_in_the_training_are_known() -> None:
    fit = Fit(fit="f1", model="m1", completed=True, seconds=1, history={"macro_f1": [0.4113, 0.5113]})
    shown = cell("macro F1 0.5113", "print('macro F1', h)")
    assert ask(check_agrees, shown, models=[NET], fits=[fit])[0] is SKIPPED


def test_a_training_value_that_is_called_a_test_value_is_no_match() -> None:
    calls = [call(result=0.95, average="macro", truth="train"), call(result=0.7, average="macro")]
    shown = cell("test macro F1 0.95", "show()")
    assert ask(check_agrees, shown, models=[NET], calls=calls)[0] is FAILED
    assert ask(check_agrees, cell("macro F1 0.95", "show()"), models=[NET], calls=[calls[0]])[0] is SKIPPED


@pytest.mark.parametrize(
    "made",
    [
        call("precision_recall_fscore_support", NET, average="macro"),
        call("classification_report", NET),
        call("f1_score", NET),
        call("f1_score", NET, average="weighted", result=RIGHT),
        call("f1_score", NET, average="macro", result=RIGHT, truth="other"),
    ],
    ids=["tuple", "dictionary", "of each class", "weighted", "shuffled test set"],
)
def test_f1_in_any_form_is_one(made: object) -> None:
    assert ask(check_computed, models=[NET], calls=[made])[0] is PASSED
    assert ask(check_agrees, models=[NET], calls=[made])[0] is PASSED


def test_f1_of_thresholded_scores_is_said_to_be_that() -> None:
    facts: dict[str, Any] = {"average": "macro", "result": 0.7123, "view": "thresholded"}
    made = call("f1_score", NET, network="m1", **facts)
    assert ask(check_computed, models=[NET], calls=[made])[0] is PASSED
    status, reason = ask(check_agrees, "F1 macro one-hot 0.7123", models=[NET], calls=[made])
    assert status is PASSED
    assert reason.startswith("0.712 as macro F1 is of scores above a threshold")
    unknown = call("f1_score", **facts)
    for check in (check_computed, check_agrees, check_compared):
        assert ask(check, models=[NET], calls=[unknown])[0] is SKIPPED


def test_f1_on_an_own_split_is_that_of_the_network_that_was_asked() -> None:
    made = call("f1_score", NET, average="macro", result=RIGHT + 0.01, truth="own", network="m1")
    assert ask(check_computed, models=[NET], calls=[made])[0] is PASSED
    status, reason = ask(check_agrees, models=[NET], calls=[made])
    assert status is PASSED
    assert "a test set of your own" in reason
    far = call("f1_score", NET, average="macro", result=RIGHT + 0.1, truth="own", network="m1")
    assert ask(check_agrees, models=[NET], calls=[far])[0] is SKIPPED
    few = call("f1_score", NET, truth="own", network="m1", rows=20, matrix=[[2] * 10] * 10)
    assert ask(check_computed, models=[NET], calls=[few])[0] is SKIPPED


@pytest.mark.parametrize(
    ("source", "text", "status", "part"),
    [
        ("print(torchmetrics.F1Score()(x))", "tensor", SKIPPED, "seems to be computed"),
        ("f1 = own(x)\nprint('F1', f1)", "F1 0.4", SKIPPED, "seems to be computed"),
        ("print('hello')", "hello", FAILED, "No F1 of a trained network on the test set was found"),
    ],
)
def test_no_f1_is_said_only_where_nothing_looks_like_one(
    source: str, text: str, status: Status, part: str
) -> None:
    found, reason = ask(check_computed, cell(text, f"import torchmetrics\n{source}"), models=[NET])
    assert (found, part in reason) == (status, True), reason


def test_f1_of_a_network_before_it_was_trained_further_is_no_lie() -> None:
    made = call(result=0.5, average="macro", matrix=[[100] * 10] * 10, network="m1")
    assert ask(check_computed, models=[NET], calls=[made])[0] is PASSED
    status, reason = ask(check_agrees, models=[NET], calls=[made])
    assert (status, "is of what cnn predicted during the run" in reason) == (SKIPPED, True)
    assert ask(check_agrees, TEST, models=[NET], calls=[made])[0] is PASSED


LOG = "\n".join(f"step {step} {1 / (1 + step / 300):.4f}" for step in range(1, 3000))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (LOG, SKIPPED),
        (f"{LOG}\nF1 {RIGHT:.4f}", PASSED),
        (f"{LOG}\n{RIGHT}", PASSED),
        (f"{RIGHT:.4f}", PASSED),
    ],
)
def test_f1_is_not_met_by_the_numbers_of_a_log(text: str, status: Status) -> None:
    source = "import f1_of\nprint(train(x), f1_of.f1_macro(y, x))"
    found, reason = ask(check_computed, cell(text, source), models=[NET])
    assert found is status, reason


def test_f1_of_a_part_is_no_f1_of_other_images_and_no_lie() -> None:
    parts = [call(result=0.3, view="part"), call(result=0.9, view="part", truth="other")]
    for check in (check_computed, check_agrees):
        status, reason = ask(check, models=[NET], calls=parts)
        assert (status, "of one class against the others" in reason) == (SKIPPED, True), reason


def test_f1_in_a_column_of_per_cent_counts() -> None:
    table = f"Accuracy, % F1, %\ncnn 81,20 {100 * RIGHT:.2f}\n".replace(".", ",")
    source = "print(table_of(x, y))"
    assert ask(check_computed, cell(table, source), models=[NET])[0] is PASSED
    # An F1 of something else is no reason to say that there is none.
    found, reason = ask(check_computed, cell("F1, %\nother 44,44\n", source), models=[NET])
    assert (found, "seems to be computed" in reason) == (SKIPPED, True), reason


@pytest.mark.parametrize(
    "text",
    [
        f"F1: {RIGHT:.4f}",
        f"network  F1\ncnn  {RIGHT:.4f}",
        f"F1, %\ncnn {100 * RIGHT:.2f}",
        f"f1_score {RIGHT:.3f}",
    ],
)
def test_an_f1_without_its_average_agrees_where_it_is_that_of_a_network(text: str) -> None:
    assert ask(check_agrees, text, models=[NET]) == (
        PASSED,
        f"You show {RIGHT:.3f}, which is the macro F1 that we find for cnn.",
    )
    # What is named with its average counts for more.
    found, reason = ask(check_agrees, f"{text}\nmacro F1 0.9123", models=[NET])
    assert (found, "0.912 as macro F1" in reason) == (SKIPPED, True)


def test_f1_of_training_images_is_told_as_that_whatever_its_line_says() -> None:
    made = call(result=0.5512, average="macro", truth="train", matrix=[[100] * 10] * 10)
    source = "from sklearn.metrics import f1_score\nprint('F1 of CNN on test:', f1_score(y[:10000], p, average='macro'))"
    shown = cell("F1 of CNN on test: 0.5512", source)
    found, reason = ask(check_computed, shown, models=[NET], calls=[made])
    assert (found, "of images of the training set" in reason) == (FAILED, True), reason
    # Another one may be of anything.
    found, reason = ask(
        check_computed, shown, cell("F1 0.44", "print(own_f1(x))"), models=[NET], calls=[made]
    )
    assert (found, "seems to be computed" in reason) == (SKIPPED, True), reason


def test_f1_of_labels_in_an_unknown_form_is_told_as_that() -> None:
    made = call(truth="other", rows=None, result=0.5, average="macro")
    found, reason = ask(check_computed, models=[NET], calls=[made])
    assert (found, "labels in a form that is not known" in reason) == (SKIPPED, True), reason


def test_f1_of_other_images_is_told_as_that() -> None:
    for truth, status, part in (
        ("train", FAILED, "of images of the training set"),
        ("other", SKIPPED, "of 5,000 images that are not the test set"),
        ("test", FAILED, "not of the predictions of a trained network"),
    ):
        made = call(truth=truth, rows=5000, matrix=[[50] * 10] * 10, result=0.5, average="macro")
        for check in (check_computed, check_compared):
            found, reason = ask(check, models=[NET], calls=[made])
            assert (found, part in reason) == (status, True), reason


def test_a_network_with_a_softmax_behind_it_is_no_second_one() -> None:
    same, other = network(0.8, "m2", "probabilities"), network(0.6, "m3", "inception")
    for models, status in (([NET, same], FAILED), ([NET, same, other], PASSED)):
        calls = [call("f1_score", model) for model in models]
        assert ask(check_compared, models=models, calls=calls)[0] is status


def test_what_depends_on_a_network_without_scores_is_not_checked() -> None:
    for check in (check_computed, check_agrees, check_compared):
        status, reason = ask(
            check, "macro F1 0.5", models=[UNKNOWN], calls=[call(result=0.5, average="macro")]
        )
        assert status is SKIPPED
        assert "net could not be scored: its input is not known" in reason
    calls = [call("f1_score", NET), call("f1_score", matrix=[[100] * 10] * 10)]
    assert ask(check_compared, models=[NET, UNKNOWN], calls=calls)[0] is SKIPPED
    assert ask(check_compared, models=[NET, UNKNOWN], calls=calls[:1])[0] is FAILED
    assert ask(check_computed, models=[NET, UNKNOWN])[0] is FAILED
    assert ask(check_trained_of, models=[UNKNOWN])[0] is SKIPPED


def check_trained_of(case: object, models: list[object]) -> None:
    check_trained(case, models[0])  # type: ignore[arg-type]


def test_another_classifier_is_not_measured_against_three_steps() -> None:
    short = network(0.35)
    forest = call(result=0.87, average="macro", matrix=[[100] * 10] * 10)
    own = call("f1_score", short, average="macro", result=f1_of(short))
    assert ask(check_agrees, models=[short], calls=[own, forest], smoke=True)[0] is PASSED
    assert ask(check_agrees, models=[short], calls=[own, forest])[0] is PASSED
    status, reason = ask(check_agrees, models=[short], calls=[forest], smoke=True)
    assert (status, "cuts short" in reason) == (SKIPPED, True)
    too_good = call(result=0.99, average="macro", matrix=[[100] * 10] * 10)
    assert ask(check_agrees, models=[short], calls=[own, too_good])[0] is FAILED

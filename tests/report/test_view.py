"""A rubric may let the student's page tell less of the hidden split than the grade holds."""

import re
from pathlib import Path

import pytest

from harness.assignment.rubric import read_rubric
from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.errors import UsageError
from harness.grade.record import Grade, PairedDifference
from harness.grading.points import mark_scale
from harness.report.feedback import render_feedback
from harness.report.view import View, roles_of
from harness.words.language import speaking
from harness.words.phrase import phrase
from harness.words.say import say
from harness.words.shown import Shown, band
from tests.conftest import ROOT
from tests.report import sample_grades


def graded() -> Grade:
    """A grade as the pipeline makes it, with points by a scale and a sentence for them."""
    grade = sample_grades.good()
    rubric = read_rubric(ROOT / "rubric.yaml")
    best = next(one for one in grade.networks if "best" in one.roles)
    by_scale = mark_scale(next(one for one in rubric.criteria if one.scale), best)
    # What checks of the sample say by hand names scores on visible images, which are equal to the hidden ones here.
    silent = [
        one.model_copy(
            update={"reason": "", "checks": [check.model_copy(update={"reason": ""}) for check in one.checks]}
        )
        for one in grade.criteria
        if one.checks
    ]
    criteria = [*silent, by_scale]
    gain = PairedDifference(first="a", second="b", images=5000, difference=0.0123, interval=(0.0071, 0.0177))
    points = sum(one.points for one in criteria)
    return grade.model_copy(update={"criteria": criteria, "points": points, "gain": gain})


def test_a_network_by_chance_is_told_the_first_score_that_gives_points() -> None:
    scale = next(one for one in read_rubric(ROOT / "rubric.yaml").criteria if one.scale)
    best = next(one for one in sample_grades.good().networks if "best" in one.roles)
    assert best.hidden is not None
    poor = best.model_copy(update={"hidden": best.hidden.model_copy(update={"macro_f1": 0.08})})
    assert mark_scale(scale, poor).reason.endswith("0.84 would give 4 points.")


def page(shown: Shown) -> str:
    return render_feedback(graded(), notebook_name=None, shown=shown)


def numbers_of_hidden_images() -> set[str]:
    """Each number that was measured on hidden images, as a page may write it."""
    grade = graded()
    assert grade.metrics is not None
    found = set()
    for network in grade.networks:
        if (hidden := network.hidden) is not None:
            values = [hidden.macro_f1, *hidden.macro_f1_interval, hidden.accuracy]
            values += [part for one in hidden.per_class for part in (one.precision, one.recall, one.f1)]
            found |= {f"{value:.{digits}f}" for value in values for digits in (3, 4)}
    # The same network has the same scores on visible images in this sample, which a student may know.
    return {text for text in found if not text.endswith("00")}


def without_visible(text: str) -> str:
    """The page without the scores on visible images, and without what only looks."""
    text = re.sub(r'<td data-label="Visible test macro-F1".*?</td>', "", text, flags=re.DOTALL)
    return re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("shown", [Shown.BANDS, Shown.NONE])
def test_no_exact_number_of_hidden_images_is_on_a_coarse_page(shown: Shown) -> None:
    exact, coarse = without_visible(page(Shown.EXACT)), without_visible(page(shown))
    assert {one for one in numbers_of_hidden_images() if one in exact}
    assert {one for one in numbers_of_hidden_images() if one in coarse} == set()
    assert "data-true=" not in coarse
    assert "+0.012" not in coarse


def test_bands_tell_where_a_score_lies_and_which_classes_are_confused() -> None:
    text = page(Shown.BANDS)
    metrics = graded().metrics
    assert metrics is not None
    low, high = band(metrics.macro_f1)
    assert low <= metrics.macro_f1 < high
    assert f"<dd>{low:.2f}–{high:.2f}</dd>" in text
    assert f"reaches a macro-F1 of {low:.2f}–{high:.2f} on hidden images" in text
    assert "Shirt is often taken for T-shirt/top." in text
    assert "‘b’ is better" in text


def test_points_of_a_scale_are_no_finer_than_its_score() -> None:
    grade = graded()
    by_scale = grade.criteria[-1]
    assert View(Shown.EXACT).points(by_scale) == f"{by_scale.points:g}"
    whole = int(by_scale.points)
    assert View(Shown.BANDS).points(by_scale) == f"{whole} to {whole + 1}"
    assert View(Shown.BANDS).total(grade) == f"{int(grade.points)} to {int(grade.points) + 1}"
    assert View(Shown.NONE).points(by_scale) == "–"
    rest = round(grade.points - by_scale.points, 2)
    assert View(Shown.NONE).total(grade) == f"{rest:g} to {rest + by_scale.max_points:g}"
    assert View(Shown.BANDS).points(by_scale.model_copy(update={"points": 10.0})) == "10"
    assert View(Shown.BANDS).points(grade.criteria[0]) == f"{grade.criteria[0].points:g}"


@pytest.mark.parametrize(
    ("score", "bounds"), [(0.0, (0.0, 0.05)), (0.85, (0.85, 0.9)), (0.8999, (0.85, 0.9)), (1.0, (0.95, 1.0))]
)
def test_a_band_holds_its_lower_bound(score: float, bounds: tuple[float, float]) -> None:
    assert band(score) == bounds


def test_values_inside_other_phrases_are_coarse_too() -> None:
    inner = phrase("fashion_mnist.inception.low_f1", network="a", hidden_f1=0.4321)
    outer = phrase("held.output_unreadable", why=inner)
    assert "0.432" in say(outer)
    assert "0.40–0.45" in say(outer, shown=Shown.BANDS)
    assert "(not shown)" in say(outer, shown=Shown.NONE)


def test_a_sentence_of_an_older_harness_is_withheld() -> None:
    grade = graded()
    old = phrase("criterion.reached", network="a", f1=0.9123, low=0.9, high=0.92, above=None, worth=None)
    last = grade.criteria[-1].model_copy(update={"said": {"reason": (old,)}, "reason": "0.9123"})
    shown = View(Shown.BANDS).of(grade.model_copy(update={"criteria": [last]}))
    assert (
        shown.criteria[0].reason
        == "This sentence names numbers of the hidden images, so it is not shown here."
    )


def test_the_rubric_says_how_much(tmp_path: Path) -> None:
    text = (ROOT / "rubric.yaml").read_text(encoding="utf-8")
    path = tmp_path / "rubric.yaml"
    path.write_text(text.replace("\ncriteria:", "\nfeedback: {hidden: bands}\n\ncriteria:"), encoding="utf-8")
    assert read_rubric(path).feedback.hidden is Shown.BANDS
    path.write_text(text.replace("\ncriteria:", "\nfeedback: {hidden: some}\n\ncriteria:"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"feedback\.hidden.*'exact', 'bands' or 'none'"):
        read_rubric(path)


def test_roles_are_called_in_the_language_that_is_spoken() -> None:
    roles = ASSIGNMENT.roles
    assert roles_of(ASSIGNMENT.name, roles) == dict(roles)
    with speaking("ru"):
        found = roles_of(ASSIGNMENT.name, {**roles, "own": "of a teacher"})
    assert found["best"] == "лучшая"
    assert found["own"] == "of a teacher"

"""What the feedback page has beside points and reasons: next steps, links into the notebook, the place, curves, the audit."""

import pytest

from harness.grade.record import Grade, Status
from harness.report.audited import audited
from harness.report.curves import drawn_curves
from harness.report.feedback import render_feedback
from harness.report.links import Link, links_of
from harness.report.place import place_of
from harness.report.steps import next_steps
from harness.report.view import View
from harness.words.phrase import phrase
from harness.words.say import say
from harness.words.shown import Shown
from tests.report import sample_grades

EXACT, BANDS, NONE = (View(shown) for shown in (Shown.EXACT, Shown.BANDS, Shown.NONE))


def test_the_next_steps_are_those_that_are_worth_the_most() -> None:
    grade = sample_grades.good()
    lost = [
        check.max_points - check.points
        for criterion in grade.criteria
        for check in criterion.checks
        if check.status in (Status.FAILED, Status.PARTIAL)
    ]
    lost += [one.max_points - one.points for one in grade.criteria if not one.checks]
    steps = next_steps(grade, EXACT)
    assert [step.worth for step in steps] == [round(one, 2) for one in sorted(lost, reverse=True)[:3] if one]


def test_a_checker_that_broke_is_no_step_of_the_student() -> None:
    titles = {step.title for step in next_steps(sample_grades.held(), EXACT)}
    broke = [
        check.title
        for one in sample_grades.held().criteria
        for check in one.checks
        if check.status is Status.ERROR
    ]
    assert broke
    assert not titles & set(broke)


def test_what_waits_for_a_cell_is_worth_its_points_to_whoever_mends_it() -> None:
    grade = sample_grades.code_error()
    first = next_steps(grade, EXACT)[0]
    waiting = sum(
        check.max_points for one in grade.criteria for check in one.checks if check.status is Status.SKIPPED
    )
    assert (first.title, first.worth, first.place) == ("Mend cell 14, line 6", round(waiting, 2), None)
    assert grade.failure is not None
    mended = grade.model_copy(update={"failure": grade.failure.model_copy(update={"mended": True})})
    assert all(step.place is not None for step in next_steps(mended, EXACT))


def test_a_step_tells_no_more_of_a_score_than_the_page() -> None:
    grade = sample_grades.good()
    by_score = {"points": 12.34, "max_points": 20.0, "status": Status.PARTIAL, "checks": []}
    scaled = [grade.criteria[0].model_copy(update=by_score)]
    grade = grade.model_copy(update={"criteria": scaled})
    assert [[step.worth for step in next_steps(grade, view)] for view in (EXACT, BANDS, NONE)] == [
        [7.66],
        [8],
        [],
    ]


def test_a_criterion_leads_to_its_task_and_to_the_network_that_it_names() -> None:
    grade = sample_grades.good()
    criterion = next(one for one in grade.criteria if one.task == 4)
    assert links_of(grade, criterion) == [Link(6)]
    about = criterion.saying(
        reason=[phrase("fashion_mnist.inception.low_f1", network="functional_2", hidden_f1=0.4)]
    )
    assert links_of(grade, about) == [Link(6), Link(12, ("functional_2",))]
    assert say(Link(12, ("functional_2",)).text) == "cell 12, which trained functional_2"
    other = criterion.model_copy(update={"task": 7})
    assert links_of(grade, other) == []


def test_links_are_on_the_page_where_there_is_a_notebook_to_lead_to() -> None:
    grade = sample_grades.good()
    assert 'href="notebook.html#cell-6"' in render_feedback(
        grade, notebook_name="a", cells_name="notebook.html"
    )
    assert "#cell-6" not in render_feedback(grade, notebook_name="a")
    script = grade.model_copy(update={"entry": "solution.py"})
    page = render_feedback(script, notebook_name="a", cells_name="notebook.html")
    assert ("notebook.html" in page, "#cell-" in page) == (True, False)


def test_the_place_among_measured_networks() -> None:
    found = place_of(sample_grades.good(), EXACT)
    assert found is not None
    assert (
        found.sentence
        == "Of 3 networks that the authors measured: 1 better, 1 not told apart from it, 1 worse."
    )
    assert [row.is_own for row in found.rows] == [False, True, False, False]


@pytest.mark.parametrize("view", [EXACT, BANDS])
@pytest.mark.parametrize(("score", "among"), [(0.3, "3 better"), (0.999, "3 worse")])
def test_what_is_better_and_what_is_worse_is_not_mistaken(view: View, score: float, among: str) -> None:
    grade = sample_grades.good()
    assert grade.metrics is not None
    scores = {"macro_f1": score, "macro_f1_interval": (score - 0.0005, score + 0.0005)}
    found = place_of(grade.model_copy(update={"metrics": grade.metrics.model_copy(update=scores)}), view)
    assert found is not None
    assert found.sentence == f"Of 3 networks that the authors measured: {among}."


def test_a_place_in_bands_is_the_same_for_all_in_a_band() -> None:
    def shown(score: float) -> object:
        grade = sample_grades.good()
        assert grade.metrics is not None
        return place_of(
            grade.model_copy(update={"metrics": grade.metrics.model_copy(update={"macro_f1": score})}), BANDS
        )

    assert shown(0.901) == shown(0.949) != shown(0.951)
    assert place_of(sample_grades.good(), NONE) is None


def test_no_exact_score_is_on_a_page_of_bands() -> None:
    networks = [one.model_copy(update={"visible": None}) for one in sample_grades.good().networks]
    grade = sample_grades.good(networks=networks, criteria=[])
    assert grade.metrics is not None
    page = render_feedback(grade, notebook_name=None, shown=Shown.BANDS)
    low, high = grade.metrics.macro_f1_interval
    for value in (grade.metrics.macro_f1, low, high):
        assert f"{value:.3f}" not in page


def test_a_curve_of_one_epoch_says_each_end_once() -> None:
    grade = sample_grades.good()
    curve = grade.insight.curves[0].model_copy(update={"epochs": 1, "series": {"loss": [0.873]}})
    insight = grade.insight.model_copy(update={"curves": [curve]})
    (drawn,) = drawn_curves(grade.model_copy(update={"insight": insight}))
    assert (drawn.panels[0].count(">0.873<"), drawn.panels[0].count(">epoch 1<")) == (1, 1)


def test_curves_say_where_they_begin_and_end() -> None:
    (first, second) = drawn_curves(sample_grades.good())
    assert (first.title, first.how, first.cell, len(first.panels)) == ("sequential", "12 epochs, 84 s", 7, 2)
    assert "loss in 12 epochs; training from 2.3 to 0.375; validation from 2.3 to 0.595" in first.panels[1]
    assert "<circle" in second.panels[0], "one epoch is a dot"


@pytest.mark.parametrize("values", [[None, None], [1e308, -1e308], [0.0], [5.0, 5.0], [None, 1.0, None, 2.0]])
def test_any_history_can_be_drawn(values: list[float | None]) -> None:
    grade = sample_grades.good()
    curve = grade.insight.curves[0].model_copy(update={"series": {"loss": values, "val_acc": values}})
    insight = grade.insight.model_copy(update={"curves": [curve]})
    drawn = drawn_curves(grade.model_copy(update={"insight": insight}))
    assert "nan" not in str(drawn)
    assert bool(drawn) == any(value is not None for value in values)


def test_the_audit_is_told_without_numbers_of_hidden_images() -> None:
    found = audited(sample_grades.good())
    assert found is not None
    assert found.checks == [
        "2 checks found that it follows the data.",
        "Of 1 check it cannot be told. This says nothing against the work.",
    ]
    assert found.networks == [("sequential", "It learned from the data that it met.")]
    grade: Grade = sample_grades.good(audit=None)
    assert audited(grade) is None
    assert "follow the data?" not in render_feedback(grade, notebook_name=None)

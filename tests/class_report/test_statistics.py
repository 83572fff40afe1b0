"""What the class report reckons of stored grades, against small examples that were worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from harness.class_report.items import LEAST, Item, items
from harness.class_report.page import odd
from harness.grade.record import Earlier, Grade, Status
from harness.outcome import Outcome
from harness.words.language import speaking
from harness.words.phrase import phrase
from harness.words.say import use_own_words
from tests.class_report.classes import (
    check,
    criterion,
    mistaking,
    network,
    report_of,
    stored,
    worse,
)
from tests.report import sample_grades
from tests.report.sample_criteria import metrics
from tests.report.sample_insight import picture


def grades(*shares: tuple[float, float]) -> list[Grade]:
    return [
        sample_grades.good(
            criteria=[criterion("one", check("a", first)), criterion("two", check("b", second))]
        )
        for first, second in shares
    ]


def by_name(found: list[Item]) -> dict[str, Item]:
    return {one.check or one.criterion: one for one in found}


def test_difficulty_is_the_mean_share_and_counts_are_those_of_works() -> None:
    found = by_name(items(grades((1, 0), (1, 0.5), (0.5, 0), (0, 0))))
    assert (found["a"].full, found["a"].some, found["a"].none) == (2, 1, 1)
    assert found["a"].difficulty == pytest.approx(2.5 / 4)
    assert found["two"].difficulty == pytest.approx(0.125)
    assert [one.check or one.criterion for one in items(grades((1, 1)))] == ["one", "a", "two", "b"]


def test_discrimination_is_the_correlation_with_everything_else() -> None:
    rng = np.random.default_rng(1)
    shares = [(float(first), float(rng.integers(0, 11)) / 10) for first in rng.random(LEAST).round(1)]
    found = by_name(items(grades(*shares)))
    first, second = np.array(shares).T
    assert found["a"].discrimination == pytest.approx(np.corrcoef(first, second)[0, 1])
    assert found["one"].discrimination == pytest.approx(found["b"].discrimination)


@pytest.mark.parametrize(
    "shares",
    [[(place / 30, place / 30) for place in range(LEAST - 1)], [(1.0, place / 30) for place in range(LEAST)]],
    ids=["too few works", "all have the same"],
)
def test_no_discrimination_is_made_up(shares: list[tuple[float, float]]) -> None:
    assert {one.discrimination for one in items(grades(*shares))} == {None}


def test_an_item_that_goes_against_the_others_is_told_beyond_chance_alone() -> None:
    against = by_name(items(grades(*((place / 30, 1 - place / 30) for place in range(30)))))
    assert against["a"].discrimination == pytest.approx(-1)
    assert odd(against["a"])
    chance = by_name(items(grades(*((place % 7 / 7, place % 5 / 5) for place in range(30)))))
    assert not odd(chance["a"])


def test_statistics_take_the_points_of_the_checks_and_not_those_of_a_person() -> None:
    by_hand = criterion("one", check("a", 0), points=10, automatic=0)
    found = by_name(items([sample_grades.good(criteria=[by_hand])]))
    assert (found["one"].none, found["one"].difficulty) == (1, 0)


def test_only_marks_count(tmp_path: Path) -> None:
    stored(tmp_path, "alice", points=80)
    stored(tmp_path, "bob", points=10, is_mark=False, held=["A checker broke."])
    stored(tmp_path, "carol", points=20, is_mark=False, outcome=Outcome.INFRASTRUCTURE)
    stored(tmp_path, "dave", points=30, is_mark=False, smoke=True)
    stored(tmp_path, "reference", points=99, baseline="reference")
    report = report_of(tmp_path)
    assert report.points is not None
    assert report.points.values == (80,)
    assert {one.works for one in report.items} == {1}
    counts = report.counts
    assert (counts.works, counts.marks, counts.waits, counts.ours, counts.dry) == (4, 1, 1, 1, 1)
    assert [one.name for one in report.waits] == ["bob"]
    assert report.ours == ("carol",)
    assert report.runs == []


def test_the_attempt_that_counts_is_that_of_the_rubric(tmp_path: Path) -> None:
    stored(tmp_path, "alice", 1, points=80)
    stored(tmp_path, "alice", 2, points=60)
    newest, best = report_of(tmp_path), report_of(tmp_path, best=True)
    assert (newest.points and newest.points.values, best.points and best.points.values) == ((60,), (80,))


def test_scores_on_two_splits_are_not_mixed(tmp_path: Path) -> None:
    for name in ("alice", "bob"):
        stored(tmp_path, name, metrics=metrics(worse(50)))
    stored(tmp_path, "carol", split_id="another")
    report = report_of(tmp_path)
    assert report.f1 is not None
    assert report.f1.values == (metrics(worse(50)).macro_f1,) * 2
    assert (report.elsewhere, report.hard.networks) == (1, 2)


def test_the_hardest_class_and_the_most_confused_pair_come_first(tmp_path: Path) -> None:
    stored(tmp_path, "alice", metrics=metrics(worse(100)))
    stored(tmp_path, "bob", metrics=metrics(worse(200)))
    hard = report_of(tmp_path).hard
    assert hard.classes[0].name == "Shirt"
    assert hard.classes[0].low < hard.classes[0].mean < hard.classes[0].high
    first = hard.pairs[0]
    assert (first.true, first.predicted, first.networks) == ("Shirt", "Coat", 2)
    assert first.share == pytest.approx((27 + 150) / 500)


def test_a_visible_image_is_hard_where_several_mistake_it(tmp_path: Path) -> None:
    both, one = picture(100), picture(200)
    stored(tmp_path, "alice", insight=mistaking(both, both, one))
    stored(tmp_path, "bob", insight=mistaking(both, predicted="Pullover"))
    (image,) = report_of(tmp_path).hard.images or []
    assert (image.picture, image.true, image.works) == (both, "Shirt", 2)
    assert dict(image.predicted) == {"Coat": 1, "Pullover": 1}


def test_no_image_is_shown_that_another_split_may_hide(tmp_path: Path) -> None:
    for name in ("alice", "bob"):
        stored(tmp_path, name, insight=mistaking(picture(100)))
    # An old attempt is enough: the key was another one since.
    stored(tmp_path, "bob", 2, insight=mistaking(picture(100)), split_id="another")
    assert report_of(tmp_path).hard.images is None


def test_causes_are_codes_and_not_texts(tmp_path: Path) -> None:
    for name, most in (("alice", 1), ("bob", 2)):
        why = phrase("grade.attempts", most=most)
        stored(tmp_path, name, criteria=[criterion("one", check("a", 0, why))])
    stored(tmp_path, "carol", criteria=[criterion("one", check("a", 0, text="Its own words."))])
    stored(tmp_path, "dave", criteria=[criterion("one", check("a", 1))])
    causes = report_of(tmp_path).checks
    assert [(one.works, one.names) for one in causes] == [(2, ("alice", "bob")), (1, ("carol",))]


def test_what_kept_several_checks_from_being_asked_is_one_cause(tmp_path: Path) -> None:
    why = phrase("grade.attempts", most=1)
    skipped = [check(name, 0, why).model_copy(update={"status": Status.SKIPPED}) for name in "abc"]
    for name in ("alice", "bob"):
        stored(tmp_path, name, criteria=[criterion("one", *skipped)])
    (cause,) = report_of(tmp_path).checks
    assert (cause.works, cause.names, cause.what.values["count"]) == (2, ("alice", "bob"), 3)


def test_failed_runs_are_grouped_by_what_was_raised(tmp_path: Path) -> None:
    for name in ("alice", "bob"):
        failed = sample_grades.code_error()
        stored(tmp_path, name, outcome=failed.outcome, failure=failed.failure)
    stored(tmp_path, "carol", outcome=Outcome.TIME_LIMIT)
    assert [one.works for one in report_of(tmp_path).runs] == [2, 1]


def test_who_moved_and_by_how_much(tmp_path: Path) -> None:
    stored(tmp_path, "alice", 1, points=50, metrics=metrics(worse(50)))
    stored(tmp_path, "alice", 2, points=70)
    # The same work again is no new attempt.
    stored(tmp_path, "alice", 3, points=70, content_hash="alice-2")
    earlier = Earlier(at="2026-11-01T00:00:00Z", points=70, max_points=100, is_mark=True, file="x")
    stored(tmp_path, "bob", points=60, earlier=[earlier])
    stored(tmp_path, "carol", 1, points=5, max_points=10)
    stored(tmp_path, "carol", 2, points=60)
    alice, bob = report_of(tmp_path).moves
    assert (alice.name, alice.attempts, alice.by, alice.anew) == ("alice", (1, 3), 20, False)
    assert alice.f1 == pytest.approx(metrics().macro_f1 - metrics(worse(50)).macro_f1)
    assert (bob.name, bob.by, bob.anew, bob.f1) == ("bob", -10, True, None)


def test_time_is_that_of_all_attempts_and_of_gpus_what_is_known(tmp_path: Path) -> None:
    stored(tmp_path, "alice", 1, times={"run": 100, "total": 3600}, gpus="all")
    stored(tmp_path, "alice", 2, times={"run": 300, "total": 400}, gpus="none")
    stored(tmp_path, "bob", times={"run": 200, "total": 250}, smoke=True, is_mark=False)
    spent = report_of(tmp_path).spent
    run, total = spent.stages
    assert (run.seconds, run.median, run.longest, run.whose) == (600, 200, 300, "alice")
    assert total.seconds == 4250
    assert (spent.gpu_gradings, spent.gpu_seconds, spent.unknown) == (1, 3600, 1)


def test_works_with_equal_weights_are_named_together(tmp_path: Path) -> None:
    for name, weights in (("alice", "a"), ("bob", "b"), ("carol", "a")):
        stored(tmp_path, name, networks=[network(weights * 64)])
    stored(tmp_path, "dave", networks=[network("")])
    stored(tmp_path, "erin", networks=[network("")])
    (group,) = report_of(tmp_path).equal_weights
    assert (group.works, group.names) == (2, ("alice", "carol"))


def test_decisions_of_persons_are_listed(tmp_path: Path) -> None:
    folder = stored(tmp_path, "alice")
    (folder.parent / "decisions.yaml").write_text(
        "- {decision: override, attempt: 1, work: alice-1, criterion: keras_setup, points: 1, why: I looked., "
        "by: T, at: 2026-11-28}\n"
    )
    (one,) = report_of(tmp_path).decided
    assert (one.name, one.by, one.day, one.why) == ("alice", "T", "2026-11-28", "I looked.")
    assert one.what.values["after"] == "1"


def test_a_teachers_own_check_has_the_title_that_its_words_give() -> None:
    use_own_words({"en": {}, "ru": {"own.check_one": "Она работает."}})
    try:
        grade = sample_grades.good(criteria=[criterion("own", check("own.py::check_one", 1))])
        with speaking("ru"):
            assert [one.title for one in items([grade]) if one.check] == ["Она работает."]
    finally:
        use_own_words({"en": {}, "ru": {}})

"""Mistakes: networks that learned apart agree as far as the difficulty of images says, and copies agree beyond that."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from harness.cli import main
from harness.evidence.network import BEST
from harness.grade.predictions import PREDICTIONS, predictions_bytes, read_predictions
from harness.grade.results import new_attempt
from harness.grade.roster import keep_roster
from harness.intake.roster import read_roster
from harness.likeness.graded import Graded
from harness.likeness.look import Look, Networks, look
from harness.likeness.mistakes import shared_mistakes
from harness.likeness.rates import Honest, HonestPairs, read_honest
from harness.words.say import say as words
from harness.workplace import Workplace
from tests.conftest import ROOT
from tests.likeness.disguise import code_cells, hand_in, handed_in
from tests.report import sample_grades

pytestmark = pytest.mark.slow

CLASSES, IMAGES = 10, 5000
SPLIT = "0123456789abcdef"
TRUTH = np.arange(IMAGES) % CLASSES


def classroom(students: int, seed: int = 0) -> list[NDArray[np.int64]]:
    """Networks of other skill each that learned apart; all find the same images hard, and mistake them for the same class."""
    random = np.random.default_rng(seed)
    difficulty, lure = random.normal(size=IMAGES), random.integers(1, CLASSES, IMAGES)
    found = []
    for _ in range(students):
        felt = 1.5 * difficulty + random.normal(size=IMAGES)
        wrong = felt > np.quantile(felt, 1 - random.uniform(0.07, 0.14))
        other = np.where(random.random(IMAGES) < 0.8, lure, random.integers(1, CLASSES, IMAGES))
        found.append(np.where(wrong, (TRUTH + other) % CLASSES, TRUTH))
    return found


def changed(predicted: NDArray[np.int64], share: float, seed: int = 7) -> NDArray[np.int64]:
    """A copy that was trained on for a little: some labels are others."""
    random = np.random.default_rng(seed)
    other = random.integers(0, CLASSES, IMAGES)
    return np.where(random.random(IMAGES) < share, other, predicted)


def seen(folder: Path, networks: list[NDArray[np.int64]], split: str = SPLIT) -> Look:
    """What is found in a class of such networks, whose code is of no account."""
    names = [f"s{number:03}" for number in range(len(networks))]
    works = [handed_in(folder / name, [f"x = {name!r}"]) for name in names]
    graded = [Graded(name, split, one) for name, one in zip(names, networks, strict=True)]
    return look(works, [], HonestPairs(made_by="nothing"), Networks(graded, SPLIT, lambda: TRUTH))


def test_copies_stand_out_of_a_class_and_honest_networks_do_not(tmp_path: Path) -> None:
    networks = classroom(60)
    assert seen(tmp_path / "honest", networks).report.standing_out == []
    copies = [changed(networks[1], 0.01), changed(networks[7], 0.02, seed=8)]
    found = seen(tmp_path / "copied", [*networks, *copies]).report
    assert {one.names for one in found.standing_out} == {("s001", "s060"), ("s007", "s061")}
    assert any("from the same seed" in words(line) for line in found.summary)


def test_of_a_small_class_nothing_stands_out_and_the_most_alike_are_listed(tmp_path: Path) -> None:
    networks = classroom(3)
    found = seen(tmp_path, [*networks, networks[1]]).report
    assert found.standing_out == []
    [first, *_] = [one for one in found.next_ones if one.kind == "mistakes"]
    assert first.names == ("s001", "s003")
    assert words(first.how_sure) == "not known: it takes a class of 48 networks to tell"


def test_good_networks_of_hard_images_agree_no_more_than_expected() -> None:
    pairs = shared_mistakes(classroom(40), TRUTH)
    strengths = np.array([pair.strength for pair in pairs])
    assert np.quantile(strengths, 0.99) < 5
    assert np.mean([pair.share for pair in pairs]) > 0.3


def test_few_mistakes_are_not_compared() -> None:
    nearly = TRUTH.copy()
    nearly[:20] = (nearly[:20] + 1) % CLASSES
    assert shared_mistakes([nearly, nearly], TRUTH) == []


def test_another_split_is_not_compared_and_said(tmp_path: Path) -> None:
    found = seen(tmp_path, classroom(3), split="another").report
    assert [one for one in found.next_ones if one.kind == "mistakes"] == []
    assert words(found.not_compared["s000"]).endswith("it was graded on another hidden split")


def test_a_rate_falls_with_strength_and_counts_within_what_was_seen() -> None:
    record = Honest.of([number / 100 for number in range(2000)], works=64)
    rates = [record.rate(strength) for strength in (0, 18.99, 19.5, 20, 25, 40)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == 1
    assert rates[1] == pytest.approx(101 / 2001)
    assert record.beyond(20)
    assert not record.beyond(19.99)


def test_predictions_are_kept_small_and_for_their_owner_alone(tmp_path: Path) -> None:
    predicted = classroom(1)[0]
    with new_attempt(tmp_path, "alice") as attempt:
        attempt.write_private(PREDICTIONS, predictions_bytes({"m1": predicted, "predict": predicted}))
        folder = attempt.publish(lambda number: None)
    file = folder / PREDICTIONS
    assert file.stat().st_mode & 0o077 == 0
    assert file.stat().st_size < 2 * 15_000
    kept = read_predictions(folder, "predict")
    assert kept is not None
    assert (kept == predicted).all()
    assert read_predictions(folder, "m2") is None
    file.write_bytes(b"PK no archive")
    assert read_predictions(folder, "m1") is None


@pytest.mark.parametrize("is_enrolled", [False, True])
def test_the_command_compares_networks_of_the_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_enrolled: bool
) -> None:
    course = Path(shutil.copytree(ROOT / "examples" / "digits", tmp_path / "digits"))
    monkeypatch.chdir(course)
    monkeypatch.setenv("HARNESS_SPLIT_KEY", "a key for the tests alone")
    split = Workplace.find(None).drawing(print).split_id
    random = np.random.default_rng(1)
    predicted = random.integers(0, 10, 400)
    handed_in = {"bob": "bob", "carol": "carol"}
    if is_enrolled:
        handed_in = {
            "bob": "Berg Bob_17_assignsubmission_file",
            "carol": "Cray Carol_18_assignsubmission_file",
        }
        (course / "roster.csv").write_text("id,name\nbob,Bob Berg\ncarol,Carol Cray\n", encoding="utf-8")
    for name in handed_in:
        hand_in(course / "class" / handed_in[name], code_cells())
        networks = [one.model_copy(update={"roles": [BEST]}) for one in sample_grades.good().networks[:1]]
        grade = sample_grades.good(submission=name, split_id=split, networks=networks)
        with new_attempt(course / "results", name) as attempt:
            attempt.write_private(PREDICTIONS, predictions_bytes({"f1": predicted}))
            attempt.put("grade.json", grade.text())
            attempt.publish(lambda number: None)
    hand_in(course / "class" / "unasked", ["print('no network')"])

    def found(*options: str) -> dict[str, Any]:
        assert main(["likeness", "class", "--json", "found.json", *options]) == 0
        made: dict[str, Any] = json.loads((course / "found.json").read_text(encoding="utf-8"))
        return made

    if is_enrolled:
        report = found()
        assert any("No networks were compared" in line for line in report["summary"])
        assert {one["kind"] for one in report["alike"]} == {"sources"}
    report = found(*(["--roster", "roster.csv"] if is_enrolled else []))
    if is_enrolled:
        keep_roster(read_roster(course / "roster.csv"), course / "results")
        assert found() == report, "a batch that was given it keeps it"
    assert any("network of 2 of these 3 works" in line for line in report["summary"])
    [one] = [one for one in report["alike"] if one["kind"] == "mistakes"]
    assert one["names"] == ["bob", "carol"]
    assert "100% of the" in one["found"]
    assert not one["stands_out"]
    assert any("fewer than 20 networks" in line for line in report["summary"])


def test_a_record_of_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "honest.json"
    path.write_text('{"made_by": "x", "sources": {"works": 3}}')
    with pytest.raises(Exception, match="make it anew"):
        read_honest(path)
    assert read_honest(None) == HonestPairs(made_by="nothing")

"""A rubric is read, or its fault is named with its line."""

from pathlib import Path

import pytest

from harness.assignment.rubric import read_rubric
from harness.errors import UsageError
from harness.words.language import speaking
from tests.conftest import ROOT

IDS = [
    "dataset_stats", "keras_setup", "model_modes", "layer_study", "cnn_port",
    "inception_module", "confusion_matrix", "f1_study", "best_f1",
]  # fmt: skip


def test_ours_has_every_task_and_100_points() -> None:
    rubric = read_rubric(ROOT / "rubric.yaml")
    assert [criterion.id for criterion in rubric.criteria] == IDS
    assert {criterion.task for criterion in rubric.criteria} == set(range(1, 8))
    assert rubric.max_points == 100
    assert rubric.limits.limits().memory_bytes == 8 * 1024**3


def test_a_title_has_one_language_or_both(tmp_path: Path) -> None:
    text = (ROOT / "rubric.yaml").read_text(encoding="utf-8")
    ours = read_rubric(ROOT / "rubric.yaml")
    assert ours.called == "Deep learning, control work on Fashion-MNIST"
    with speaking("ru"):
        assert ours.called == "Глубокое обучение, контрольная работа по Fashion-MNIST"
    line = next(line for line in text.splitlines() if line.startswith("title: "))
    (tmp_path / "rubric.yaml").write_text(text.replace(line, "title: Mine"), encoding="utf-8")
    with speaking("ru"):
        assert read_rubric(tmp_path / "rubric.yaml").called == "Mine"
    (tmp_path / "rubric.yaml").write_text(text.replace(line, "title: {en: Mine}"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"title.*ru"):
        read_rubric(tmp_path / "rubric.yaml")


@pytest.mark.parametrize(
    ("old", "new", "line_of", "words"),
    [
        ("version: 1", "version: [", None, "YAML"),
        ("memory_gb: 8", "memory_gb: much", "memory_gb", "number"),
        ("memory_gb: 8", "memory: 8", "memory: 8", "Extra"),
        ("task: 5", "task: 9", "task: 9", "7"),
        (
            "check: setup.network_built, points: 2",
            "check: setup.network_built, points: 3",
            "id: keras_setup",
            "give 6",
        ),
        ("check: port.dropout", "check: dropout", "check: dropout", "names no check"),
        ("id: f1_study", "id: best_f1", None, "two criteria"),
        ("[0.94, 10]", "[0.94, 9]", "id: best_f1", "scale"),
        ("on_error: continue", "on_error: perhaps", "on_error", "'continue' or 'stop'"),
        (
            "on_error: continue",
            "packages: [xgboost, --pre]",
            "packages",
            "'--pre' is not a package: write it as pip",
        ),
        ("check: port.dropout", "check: port.nonsense", "check: port.nonsense", "no check"),
    ],
)
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line_of: str | None, words: str
) -> None:
    text = (ROOT / "rubric.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "rubric.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_rubric(path)
    assert words in str(error.value)
    if line_of is not None:
        line = next(n for n, row in enumerate(path.read_text().splitlines(), 1) if line_of in row)
        assert f"rubric.yaml:{line}:" in str(error.value)


@pytest.mark.parametrize(
    ("macro_f1", "points"), [(0.02, 0), (0.1, 0), (0.47, 2.0), (0.84, 4), (0.9, 8), (0.94, 10), (1, 10)]
)
def test_the_scale_is_linear_between_its_entries(macro_f1: float, points: float) -> None:
    assert read_rubric(ROOT / "rubric.yaml").criteria[-1].scaled_points(macro_f1) == points


def test_packages_of_a_teacher(tmp_path: Path) -> None:
    path = tmp_path / "rubric.yaml"
    text = (ROOT / "rubric.yaml").read_text(encoding="utf-8")
    packages = ["xgboost", "statsmodels==0.14.4", "keras-tuner[all]>=1.4,<2"]
    path.write_text(text.replace("on_error: continue", f"packages: {packages}"), encoding="utf-8")
    assert read_rubric(path).run.packages == packages

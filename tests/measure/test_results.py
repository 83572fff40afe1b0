"""Rows, the table that is made from them, and the files that hold both."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.errors import UsageError
from harness.grading.metrics import measure
from reference.measure.compare import answers_by_class
from reference.measure.plot import has_curves
from reference.measure.results import Epoch, Protocol, Results, Row
from reference.measure.store import Store
from reference.measure.table import markdown, protocol_words
from tests.conftest import ROOT
from tests.report.sample_grades import good

from . import rows

pytestmark = pytest.mark.slow

COMMITTED = ROOT / "reference"
PNG = b"\x89PNG"


def results(*given: Row) -> Results:
    found = Results()
    for row in given:
        found = found.with_row(row, rows.NOTE, ["cnn_mnist", "broken", "study/with", "study/without"])
    return found


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def table_lines(page: str) -> list[list[str]]:
    return [cells(line) for line in page.splitlines() if line.startswith("|")]


def test_the_committed_table_says_what_the_committed_rows_say(tmp_path: Path) -> None:
    committed = Results.model_validate_json((COMMITTED / "results.json").read_bytes())
    page = Store(COMMITTED, tmp_path, print).page(committed)
    assert (COMMITTED / "results.md").read_bytes() == page
    assert page.decode().startswith(markdown(committed))
    assert committed.text() == (COMMITTED / "results.json").read_text(encoding="utf-8")


def test_the_committed_rows_are_of_real_data_and_one_split() -> None:
    committed = Results.model_validate_json((COMMITTED / "results.json").read_bytes())
    assert {row.protocol.split for row in committed.rows} == {"published"}
    assert len({row.protocol.split_id for row in committed.rows}) == 1
    assert not any(row.stand_in for row in committed.rows)
    assert (COMMITTED / "results.png").read_bytes().startswith(PNG)
    for name in committed.experiments:
        assert (COMMITTED / "experiments" / f"{name}.png").read_bytes().startswith(PNG)


def test_a_network_in_the_table() -> None:
    page = markdown(results(rows.row()))
    header, _, line = table_lines(page)
    found = dict(zip(header, line, strict=True))
    metrics = rows.row().metrics
    assert metrics is not None
    low, high = metrics.macro_f1_interval
    assert found == {
        "network": "CNN_MNIST",
        "source": "arXiv:0000.00000",
        "parameters": "1,199,882",
        "multiply-adds": "11,995,392",
        "seconds per epoch": "42.0",
        "epochs": "3",
        "macro-F1": f"{metrics.macro_f1:.4f} [{low:.4f}, {high:.4f}]",
        "accuracy": "0.9000",
    }
    assert (
        "Published split 0123456789abcdef, 3 epochs, seed 0, TensorFlow; 100 hidden images. "
        "Python 3.11.7, Keras 3.15.1, TensorFlow 2.21.0; A processor, 2 cores. 2026-01-02." in page
    )


def test_a_failed_row_says_why_in_its_cell() -> None:
    page = markdown(results(rows.failed_row()))
    header, _, line = table_lines(page)
    found = dict(zip(header, line, strict=True))
    assert found["macro-F1"] == r"failed: ValueError: a \| b"
    assert found["parameters"] == found["accuracy"] == "–"
    assert "results.png" not in page, "there is nothing to plot"


@given(st.text(), st.text(min_size=1))
def test_no_text_breaks_the_table(title: str, reason: str) -> None:
    page = markdown(
        results(rows.row(title=title, note=title), rows.row("broken", metrics=None, failed=reason))
    )
    assert {len(line) for line in table_lines(page)} == {8}
    assert len(table_lines(page)) == 4


def test_versions_and_machines_are_told_apart() -> None:
    other = rows.row("lenet", training=rows.training(cores=8))
    page = markdown(results(rows.row(), other))
    assert "A processor, 2 cores." in page
    assert "A processor, 8 cores." in page
    assert len(table_lines(page)) == 6


def test_an_experiment_has_a_section() -> None:
    page = markdown(results(rows.row("study/with"), rows.failed_row("study/without")))
    assert "## A study\n\nDoes it help? Source: lecture." in page
    header, _, *lines = table_lines(page)
    assert [line[0] for line in lines] == ["STUDY/WITH", "STUDY/WITHOUT"]
    found = dict(zip(header, lines[0], strict=True))
    assert (found["batch size"], found["training loss"], found["training accuracy"]) == (
        "128",
        "0.5000",
        "0.8000",
    )
    assert "experiments/study.png" in page
    assert "## Networks" not in page


def test_a_variant_that_never_trained_has_a_row_and_no_curve() -> None:
    idle = rows.failed_row("study/with", "no graphics card").model_copy(
        update={"training": rows.training(epochs=[])}
    )
    page = markdown(results(idle))
    assert "failed: no graphics card" in page
    assert "experiments/study.png" not in page
    assert not has_curves(results(idle), "study")
    assert has_curves(results(idle, rows.row("study/without")), "study")


def test_a_variant_is_compared_with_the_first_of_its_experiment() -> None:
    labels = np.arange(100) % 10
    answers = answers_by_class(labels, np.where(np.arange(100) < 90, labels, (labels + 1) % 10))
    perfect = {"metrics": measure(labels, labels, CLASS_NAMES), "answers": answers_by_class(labels, labels)}
    page = markdown(results(rows.row("study/with", answers=answers), rows.row("study/without", **perfect)))
    header, _, *lines = table_lines(page)
    column = header.index("macro-F1 against the first")
    assert lines[0][column] == "–"
    assert re.fullmatch(r"\+0\.1000 \[\+0\.0\d+, \+0\.1\d+\]", lines[1][column]), lines[1][column]


def test_the_answers_of_committed_variants_give_their_scores() -> None:
    committed = Results.model_validate_json((COMMITTED / "results.json").read_bytes())
    for row in committed.rows:
        if row.experiment is None or row.metrics is None:
            assert row.answers == ""
            continue
        truth = np.repeat(np.arange(10), [score.support for score in row.metrics.per_class])
        assert measure(truth, np.array([int(digit) for digit in row.answers]), CLASS_NAMES) == row.metrics


def test_the_grade_of_the_reference_is_shown_where_it_lies_beside_the_rows(store: Store) -> None:
    store.put(rows.row(), rows.NOTE, ["cnn_mnist"])
    grade = good()
    grade.write(store.folder / "grade.json")
    store.finish()
    page = (store.folder / "results.md").read_text(encoding="utf-8")
    assert page.startswith(markdown(store.read()))
    assert f"{grade.points:g} of 100 points, split {grade.split_id}; the notebook ran for 212 s" in page
    table = [line for line in table_lines(page) if len(line) == 7]
    found = {line[0]: dict(zip(table[0], line, strict=True)) for line in table[2:]}
    assert found.keys() == {network.title for network in grade.networks if network.roles}
    port = next(network for network in grade.networks if "cnn" in network.roles)
    assert port.hidden is not None
    assert found[port.title]["training"] == port.training
    assert found[port.title]["hidden macro-F1"].startswith(f"{port.hidden.macro_f1:.4f} [")
    (store.folder / "grade.json").write_text("{}")
    with pytest.raises(UsageError, match=r"grade\.json cannot be read"):
        store.finish()


def test_stand_in_data_is_marked() -> None:
    page = markdown(results(rows.row(stand_in=True)))
    assert page.count("STAND-IN DATA") == 2
    assert "STAND-IN" not in markdown(results(rows.row()))


def test_seconds_of_a_partial_epoch_are_no_seconds_per_epoch() -> None:
    whole = Epoch(seconds=40.0, steps=469, loss=1.0, accuracy=0.5)
    partial = Epoch(seconds=1.0, steps=67, loss=1.0, accuracy=0.5)
    training = rows.training(epochs=[whole, partial])
    assert training.seconds_per_epoch == 40
    assert training.epochs_trained == pytest.approx(1 + 67 / 469)
    assert rows.training(epochs=[partial]).seconds_per_epoch is None
    line = table_lines(markdown(results(rows.row(training=rows.training(epochs=[partial])))))[-1]
    assert line[4:6] == ["–", "0.14"]


def test_a_row_takes_the_place_of_its_name_and_protocol() -> None:
    first, second = rows.row(), rows.row(title="Newer")
    jax = rows.row(protocol=Protocol(**{**vars(rows.PROTOCOL), "backend": "jax"}))
    found = results(rows.row("unknown"), rows.row("broken"), first, jax, second)
    assert [row.name for row in found.rows] == ["cnn_mnist", "cnn_mnist", "broken", "unknown"]
    assert found.find("cnn_mnist", rows.PROTOCOL) == second
    assert found.find("cnn_mnist", jax.protocol) == jax
    assert found.find("lenet", rows.PROTOCOL) is None


def test_text_reads_back_as_it_was_with_a_line_for_each_row() -> None:
    found = results(rows.row(title="Ä | \n"), rows.failed_row(), rows.row("study/with"))
    assert Results.model_validate_json(found.text()) == found
    assert sum('"split_id"' in line for line in found.text().splitlines()) == 3


def test_a_protocol_in_words() -> None:
    protocol = Protocol(
        split="project", split_id="ab", epochs=1, seconds=90.0, images=2000, seed=7, backend="jax"
    )
    assert protocol_words(protocol) == (
        "project split ab, 1 epoch, at most 90 seconds, 2,000 training images, seed 7, JAX"
    )


def test_unknown_fields_and_numbers_that_are_none_are_refused() -> None:
    with pytest.raises(ValidationError):
        Results.model_validate_json('{"schema_version": 1, "rows": [], "experiments": {}, "more": 1}')
    with pytest.raises(ValidationError):
        Results.model_validate_json('{"schema_version": 2}')

"""The habits of strangers, one a row of the tables beside this file: each work runs as it is, or says in one sentence
why it cannot.

A row has a `case`, and one of `work` (cells), `script`, `raw` (a notebook as it is) and `network` (see `NETWORK`);
`files` lie beside it. `tests.e2e.works.faults` says what else it may hold: what is expected.

Most of a run is TensorFlow that starts. Rows that do not get in each other's way stand `together` in one notebook, each
with a name of its own for its ``model``. All run in the local sandbox. Docker differs from it in folders, users and the
network, so it runs the rows that ask for those (`docker`).
"""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.e2e.conftest import Project
from tests.e2e.sections import dry_run_together
from tests.e2e.works import CLASS, faults, notebook, selected
from tests.tables import rows_of

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = [row for path in sorted(HERE.glob("*.yaml")) for row in rows_of(path)]
NETWORK = """
# %%
import keras, numpy as np, tensorflow as tf
(x, y), _ = keras.datasets.fashion_mnist.load_data()
x, y = x[:6000], y[:6000]
{before}
# %%
model = keras.Sequential([
    keras.Input({shape}),
    keras.layers.Flatten(),
    keras.layers.Dense(10, activation={activation}),
])
model.compile("adam", {loss}, metrics=["accuracy"])
{fit}
"""
BOOKS = {
    "failing_and_loops": [
        "network_inside_main",
        "a_plot_fails_and_the_network_is_graded",
        "an_import_fails_and_the_rest_of_its_cell_runs",
        "pytorch",
        "julia",
        "helper_not_handed_in",
        "weights_not_handed_in",
        "arguments_of_keras_1",
        "dropped_layer",
        "contrib",
        "git_clone_of_the_data_set",
        "network_in_a_trainer_of_ones_own",
        "a_compiled_step_that_scales_its_images",
        "batch_by_batch",
        "images_without_their_last_axis",
        "preparation_that_nobody_can_tell",
    ],
    "places": [
        "another_backend",
        "kernel_of_another_name",
        "reader_of_the_data_set_handed_in",
        "idx_packed_beside_the_notebook",
        "kaggle_relative",
        "wget_in_the_shell",
        "pip_install_first",
        "digits",
        "folder_that_was_not_handed_in",
        "folders_of_the_author",
        "notebook_with_helpers",
        "saved_on_the_drive",
        "drive_of_colab",
        "folder_of_the_author_entered",
        "changes_its_folder",
        "preparation_that_only_the_student_knows",
    ],
}
"""Works that share a run and are judged apart (`tests.e2e.sections`), since each says how it ends, or what was computed. The
student's own functions are asked of the last one of a notebook; a network with the name that Keras gave it stands first."""
WITH_DOCKER = [row for row in TABLE if row.get("docker")]
DEFAULTS = {
    "before": "",
    "y": "y",
    "activation": '"softmax"',
    "loss": "sparse_categorical_crossentropy",
    "fit": "model.fit({x}, {y}, epochs=1, verbose=0)",
}


def named(row: dict[str, Any], text: str) -> str:
    """The text with the row's own name for its ``model``."""
    return re.sub(r"(?<!\.)\bmodel\b", f"model_{row['case']}", text) if "together" in row else text


def work_of(row: dict[str, Any]) -> str | None:
    """The cells of a row's notebook."""
    if "network" not in row:
        return row.get("work")
    parts = DEFAULTS | row["network"]
    if "." not in parts["loss"]:
        parts["loss"] = f'"{parts["loss"]}"'
    parts["fit"] = parts["fit"].format(x=parts.get("x"), y=parts["y"])
    return NETWORK.format(**parts)


def submission_of(row: dict[str, Any]) -> str:
    return str(row.get("together", row["case"]))


def hand_in(rows: list[dict[str, Any]], folder: Path) -> None:
    """One submission: that of a row, or of those that stand together."""
    row = rows[0]
    for name, content in row.get("files", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    if "script" in row:
        (folder / "solution.py").write_text(row["script"], encoding="utf-8")
    elif "raw" in row:
        (folder / "work.ipynb").write_text(row["raw"], encoding="utf-8")
    else:
        text = "\n".join(named(one, str(work_of(one))) for one in rows)
        nbformat.write(notebook(text), folder / "work.ipynb")


def graded(
    request: pytest.FixtureRequest, folder: Path, data: Path, rows: list[dict[str, Any]], runner: str
) -> dict[str, dict[str, Any]]:
    """What one dry run made of the works of those rows that are tested now."""
    project = Project(folder, data)
    submissions: dict[str, list[dict[str, Any]]] = {}
    for row in selected(request, rows):
        submissions.setdefault(submission_of(row), []).append(row)
    for name, together in submissions.items():
        hand_in(together, project.folder / CLASS / name)
    return dry_run_together(project, list(submissions), BOOKS, runner)


@pytest.fixture(scope="module")
def local(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    real_data: Path,
    guest_python: Path,
) -> dict[str, dict[str, Any]]:
    return graded(request, tmp_path_factory.mktemp("local"), real_data, TABLE, "local")


@pytest.fixture(scope="module")
def docker(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    real_data: Path,
    docker_engine: None,
) -> dict[str, dict[str, Any]]:
    return graded(request, tmp_path_factory.mktemp("docker"), real_data, WITH_DOCKER, "docker")


def test_there_are_as_many_habits_as_promised() -> None:
    assert len(TABLE) >= 60
    assert not [name for name, count in Counter(row["case"] for row in TABLE).items() if count > 1]


@pytest.mark.slow
@pytest.mark.guest
@pytest.mark.parametrize("row", TABLE, ids=[row["case"] for row in TABLE])
def test_each_runs_or_says_why_not(row: dict[str, Any], local: dict[str, dict[str, Any]]) -> None:
    assert faults(row, local[submission_of(row)], named) == []


@pytest.mark.slow
@pytest.mark.docker
@pytest.mark.guest
@pytest.mark.parametrize("row", WITH_DOCKER, ids=[row["case"] for row in WITH_DOCKER])
def test_each_does_in_docker_too(row: dict[str, Any], docker: dict[str, dict[str, Any]]) -> None:
    assert faults(row, docker[submission_of(row)], named) == []

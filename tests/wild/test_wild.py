"""The habits of strangers, one a row of the tables beside this file: each work runs as it is, or says in one sentence
why it cannot.

A row has a `case`, and one of `work` (cells), `script`, `raw` (a notebook as it is) and `network` (see `NETWORK`);
`files` lie beside it. Expected are its `outcome` (graded), parts of its `reason` and `hint`, what it `got` in the
place of what it asked for, the names of networks that were `scored` and `unscored` (with part of the reason), and
checks that it `passed`.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from harness.sandbox.docker.backend import docker_answers
from tests.e2e.conftest import Project
from tests.e2e.works import CLASS, dry_run, notebook, selected

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = [
    row for path in sorted(HERE.glob("*.yaml")) for row in yaml.safe_load(path.read_text(encoding="utf-8"))
]
NETWORK = """
# %%
import keras, numpy as np, tensorflow as tf
(x, y), _ = keras.datasets.fashion_mnist.load_data()
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
DEFAULTS = {
    "before": "",
    "y": "y",
    "activation": '"softmax"',
    "loss": "sparse_categorical_crossentropy",
    "fit": "model.fit({x}, {y}, epochs=1, verbose=0)",
}


def work_of(row: dict[str, Any]) -> str | None:
    """The cells of a row's notebook."""
    if "network" not in row:
        return row.get("work")
    parts = DEFAULTS | row["network"]
    if "." not in parts["loss"]:
        parts["loss"] = f'"{parts["loss"]}"'
    parts["fit"] = parts["fit"].format(x=parts.get("x"), y=parts["y"])
    return NETWORK.format(**parts)


def hand_in(row: dict[str, Any], folder: Path) -> None:
    for name, content in row.get("files", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    if "script" in row:
        (folder / "solution.py").write_text(row["script"], encoding="utf-8")
    elif "raw" in row:
        (folder / "work.ipynb").write_text(row["raw"], encoding="utf-8")
    else:
        nbformat.write(notebook(str(work_of(row))), folder / "work.ipynb")


@pytest.fixture(scope="module", params=["local", pytest.param("docker", marks=pytest.mark.docker)])
def grades(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    real_data: Path,
    guest_python: Path,
) -> dict[str, dict[str, Any]]:
    """What one dry run made of each work, on each sandbox."""
    runner = str(request.param)
    if runner == "docker" and not docker_answers():
        pytest.skip("no Docker engine answers")
    project = Project(tmp_path_factory.mktemp("wild"), real_data)
    rows = selected(request, TABLE)
    for row in rows:
        hand_in(row, project.folder / CLASS / row["case"])
    return dry_run(project, [row["case"] for row in rows], runner)


def test_there_are_as_many_habits_as_promised() -> None:
    assert len(TABLE) >= 60
    assert not [name for name, count in Counter(row["case"] for row in TABLE).items() if count > 1]


def faults(row: dict[str, Any], grade: dict[str, Any]) -> list[str]:
    """What differs from the row, one sentence each."""
    found = []
    failure = grade["failure"] or {}
    if grade["outcome"] != row.get("outcome", "graded"):
        found.append(f"{grade['outcome']}: {grade['reason']} {failure.get('traceback', '')[-800:]}")
    if row.get("reason", "") not in grade["reason"]:
        found.append(f"the reason is {grade['reason']}")
    if row.get("hint", "") not in failure.get("hint", ""):
        found.append(f"the hint is {failure.get('hint')!r}")
    got = {one["was"] for one in grade["adapted"]}
    found += [f"{name} was not changed, only {sorted(got)}" for name in row.get("got", []) if name not in got]
    models = {one["names"][0]: one for one in grade["networks"]}
    for name in [*row.get("scored", []), *(["model"] if "network" in row else [])]:
        if name not in models or models[name]["visible"] is None:
            found.append(f"{name} was not scored: {models.get(name, sorted(models))}")
    for name, reason in row.get("unscored", {}).items():
        if models[name]["visible"] is not None or reason not in models[name]["reason"]:
            found.append(f"{name} was scored, or not for the reason {reason}: {models[name]['reason']}")
    checks = {
        check["id"]: check["status"] for criterion in grade["criteria"] for check in criterion["checks"]
    }
    found += [f"{name} is {checks[name]}" for name in row.get("passed", []) if checks[name] != "passed"]
    return found


@pytest.mark.slow
@pytest.mark.guest
@pytest.mark.parametrize("row", TABLE, ids=[row["case"] for row in TABLE])
def test_each_runs_or_says_why_not(row: dict[str, Any], grades: dict[str, dict[str, Any]]) -> None:
    assert faults(row, grades[row["case"]]) == []

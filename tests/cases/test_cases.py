"""Small works made from public trouble reports, and works that once got a wrong mark: ``works/``, each with what is right
in a row of the tables beside this file. `tests.e2e.works.faults` says what a row may hold; `docker` is for those that
touch a boundary of the sandbox and so run there, too, or there alone (`only`). A row is `of` the work of another one where a
script alone can show both."""

import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Project
from tests.e2e.sections import dry_run_together
from tests.e2e.works import CLASS, faults, selected
from tests.tables import rows_of

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = [row for path in sorted(HERE.glob("*.yaml")) for row in rows_of(path)]
BOOKS = {
    "old_and_libraries": [
        "05_legacy_keras_switch",
        "06_layer_output_shape",
        "07_never_called",
        "float_rate_and_softmax",
        "best_weights_in_hdf5",
        "12_imagenet_weights",
        "image_dim_ordering",
        "10_memory_growth",
        "05b_import_tf_keras",
        "27_kagglehub",
        "28_hugging_face",
        "29_tfds_builder",
        "35_wandb",
        "09_output_widgets",
        "69_eager_off",
    ],
    "errors_scores_and_forms": [
        "39_nfd_names",
        "01_null_byte",
        "04_surrogate_printed",
        "13b_quit_in_the_middle",
        "14_question_until_answered",
        "67_interrupt_all",
        "17_f1_train_and_test",
        "17b_f1_on_validation",
        "24_f1_of_one_hot",
        "24b_names_numbered_by_an_encoder",
        "71_printed_table_of_epochs",
        "72_report_as_dictionary",
        "72b_precision_recall_fscore",
        "ten_predictions_are_no_matrix",
        "counts_range_and_rows",
        "31_thousands_and_commas",
        "66_range_with_dots",
        "33_pip_show_version",
        "73_own_split_of_openml",
        "30_autoencoder_first",
        "04b_file_name_not_utf8",
        "22b_no_outputs_key",
        "22c_same_ids",
        "22d_widget_in_minor_1",
        "22e_no_cell_metadata",
        "33b_shell_python",
        "70_float64_backend",
    ],
    "roles_and_inputs": [
        "two_ports",
        "15_auxiliary_outputs",
        "45_awaited_cells",
        "44_writefile_and_run",
        "20_mixed_precision",
        "11_tf_device_gpu",
        "16_dict_inputs",
        "64_utils_normalize",
        "64b_standard_scaler",
        "65_cv2_cubic",
        "68_background_thread",
        "40_keras_tuner",
        "images_without_channel_axis",
        "19_mirrored_strategy",
        "fit_that_raises",
    ],
    "threads": [
        "32_threads_before_anything",
        "18_long_log_script",
        "18b_short_log_script",
        "34_cv2_window_script",
        "74_whole_array_printed",
        "03_stdout_reconfigure",
        "built_but_not_trained",
    ],
}
"""Works that share a run (`tests.e2e.sections`). What must come before TensorFlow is used stands first, and so does the odd name
of a notebook, which is that of all; what changes settings for good stands last, and so does a network that nothing trained, which
is found in the variables at the end."""
LOCAL = [row for row in TABLE if row.get("docker") != "only"]
WITH_DOCKER = [row for row in TABLE if row.get("docker")]
NOT_KEPT = {"04b_file_name_not_utf8": b"\xe4\xe0\xed\xed\xfb\xe5.csv"}
"""File names that archives and git do not carry well, by case."""


def work_of(row: dict[str, Any]) -> str:
    """The name of the work that a row is about."""
    return str(row.get("of", row["case"]))


def graded(
    request: pytest.FixtureRequest, folder: Path, data: Path, rows: list[dict[str, Any]], runner: str
) -> dict[str, dict[str, Any]]:
    project = Project(folder, data)
    cases = list(dict.fromkeys(work_of(row) for row in selected(request, rows)))
    for case in cases:
        work = project.folder / CLASS / case
        shutil.copytree(HERE / "works" / case, work)
        if case in NOT_KEPT:
            (work / os.fsdecode(NOT_KEPT[case])).write_bytes(b"")
    return dry_run_together(project, cases, BOOKS, runner)


@pytest.fixture(scope="module")
def local(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    real_data: Path,
    guest_python: Path,
) -> dict[str, dict[str, Any]]:
    """What one dry run of all made of each."""
    return graded(request, tmp_path_factory.mktemp("local"), real_data, LOCAL, "local")


@pytest.fixture(scope="module")
def docker(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    real_data: Path,
    docker_engine: None,
) -> dict[str, dict[str, Any]]:
    return graded(request, tmp_path_factory.mktemp("docker"), real_data, WITH_DOCKER, "docker")


def test_every_case_has_its_row() -> None:
    works = {path.name for path in (HERE / "works").iterdir()}
    assert {work_of(row) for row in TABLE} == works
    assert len({row["case"] for row in TABLE}) == len(TABLE)
    assert works >= {row["case"] for row in TABLE if "of" not in row}


def test_works_share_a_run_where_each_can_be_told_from_the_others() -> None:
    rows = {row["case"]: row for row in TABLE}
    for name, times in Counter(name for book in BOOKS.values() for name in book).items():
        assert times == 1, f"{name} stands in two books"
    for book in BOOKS.values():
        # What was changed for a work is told once in a run.
        got = Counter(one for name in book for one in rows[name].get("got", []))
        assert [one for one, times in got.items() if times > 1] == []


@pytest.mark.slow
@pytest.mark.guest
@pytest.mark.parametrize("row", LOCAL, ids=[row["case"] for row in LOCAL])
def test_each_gets_what_is_right(row: dict[str, Any], local: dict[str, dict[str, Any]]) -> None:
    assert faults(row, local[work_of(row)]) == []


@pytest.mark.slow
@pytest.mark.docker
@pytest.mark.guest
@pytest.mark.parametrize("row", WITH_DOCKER, ids=[row["case"] for row in WITH_DOCKER])
def test_each_does_in_docker_too(row: dict[str, Any], docker: dict[str, dict[str, Any]]) -> None:
    assert faults(row, docker[work_of(row)]) == []

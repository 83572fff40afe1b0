"""Task 6: the confusion matrix of a network of the student's own, on the visible test set."""

import re

import pytest

from harness.checks.fixtures import Model, Note
from harness.checks.matrices import Matrix, belongs, drawn, matrices, printed
from harness.checks.outputs import Outputs
from harness.checks.words import listed
from harness.evidence import Evidence
from harness.provenance.trace import numbers_in

SPEAKS_OF_IT = re.compile(r"confusion|heat_?map|матриц\w* (ошибок|несоответствий|путаницы)", re.IGNORECASE)


def _own(found: list[Matrix], models: list[Model]) -> list[Matrix]:
    return [matrix for matrix in found if any(belongs(matrix, model) for model in models)]


def check_computed(models: list[Model], evidence: Evidence, outputs: Outputs, note: Note) -> None:
    """The confusion matrix of a network on the test set is computed from its own predictions."""
    found = matrices(evidence, outputs)
    assert found, (
        "No confusion matrix of the 10,000 test images was computed; see sklearn.metrics.confusion_matrix."
    )
    own = [model.title for model in models if _own(found, [model])]
    unscored = [model.title for model in models if model.network.visible_metrics is None]
    if not own and unscored:
        pytest.skip(
            "Whose confusion matrix was computed cannot be checked, since no predictions are known of "
            f"{listed(unscored)}."
        )
    assert own, (
        "The confusion matrix that was computed agrees with the predictions of none of the trained networks."
    )
    note(f"It is that of {listed(own)}.")


def check_shown(models: list[Model], evidence: Evidence, outputs: Outputs) -> None:
    """The confusion matrix is shown, as a table, as text or as a picture."""
    own = _own(matrices(evidence, outputs), models)
    if not own:
        pytest.skip("There is no confusion matrix of a trained network to show yet.")
    if _own([*printed(outputs), *drawn(outputs)], models):
        return
    texts = [numbers_in(cell.text) for cell, _ in outputs.cells]
    assert any(set(matrix.diagonal().tolist()) <= set(numbers) for matrix in own for numbers in texts) or any(
        SPEAKS_OF_IT.search(cell.source) for cell in outputs.other_pictures()
    ), "The confusion matrix was computed but shown nowhere; print it or draw a heat map."

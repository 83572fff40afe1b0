"""Task 6: the confusion matrix of a network of the student's own, on the visible test set."""

from harness.checks.fixtures import Model
from harness.checks.matrices import belongs, matrices
from harness.checks.shown import numbers_in
from harness.evidence import Evidence


def check_computed(models: list[Model], evidence: Evidence) -> None:
    """The confusion matrix of a network on the test set is computed from its own predictions."""
    found = matrices(evidence)
    assert found, (
        "No confusion matrix of the 10,000 test images was computed; see sklearn.metrics.confusion_matrix."
    )
    own = any(belongs(matrix, model) for matrix in found for model in models)
    assert own, (
        "The confusion matrix that was computed agrees with the predictions of none of the trained networks."
    )


def check_shown(evidence: Evidence) -> None:
    """The confusion matrix is shown, as a table, as text or as a picture."""
    found = matrices(evidence)
    assert found, "There is no confusion matrix to show yet."
    for cell in evidence.notebook:
        drawn = cell.pictures and (
            "confusion" in cell.source.lower() or "heatmap" in cell.source or "cm" in cell.source
        )
        numbers = set(numbers_in(cell.text))
        printed = any(set(matrix.diagonal().tolist()) <= numbers for matrix in found)
        if cell.code and (drawn or printed):
            return
    raise AssertionError("The confusion matrix was computed but shown nowhere; print it or draw a heat map.")

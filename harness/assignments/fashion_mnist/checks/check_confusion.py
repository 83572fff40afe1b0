"""Task 6: the confusion matrix of a network of the student's own, on the visible test set."""

import re

from harness.assignments.fashion_mnist.checks.matrices import Matrix, belongs, drawn, matrices, printed
from harness.checks.fixtures import Note
from harness.checks.outputs import Outputs
from harness.checks.words import skip
from harness.evidence.network import Network
from harness.evidence.provenance.trace import numbers_in
from harness.evidence.schema import Evidence
from harness.words.phrase import phrase

SPEAKS_OF_IT = re.compile(
    r"confusion|heat_?map|матриц\w{0,3} (ошибок|несоответствий|путаницы)", re.IGNORECASE
)


def _own(found: list[Matrix], models: list[Network]) -> list[Matrix]:
    return [matrix for matrix in found if any(belongs(matrix, model) for model in models)]


def check_computed(models: list[Network], evidence: Evidence, outputs: Outputs, note: Note) -> None:
    """The confusion matrix of a network on the test set is computed from its own predictions."""
    found = matrices(evidence, outputs)
    assert found, phrase("fashion_mnist.confusion.none")
    own = [model.title for model in models if _own(found, [model])]
    unscored = [model.title for model in models if model.visible is None]
    if not own and unscored:
        skip(phrase("fashion_mnist.confusion.unscored", networks=unscored))
    assert own, phrase("fashion_mnist.confusion.of_none")
    note(phrase("fashion_mnist.confusion.of", networks=own))


def check_shown(models: list[Network], evidence: Evidence, outputs: Outputs) -> None:
    """The confusion matrix is shown, as a table, as text or as a picture."""
    own = _own(matrices(evidence, outputs), models)
    if not own:
        skip(phrase("fashion_mnist.confusion.nothing_to_show"))
    if _own([*printed(outputs), *drawn(outputs)], models):
        return
    texts = [numbers_in(cell.text) for cell, _ in outputs.cells]
    assert any(set(matrix.diagonal().tolist()) <= set(numbers) for matrix in own for numbers in texts) or any(
        SPEAKS_OF_IT.search(cell.source) for cell in outputs.other_pictures()
    ), phrase("fashion_mnist.confusion.not_shown")

"""Task 6: the confusion matrix of a network of the student's own, on the visible test set."""

from dataclasses import replace

from harness.assignments.fashion_mnist.checks.matrices import (
    SPEAKS_OF_IT,
    Table,
    is_drawn,
    shown,
    stands_in,
    tables,
)
from harness.assignments.fashion_mnist.checks.unscored import unscored
from harness.checks.case import Case
from harness.checks.fixtures import Note
from harness.checks.logs import without_progress
from harness.checks.outputs import Outputs
from harness.checks.words import skip
from harness.evidence.network import BEST, Network
from harness.evidence.provenance.numbers import numbers_in
from harness.evidence.schema import Evidence
from harness.words.phrase import phrase


def _own(found: list[Table], models: list[Network]) -> list[Table]:
    return [table for table in found if any(table.is_of(model) for model in models)]


def check_computed(
    case: Case, models: list[Network], evidence: Evidence, outputs: Outputs, note: Note
) -> None:
    """The confusion matrix of a network on the test set is computed from its own predictions."""
    found = tables(evidence, outputs)
    own = [model.title for model in models if _own(found, [model])]
    if own:
        parts = [model.title for model in models if set(model.roles) - {BEST} and model.visible is not None]
        without = [title for title in parts if title not in own]
        note(phrase("fashion_mnist.confusion.of", networks=own, without=without))
        return
    without_scores = unscored(models)
    if found and without_scores:
        skip(phrase("fashion_mnist.confusion.unscored", networks=without_scores))
    sure = [_with_images(table, evidence) for table in found if table.sure]
    of_test = [table for table in sure if table.of in ("test", "")]
    if of_test and case.smoke:
        skip(phrase("fashion_mnist.confusion.cut_short"))
    assert not of_test, phrase("fashion_mnist.confusion.of_none")
    for table in sure:
        if table.of == "other":
            skip(phrase("fashion_mnist.confusion.other_images", rows=table.rows))
    assert not sure, phrase("fashion_mnist.confusion.training_images")
    raise AssertionError(phrase("fashion_mnist.confusion.none"))


def _with_images(table: Table, evidence: Evidence) -> Table:
    """Where nothing says of which images a table is, those of a scoring call of as many."""
    counted = [call.truth for call in evidence.calls if call.rows == table.rows]
    if table.of or "test" in counted or not counted:
        return table
    return replace(table, of="train" if set(counted) == {"train"} else "other")


def check_shown(models: list[Network], evidence: Evidence, outputs: Outputs) -> None:
    """The confusion matrix is shown, as a table, as text or as a picture."""
    found = tables(evidence, outputs)
    own = _own(found, models)
    if not own and found and (without_scores := unscored(models)):
        skip(phrase("fashion_mnist.confusion.unscored", networks=without_scores))
    if not own:
        skip(phrase("fashion_mnist.confusion.nothing_to_show"))
    if _own(shown(outputs), models) or any(is_drawn(table.matrix, outputs) for table in own):
        return
    texts = (numbers_in(without_progress(cell.text)) for cell, _ in outputs.cells)
    in_text = any(stands_in(table.matrix, numbers) for numbers in texts for table in own)
    in_picture = any(SPEAKS_OF_IT.search(cell.source) for cell in outputs.other_pictures())
    assert in_text or in_picture, phrase("fashion_mnist.confusion.not_shown")

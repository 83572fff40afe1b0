"""How a network was trained, as far as its fits tell."""

from harness.evidence.schema import Evidence, InputFacts
from harness.words.phrase import Phrase, phrase


def fed(evidence: Evidence, model: str) -> list[InputFacts]:
    """What its fits were given."""
    return [facts for facts in evidence.inputs if facts.model == model and facts.fit is not None]


def rows_seen(evidence: Evidence, model: str) -> int | None:
    """Rows that training saw: those of an array; of a pipeline or generator, all its batches in all epochs. None where
    nothing tells."""
    inputs = fed(evidence, model)
    sizes = {facts.fit: facts.shape[0] for facts in inputs if facts.total is None and facts.shape}
    counted = [facts.total for facts in inputs if facts.total is not None]
    counted += [
        sizes[fit.fit] * fit.steps * fit.epochs for fit in evidence.fits if sizes.get(fit.fit) and fit.steps
    ]
    return max(counted, default=None)


def visible_test_rows(evidence: Evidence, model: str) -> int:
    """How many of the rows looked at are images of the visible test set."""
    return sum(facts.sources.get("test", 0) for facts in fed(evidence, model))


def duration(evidence: Evidence, model: str) -> Phrase:
    """How long it was trained: ``3 epochs``; of a loop of the student's own, its steps."""
    fits = [fit for fit in evidence.fits if fit.model == model and not fit.loop]
    loops = [fit for fit in evidence.fits if fit.model == model and fit.loop]
    epochs, steps = sum(fit.epochs for fit in fits), sum(fit.steps for fit in loops)
    parts = []
    if fits:
        parts.append(phrase("training.epochs", epochs=epochs, fits=len(fits)))
    if loops:
        parts.append(phrase("training.loop", steps=steps))
    return phrase("training.duration", parts=parts)


def describe(evidence: Evidence, model: str) -> list[Phrase]:
    """How it was trained, for the feedback; nothing where no training was seen."""
    fits = [fit for fit in evidence.fits if fit.model == model]
    if not fits:
        return []
    compiled = dict.fromkeys(name for fit in fits for name in (fit.loss, fit.optimizer) if name)
    rows, lasted = rows_seen(evidence, model), duration(evidence, model)
    said = [phrase("training.trained", rows=rows, duration=lasted, compiled=compiled)]
    if tests := visible_test_rows(evidence, model):
        said.append(phrase("training.on_test_images", rows=tests))
    return said

"""How a network was trained, as far as its fits tell."""

from harness.evidence.schema import Evidence, InputFacts


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


def duration(evidence: Evidence, model: str) -> str:
    """How long it was trained: ``3 epochs``; of a loop of the student's own, its steps."""
    fits = [fit for fit in evidence.fits if fit.model == model and not fit.loop]
    loops = [fit for fit in evidence.fits if fit.model == model and fit.loop]
    epochs, steps = sum(fit.epochs for fit in fits), sum(fit.steps for fit in loops)
    parts = []
    if fits:
        several = f" in {len(fits)} fits" if len(fits) > 1 else ""
        parts.append(f"{epochs} epoch{'' if epochs == 1 else 's'}{several}")
    if loops:
        counted = f"{steps:,} step{'' if steps == 1 else 's'} of " if steps else ""
        parts.append(f"{counted}a training loop")
    return " and ".join(parts)


def describe(evidence: Evidence, model: str) -> str:
    """One sentence for the feedback; empty where no training was seen."""
    fits = [fit for fit in evidence.fits if fit.model == model]
    if not fits:
        return ""
    rows = rows_seen(evidence, model)
    parts = [] if rows is None else [f"{rows:,} rows"]
    parts.append(duration(evidence, model))
    parts += dict.fromkeys(name for fit in fits for name in (fit.loss, fit.optimizer) if name)
    text = f"Trained: {', '.join(parts)}."
    if tests := visible_test_rows(evidence, model):
        text += f" It was trained on test images ({tests} of the rows looked at): what it scores on them means nothing."
    return text

"""How a network was trained, as far as its fits tell."""

from harness.evidence import Evidence, InputFacts


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


def describe(evidence: Evidence, model: str) -> str:
    """One sentence for the feedback; empty where no fit was seen."""
    fits = [fit for fit in evidence.fits if fit.model == model]
    if not fits:
        return ""
    rows, epochs = rows_seen(evidence, model), sum(fit.epochs for fit in fits)
    parts = [] if rows is None else [f"{rows:,} rows"]
    parts.append(
        f"{epochs} epoch{'' if epochs == 1 else 's'}" + (f" in {len(fits)} fits" if len(fits) > 1 else "")
    )
    parts += dict.fromkeys(name for fit in fits for name in (fit.loss, fit.optimizer) if name)
    text = f"Trained: {', '.join(parts)}."
    if tests := visible_test_rows(evidence, model):
        text += f" It was trained on test images ({tests} of the rows looked at): what it scores on them means nothing."
    return text

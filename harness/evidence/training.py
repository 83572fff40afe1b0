"""How a network was trained, as far as its fits tell."""

from harness.evidence.schema import Evidence, Fit, InputFacts
from harness.words.phrase import Phrase, phrase


def taught(evidence: Evidence, model: str) -> str:
    """The network whose trainings made the weights of this one: itself, or the one that it has the weights of."""
    if any(fit.model == model for fit in evidence.fits) or model not in evidence.networks:
        return model
    return evidence.networks[model].weights_of or model


def fits_of(evidence: Evidence, model: str) -> list[Fit]:
    """The trainings that made its weights."""
    whose = taught(evidence, model)
    return [fit for fit in evidence.fits if fit.model == whose]


def fed(evidence: Evidence, model: str) -> list[InputFacts]:
    """What the fits that trained it were given."""
    trained = {fit.fit for fit in fits_of(evidence, model)}
    return [facts for facts in evidence.inputs if facts.fit in trained]


def rows_seen(evidence: Evidence, model: str) -> int | None:
    """Rows that its largest training was fed. None where nothing tells."""
    rows = [fit.rows for fit in fits_of(evidence, model)]
    return max((one for one in rows if one is not None), default=None)


def rows_in_all(evidence: Evidence, model: str) -> int | None:
    """Rows that all its trainings were fed, the same data once. None where one of them does not tell."""
    digests = {facts.fit: facts.digest for facts in fed(evidence, model)}
    largest: dict[str, int] = {}
    for fit in fits_of(evidence, model):
        if fit.rows is None:
            return None
        data = digests.get(fit.fit) or fit.fit
        largest[data] = max(fit.rows, largest.get(data, 0))
    return sum(largest.values()) if largest else None


LEAST_TRIED = 128
"""Images that a training is fed where it tries something: four of Keras's batches."""


def tried(evidence: Evidence) -> list[Fit]:
    """The trainings that are long enough to see what they do; one that does not tell its rows is."""
    return [fit for fit in evidence.fits if fit.rows is None or fit.rows >= LEAST_TRIED]


def train_share(evidence: Evidence, model: str) -> float:
    """The share of the rows looked at that are images of the training set as they are; augmented ones are not."""
    sources = [facts.sources for facts in fed(evidence, model)]
    looked = sum(sum(one.values()) for one in sources)
    return sum(one.get("train", 0) for one in sources) / looked if looked else 0.0


def visible_test_rows(evidence: Evidence, model: str) -> int:
    """How many of the rows looked at are images of the visible test set."""
    return sum(facts.sources.get("test", 0) for facts in fed(evidence, model))


def order_of(evidence: Evidence, model: str, classes: int) -> list[int]:
    """The class that each output of a network stands for, where that is not its own number: in its last training whose labels
    were known. One that no training was seen of has the order that all others have."""
    facts = fed(evidence, model)
    if not fits_of(evidence, model):
        facts = [one for one in evidence.inputs if one.fit is not None]
        if len({tuple(one.order) for one in facts if one.labels_agree is not None}) > 1:
            return []
    orders = [one.order for one in facts if one.labels_agree is not None]
    return orders[-1] if orders and len(orders[-1]) == classes else []


def duration(evidence: Evidence, model: str) -> Phrase:
    """How long it was trained: ``3 epochs``; of a loop of the student's own, its steps."""
    trainings = fits_of(evidence, model)
    fits, loops = [fit for fit in trainings if not fit.loop], [fit for fit in trainings if fit.loop]
    epochs, steps = sum(fit.epochs for fit in fits), sum(fit.steps for fit in loops)
    parts = []
    if fits:
        parts.append(phrase("training.epochs", epochs=epochs, fits=len(fits)))
    if loops:
        parts.append(phrase("training.loop", steps=steps))
    return phrase("training.duration", parts=parts)


def describe(evidence: Evidence, model: str) -> list[Phrase]:
    """How it was trained, for the feedback; nothing where no training was seen."""
    fits = fits_of(evidence, model)
    if not fits:
        return []
    whose = taught(evidence, model)
    said = []
    if whose != model:
        names = evidence.names.get(whose) or [
            evidence.networks[whose].name if whose in evidence.networks else whose
        ]
        said.append(phrase("training.weights_of", network=names[0]))
    compiled = dict.fromkeys(name for fit in fits for name in (fit.loss, fit.optimizer) if name)
    rows, lasted = rows_seen(evidence, model), duration(evidence, model)
    said.append(phrase("training.trained", rows=rows, duration=lasted, compiled=compiled))
    if tests := visible_test_rows(evidence, model):
        said.append(phrase("training.on_test_images", rows=tests))
    return said


def why_untrained(evidence: Evidence, model: str, scored: bool) -> Phrase:
    """What is known of a network that no fit of ``evidence.fits`` trained, and whether it was ``scored`` all the same."""
    idle = [fit for fit in evidence.idle_fits if fit.model == model]
    unchanged = any(fit.steps and fit.changed is False for fit in idle)
    rows = max((fit.rows or 0 for fit in idle if fit.steps), default=0)
    return phrase("training.none", began=bool(idle), unchanged=unchanged, rows=rows, scored=scored)

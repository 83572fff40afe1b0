"""Task 5: the Keras CNN-MNIST example, ported to Fashion-MNIST."""

from harness.assignments.fashion_mnist.example import (
    DROPOUT,
    OPTIMIZER,
    dropout_rates,
    is_cross_entropy,
    settings,
)
from harness.assignments.fashion_mnist.port import EXAMPLE_PARAMETERS, PortMatch
from harness.assignments.fashion_mnist.structure import port_of
from harness.checks.case import Case
from harness.checks.fixtures import Note
from harness.checks.words import partly, skip
from harness.evidence.network import TIMES_CHANCE, Network
from harness.evidence.schema import Evidence
from harness.evidence.training import (
    LEAST_TRIED,
    duration,
    fed,
    fits_of,
    rows_in_all,
    rows_seen,
    taught,
    train_share,
    tried,
    visible_test_rows,
)
from harness.words.phrase import phrase

MIN_ROWS = 10_000
HALF = 0.5
LEAST_KNOWN = 0.1
"""Share of the images looked at that are known as training images, for them to be taken as such."""
LEAST_LEARNED = 0.5
"""Macro-F1 on the visible test images that no network reaches that was trained on anything else."""
SLOW_RATE = 0.01
"""Keras 2 gave Adadelta the rate 1, Keras 3 gives it 0.001."""


def _port(cnn: Network) -> PortMatch:
    port = port_of(cnn)
    assert port is not None, phrase("fashion_mnist.not_exported", network=cnn.title)
    return port


def check_convolutions(cnn: Network) -> None:
    """The network begins as the example does: 3×3 convolutions with 32 and 64 filters, each with ReLU."""
    port = _port(cnn)
    wrong = port.differs_in("convolutions")
    assert not wrong, phrase("fashion_mnist.network_differs", network=cnn.title, differs=wrong)


def check_pooling_and_head(cnn: Network, note: Note) -> None:
    """It goes on as the example does: max-pooling 2×2, Flatten, Dense 128 with ReLU, Dense 10 with softmax."""
    port = _port(cnn)
    wrong = port.differs_in("pooling_and_head")
    lacks = phrase("fashion_mnist.network_differs", network=cnn.title, differs=wrong)
    if wrong and all(one.code == "fashion_mnist.port.no_softmax" for one in wrong):
        # A loss may take logits.
        partly(HALF, lacks)
    assert not wrong, lacks
    count = cnn.parameters
    if count == EXAMPLE_PARAMETERS:
        note(phrase("fashion_mnist.port.parameters_same", network=cnn.title, count=count))
    elif count is not None:
        note(
            phrase(
                "fashion_mnist.port.parameters",
                network=cnn.title,
                count=count,
                wanted=EXAMPLE_PARAMETERS,
                inserted=port.inserted,
            )
        )


def check_dropout(cnn: Network) -> None:
    """Dropout of 0.25 follows the pooling and 0.5 the dense layer."""
    rates = dropout_rates(cnn)
    found = [f"{rate:g}" for rate in rates]
    assert set(rates) >= DROPOUT, phrase("fashion_mnist.port.dropout", network=cnn.title, rates=found)


def check_loss_and_optimizer(cnn: Network, evidence: Evidence, note: Note) -> None:
    """It is trained with cross-entropy and Adadelta, as the example is."""
    compiled = settings(cnn)
    losses = dict.fromkeys(str(one.loss or "none") for one in compiled)
    assert any(map(is_cross_entropy, losses)), phrase(
        "fashion_mnist.port.loss", network=cnn.title, losses=losses
    )
    optimizers = dict.fromkeys(str(one.optimizer or "none") for one in compiled)
    assert OPTIMIZER in optimizers, phrase(
        "fashion_mnist.port.optimizer", network=cnn.title, optimizers=optimizers
    )
    fits = [fit for fit in fits_of(evidence, cnn.id) if fit.optimizer == OPTIMIZER]
    if fits and not any(fit in fits for fit in tried(evidence)):
        rows = max(fit.rows or 0 for fit in fits)
        partly(HALF, phrase("fashion_mnist.port.hardly", network=cnn.title, rows=rows, wanted=LEAST_TRIED))
    metrics = dict.fromkeys(name for one in compiled for name in one.metrics)
    rates = [one.learning_rate for one in compiled if one.optimizer == OPTIMIZER and one.learning_rate]
    slow = max(rates) if rates and max(rates) <= SLOW_RATE else None
    note(
        phrase(
            "fashion_mnist.port.compiled",
            losses=losses,
            optimizers=optimizers,
            metrics=metrics,
            slow_rate=slow,
        )
    )


def check_trained_on_the_data(case: Case, cnn: Network, evidence: Evidence, note: Note) -> None:
    """It is trained on Fashion-MNIST's training images with their labels, and never on test images."""
    assert fits_of(evidence, cnn.id), phrase("fashion_mnist.training.unseen", network=cnn.title)
    given = fed(evidence, cnn.id)
    looked = [facts for facts in given if facts.mapping is not None or facts.sources.get("train")]
    if not looked:
        _must_have_learned(case, cnn, evidence)
    tests = visible_test_rows(evidence, cnn.id)
    assert not tests, phrase("fashion_mnist.training.test_images", network=cnn.title, rows=tests)
    wrong = [facts for facts in looked if facts.labels_agree is not None and facts.labels_agree < 0.99]
    assert not wrong, phrase("fashion_mnist.training.wrong_labels", network=cnn.title)
    # Augmented images are known by those that the network is validated on alone; then what it learned must tell.
    known, learned = train_share(evidence, cnn.id) >= LEAST_KNOWN, cnn.visible
    if not known and not case.smoke and learned is not None:
        assert learned.macro_f1 * len(learned.per_class) > TIMES_CHANCE, phrase(
            "fashion_mnist.training.not_recognised", network=cnn.title, f1=learned.macro_f1
        )
    rows = rows_in_all(evidence, cnn.id)
    assert rows is None or rows >= MIN_ROWS, phrase(
        "fashion_mnist.training.too_few", network=cnn.title, rows=rows, wanted=MIN_ROWS
    )
    note(
        phrase(
            "fashion_mnist.training.seen",
            rows=rows_seen(evidence, cnn.id),
            duration=duration(evidence, cnn.id),
            learned=None if known or case.smoke or learned is None else learned.macro_f1,
        )
    )


def _must_have_learned(case: Case, cnn: Network, evidence: Evidence) -> None:
    """No row that it was given was recognised, as where each is augmented: then only what it knows of the test images tells, and
    only where its trainings alone can have taught it. Noise teaches less than `LEAST_LEARNED`."""
    if case.smoke:
        skip(phrase("fashion_mnist.training.unknown_images_yet", network=cnn.title))
    whose = {cnn.id, taught(evidence, cnn.id)}
    brought = bool(whose & {*evidence.outside, *evidence.within, *evidence.frozen})
    f1 = None if cnn.visible is None else cnn.visible.macro_f1
    learned_here = f1 is not None and f1 > LEAST_LEARNED and not brought
    assert learned_here, phrase(
        "fashion_mnist.training.unknown_images",
        network=cnn.title,
        f1=f1,
        wanted=LEAST_LEARNED,
        brought=brought,
    )

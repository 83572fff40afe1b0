"""Task 5: the Keras CNN-MNIST example, ported to Fashion-MNIST."""

from harness.assignments.fashion_mnist.port import EXAMPLE_PARAMETERS, PortMatch
from harness.assignments.fashion_mnist.structure import port_of
from harness.checks.case import Case
from harness.checks.fixtures import Note
from harness.evidence.network import Compiled, Network
from harness.evidence.schema import Evidence
from harness.evidence.training import duration, fed, rows_seen, visible_test_rows

MIN_ROWS = 10_000
SLOW_RATE = 0.01
"""Keras 2 gave Adadelta the rate 1, Keras 3 gives it 0.001."""


def _port(cnn: Network) -> PortMatch:
    port = port_of(cnn)
    assert port is not None, (
        f"The structure of {cnn.title} could not be read, since it could not be exported."
    )
    return port


def check_convolutions(cnn: Network) -> None:
    """The network begins as the example does: 3×3 convolutions with 32 and 64 filters, each with ReLU."""
    port = _port(cnn)
    wrong = [text for text in port.differs if "onvolution" in text or "conv" in text.lower()]
    assert not wrong, f"In {cnn.title}: {'; '.join(wrong)}."


def check_pooling_and_head(cnn: Network, note: Note) -> None:
    """It goes on as the example does: max-pooling 2×2, Flatten, Dense 128 with ReLU, Dense 10 with softmax."""
    port = _port(cnn)
    wrong = [text for text in port.differs if "onvolution" not in text and "conv" not in text.lower()]
    assert not wrong, f"In {cnn.title}: {'; '.join(wrong)}."
    count = cnn.parameters
    if count == EXAMPLE_PARAMETERS:
        note(f"{cnn.title} has {count:,} parameters, exactly those of the example.")
    elif count is not None:
        more = f"; besides the example's layers: {', '.join(port.inserted)}" if port.inserted else ""
        note(f"{cnn.title} has {count:,} parameters, the example {EXAMPLE_PARAMETERS:,}{more}.")


def check_dropout(cnn: Network, evidence: Evidence) -> None:
    """Dropout of 0.25 follows the pooling and 0.5 the dense layer."""
    rates = [layer.rate for layer in cnn.layers if layer.type == "Dropout"]
    found = ", ".join(f"{rate:g}" for rate in rates if rate is not None) or "none"
    assert {0.25, 0.5} <= set(rates), (
        f"Dropout rates 0.25 and 0.5 are expected in {cnn.title}; found: {found}."
    )


def check_loss_and_optimizer(cnn: Network, evidence: Evidence, note: Note) -> None:
    """It is trained with cross-entropy and Adadelta, as the example is."""
    compiled: list[Compiled] = [fit for fit in evidence.fits if fit.model == cnn.id]
    compiled = compiled or [cnn.compiled]
    losses = dict.fromkeys(str(one.loss or "none") for one in compiled)
    assert any("crossentropy" in loss.lower().replace("_", "") for loss in losses), (
        f"The loss of {cnn.title} is {', '.join(losses)}; a categorical cross-entropy is expected."
    )
    optimizers = dict.fromkeys(str(one.optimizer or "none") for one in compiled)
    assert "Adadelta" in optimizers, (
        f"The optimizer of {cnn.title} is {', '.join(optimizers)}; the example has Adadelta."
    )
    metrics = dict.fromkeys(name for one in compiled for name in one.metrics)
    watched = ", ".join(metrics) or "none, where the example has accuracy"
    rates = [one.learning_rate for one in compiled if one.optimizer == "Adadelta" and one.learning_rate]
    slow = (
        f" Its rate is {max(rates):g}; the example was written for 1, at which Adadelta learns far faster."
        if rates and max(rates) <= SLOW_RATE
        else ""
    )
    note(f"Loss {', '.join(losses)}, optimizer {', '.join(optimizers)}, metrics: {watched}.{slow}")


def check_trained_on_the_data(case: Case, cnn: Network, evidence: Evidence, note: Note) -> None:
    """It is trained on Fashion-MNIST's training images with their labels, and never on test images."""
    looked = [facts for facts in fed(evidence, cnn.id) if facts.mapping is not None]
    assert looked, (
        f"What {cnn.title} was trained on could not be recognised as images of Fashion-MNIST "
        "(keras.datasets.fashion_mnist; those of keras.datasets.mnist are digits)."
    )
    tests = visible_test_rows(evidence, cnn.id)
    assert not tests, (
        f"{cnn.title} was trained on test images ({tests} of the rows looked at); that spoils every score."
    )
    wrong = [facts for facts in looked if facts.labels_agree is not None and facts.labels_agree < 0.99]
    assert not wrong, (
        f"The labels {cnn.title} was trained on are not those of its images; were they shuffled apart?"
    )
    rows = rows_seen(evidence, cnn.id)
    cut_short = case.smoke and any(facts.total is None for facts in looked)
    assert rows is None or cut_short or rows >= MIN_ROWS, (
        f"{cnn.title} saw only {rows} images; train it on at least {MIN_ROWS}."
    )
    how_many = "" if rows is None else f"{rows:,} "
    note(
        f"{how_many}training images, {duration(evidence, cnn.id)}; none of the rows looked at is a test image."
    )

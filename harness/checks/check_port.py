"""Task 5: the Keras CNN-MNIST example, ported to Fashion-MNIST."""

from harness.checks.fixtures import Model
from harness.evidence import Evidence
from harness.graph.port import PortMatch

MIN_ROWS = 10_000


def _port(cnn: Model) -> PortMatch:
    assert cnn.port is not None, (
        f"The structure of {cnn.title} could not be read, since it could not be exported."
    )
    return cnn.port


def check_convolutions(cnn: Model) -> None:
    """The network begins as the example does: 3×3 convolutions with 32 and 64 filters, each with ReLU."""
    port = _port(cnn)
    wrong = [text for text in port.differs if "onvolution" in text or "conv" in text.lower()]
    assert not wrong, f"In {cnn.title}: {'; '.join(wrong)}."


def check_pooling_and_head(cnn: Model) -> None:
    """It goes on as the example does: max-pooling 2×2, Flatten, Dense 128 with ReLU, Dense 10 with softmax."""
    port = _port(cnn)
    wrong = [text for text in port.differs if "onvolution" not in text and "conv" not in text.lower()]
    assert not wrong, f"In {cnn.title}: {'; '.join(wrong)}."


def check_dropout(cnn: Model, evidence: Evidence) -> None:
    """Dropout of 0.25 follows the pooling and 0.5 the dense layer."""
    rates = [layer.rate for layer in evidence.models[cnn.id].layers if layer.type == "Dropout"]
    found = ", ".join(f"{rate:g}" for rate in rates if rate is not None) or "none"
    assert {0.25, 0.5} <= set(rates), (
        f"Dropout rates 0.25 and 0.5 are expected in {cnn.title}; found: {found}."
    )


def check_loss_and_optimizer(cnn: Model, evidence: Evidence) -> None:
    """It is trained with cross-entropy and Adadelta, as the example is."""
    facts = evidence.models[cnn.id]
    loss = (facts.loss or "none").lower().replace("_", "")
    assert "crossentropy" in loss, (
        f"The loss of {cnn.title} is {facts.loss}; a categorical cross-entropy is expected."
    )
    assert facts.optimizer == "Adadelta", (
        f"The optimizer of {cnn.title} is {facts.optimizer}; the example has Adadelta."
    )


def check_trained_on_the_data(cnn: Model, evidence: Evidence) -> None:
    """It is trained on Fashion-MNIST's training images with their labels, and never on test images."""
    fed = [facts for facts in evidence.inputs if facts.model == cnn.id and facts.fit is not None]
    looked = [facts for facts in fed if facts.mapping is not None]
    assert looked, f"What {cnn.title} was trained on could not be recognised as images of Fashion-MNIST."
    tests = sum(facts.sources.get("test", 0) for facts in looked)
    assert not tests, (
        f"{cnn.title} was trained on test images ({tests} of the rows looked at); that spoils every score."
    )
    wrong = [facts for facts in looked if facts.labels_agree is not None and facts.labels_agree < 0.99]
    assert not wrong, (
        f"The labels {cnn.title} was trained on are not those of its images; were they shuffled apart?"
    )
    rows = [facts.total for facts in looked if facts.total is not None]
    few = f"{cnn.title} saw only {max(rows, default=0)} images; train it on at least {MIN_ROWS}."
    assert not rows or max(rows) >= MIN_ROWS, few

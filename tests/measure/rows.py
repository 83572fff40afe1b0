"""Rows such as a measurement leaves, without one."""

import numpy as np

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.grading.metrics import measure
from reference.measure.results import Epoch, ExperimentNote, Protocol, Row, Training

PROTOCOL = Protocol(split="published", split_id="0123456789abcdef")
NOTE = ExperimentNote(title="A study", question="Does it help?", source="lecture")


def training(**changes: object) -> Training:
    fields = {
        "parameters": 1_199_882,
        "multiply_adds": 11_995_392,
        "batch_size": 128,
        "images": 60_000,
        "steps_per_epoch": 469,
        "epochs": [Epoch(seconds=s, steps=469, loss=0.5, accuracy=0.8) for s in (45.0, 41.0, 42.0)],
        "measured": [],
        "failure": "",
        "versions": {"python": "3.11.7", "keras": "3.15.1", "tensorflow": "2.21.0"},
        "backend": "tensorflow",
        "processor": "A processor",
        "cores": 2,
        "peak_memory": 10**9,
    }
    return Training(**{**fields, **changes})


def row(name: str = "cnn_mnist", **changes: object) -> Row:
    """A row of a network, or, with a slash in the name, of a variant. Nine of ten predictions are right."""
    labels = np.arange(100) % 10
    predicted = np.where(np.arange(100) < 90, labels, (labels + 1) % 10)
    experiment, _, variant = name.partition("/")
    names = {"experiment": experiment, "variant": variant} if variant else {"network": name}
    fields = {
        **names,
        "title": name.upper(),
        "source": "arXiv:0000.00000",
        "protocol": PROTOCOL,
        "stand_in": False,
        "date": "2026-01-02T03:04:05+00:00",
        "training": training(),
        "metrics": measure(labels, predicted, CLASS_NAMES),
        "failed": "",
    }
    return Row(**{**fields, **changes})


def failed_row(name: str = "broken", reason: str = "ValueError: a | b") -> Row:
    return row(name, training=None, metrics=None, failed=reason)

"""What stands beside the verdicts of a submission like a real one."""

import base64
import io

import numpy as np
from PIL import Image

from harness.grade.audit import Audit, AuditedCheck, AuditedNetwork, Finding
from harness.grade.insight import Curve, Insight, Measured, Mistaken
from harness.words.phrase import phrase


def picture(shade: int) -> str:
    """A small picture, a PNG in Base64."""
    file = io.BytesIO()
    image = np.full((28, 28), 20, np.uint8)
    image[6:24, 8:20] = shade
    Image.fromarray(image).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def sample_insight() -> Insight:
    """Two trainings, three pairs of classes, tasks with headings, and what the authors measured."""
    falling = [round(2.1 / (1 + epoch) + 0.2, 4) for epoch in range(12)]
    held = [round(value + 0.02 * epoch, 4) for epoch, value in enumerate(falling)]
    rising = [round(0.93 - value / 3, 4) for value in falling]
    series = {"accuracy": rising, "loss": falling, "val_accuracy": rising[::-1], "val_loss": held}
    return Insight(
        curves=[
            Curve(network="f1", title="sequential", cell=7, epochs=12, seconds=84.2, series=series),
            Curve(network="f2", title="functional_2", cell=12, epochs=1, seconds=9, series={"loss": [0.5]}),
        ],
        more_curves=1,
        mistaken=[
            Mistaken(
                true="Shirt", predicted="T-shirt/top", images=112, total=1000, pictures=[picture(shade)] * 5
            )
            for shade in (120, 200, 250)
        ],
        headings={4: 6, 5: 10},
        measured=[
            Measured(name="Softmax regression", macro_f1=0.844, interval=(0.835, 0.853)),
            Measured(name="cnn_model", role="cnn", macro_f1=0.904, interval=(0.897, 0.912)),
            Measured(name="best_model", role="best", macro_f1=0.945, interval=(0.939, 0.951)),
        ],
    )


def audit() -> Audit:
    """A run on a twin, as it goes for honest work."""
    findings = (Finding.FOLLOWS, Finding.FOLLOWS, Finding.UNKNOWN)
    return Audit(
        checks=[AuditedCheck(id=f"a.{place}", finding=found) for place, found in enumerate(findings)],
        networks=[AuditedNetwork(id="f1", title="sequential", finding=Finding.FOLLOWS)],
        renamed_alone=False,
        said={"reason": (phrase("audit.ran"),)},
    )

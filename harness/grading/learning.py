"""What the networks of a run learned of the classes: from what they answered, and the labels of the images."""

import numpy as np

from harness.audit.learning import Learned, log_scores
from harness.dataset.drawing import Drawing
from harness.grading.predict_stage import Predictions
from harness.wire.limits import sample_step


def what_was_learned(predictions: Predictions, drawing: Drawing, classes: int) -> dict[str, Learned]:
    """Of each network that was scored, by id, and of the student's own ``predict``. Predictions are over the hidden images,
    then the visible test images; the labels of both are read here, and means alone leave."""
    if not predictions.scores:
        return {}
    split = drawing.split()
    labels = np.concatenate([split.hidden_labels, split.test_labels])
    some = labels[:: sample_step(len(labels))]
    found = {}
    for name, scores in predictions.scores.items():
        before = predictions.before.get(name)
        found[name] = Learned(
            before=None if before is None else log_scores(before, some, classes),
            after=log_scores(scores, some, classes),
        )
    return found

"""What networks were asked and taught last, so that scores which are computed of it are known to be theirs."""

import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..channel import never_in_the_way
from ..patches.declare import Layer, Patch, around
from ..preprocessing.infer import infer
from ..visible import Visible
from . import inputs
from .order import compared

REMEMBERED = 4
FITS_REMEMBERED = 20
LOOKS_REMEMBERED = 50
MOST_SCORES = 5_000_000
MOST_LABELS = 200_000
LOOKED_AT = 128
AGREE = 0.98
USUAL_THRESHOLD = 0.5
LEAST_ROWS = 20
"""A series of so many labels is found by chance nowhere else."""


@dataclass(frozen=True)
class Answer:
    """Scores (N, classes) that a network gave, and some rows of what it was asked: ``rows``, at the places ``chosen``."""

    network: str
    scores: np.ndarray
    rows: np.ndarray | None
    chosen: np.ndarray


class Predictions:
    """The last predictions of networks, and the labels that they were trained with.

    Args:
        visible: the visible split.
        id_of: gives a network's id.
    """

    def __init__(self, visible: Visible, id_of: Callable[[Any], str]) -> None:
        self._visible, self._id_of = visible, id_of
        self._answers: deque[Answer] = deque(maxlen=REMEMBERED)
        self._looked: dict[bytes, tuple[dict[str, int], np.ndarray]] = {}
        self._taught: deque[bytes] = deque(maxlen=FITS_REMEMBERED)

    def patches(self) -> list[Patch]:
        """Of ``keras.Model``."""
        does = "Remembers what a network predicted, and the labels that it was trained with."
        listed = (("Model.predict", self._predict), ("Model.fit", self._fit))
        return [Patch("keras", path, does, around(function), Layer.MEMORY) for path, function in listed]

    def _predict(self, original: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
        scores = original(model, *args, **kwargs)
        with never_in_the_way("remembering predictions"):
            classes = len(self._visible.classes)
            table = isinstance(scores, np.ndarray) and scores.ndim == 2 and scores.shape[1] == classes
            if table and scores.size <= MOST_SCORES:
                asked: Any = args[0] if args else kwargs.get("x")
                chosen = np.unique(np.linspace(0, len(scores) - 1, min(LOOKED_AT, len(scores))).astype(int))
                shape: Any = getattr(asked, "shape", ())
                rows = inputs.rows_of(asked, chosen) if len(shape) > 1 and shape[0] == len(scores) else None
                self._answers.append(Answer(self._id_of(model), scores, rows, chosen))
        return scores

    def _fit(self, original: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
        with never_in_the_way("remembering labels"):
            given = args[1] if len(args) > 1 else kwargs.get("y")
            labels = None if given is None else labels_of(given, self._visible.classes)
            if labels is not None and labels.size <= MOST_LABELS:
                self._taught.append(_series(labels))
        return original(model, *args, **kwargs)

    def _look(self, rows: np.ndarray) -> tuple[dict[str, int], np.ndarray]:
        """How many rows are images of each part of the visible split, and their labels, -1 where they are of none. What is
        asked again and again, after each epoch for one, is looked at once."""
        key = hashlib.sha256(rows.tobytes()).digest()
        if key not in self._looked:
            if len(self._looked) >= LOOKS_REMEMBERED:
                self._looked.clear()
            _, sources, labels = infer(lambda indices: rows[indices], len(rows), self._visible, len(rows))
            self._looked[key] = sources, np.full(len(rows), -1) if labels is None else labels
        return self._looked[key]

    def giving(self, guess: np.ndarray, *, renamed: bool = False) -> Answer | None:
        """The prediction whose most probable classes are these labels (N,); where they may be ``renamed``, also with the classes
        in another order, as scikit-learn's encoders sort names."""
        for answer in reversed(self._answers):
            if len(answer.scores) != len(guess):
                continue
            given = answer.scores.argmax(axis=1)
            if np.array_equal(given, guess) or (renamed and _is_renamed(given, guess)):
                return answer
        return None

    def above_a_threshold(self, marked: np.ndarray) -> Answer | None:
        """The prediction whose scores (N, classes) lie above some number exactly where ``marked`` is true."""
        for answer in reversed(self._answers):
            if answer.scores.shape != marked.shape or marked.all():
                continue
            least = answer.scores[marked].min() if marked.any() else USUAL_THRESHOLD
            if answer.scores[~marked].max() <= least:
                return answer
        return None

    def source(self, labels: np.ndarray, answer: Answer | None) -> tuple[str, bool]:
        """Whose labels (N,) these are, and whether ``answer`` was given for their images, as far as is known.

        ``test``: of the visible test set, in order; ``train``: of training images, in order and without gaps, or of
        images that a network was trained on; ``own``: of images from both parts of the visible split, so of a test set
        of the student's own; else ``other``.
        """
        visible, seen = self._visible, {"train": 0, "test": 0}
        asked = False
        if answer is not None and answer.rows is not None:
            sources, raw = self._look(answer.rows)
            known = raw >= 0
            if known.any():
                agree, _ = compared(labels[answer.chosen][known], raw[known], len(visible.classes))
                asked = agree is not None and agree >= AGREE
            seen = sources if asked else seen
        if np.array_equal(labels, visible.test_labels):
            return "test", asked
        series = _series(labels)
        if len(labels) >= LEAST_ROWS and any(
            series in known for known in (_series(visible.train_labels), *self._taught)
        ):
            return "train", asked
        if seen["train"] and seen["test"]:
            return "own", asked
        return "train" if seen["train"] else "other", asked


def _is_renamed(some: np.ndarray, others: np.ndarray) -> bool:
    """Whether each label of the one series (N,) always stands where the same label of the other one does."""
    pairs = set(zip(some.tolist(), others.tolist(), strict=True))
    return len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs}) > 1


def labels_of(value: Any, classes: list[str]) -> np.ndarray | None:
    """Labels (N,) of labels in any form: numbers, one-hot rows, names of the classes, or digits as text; None where
    they are something else."""
    array = np.asarray(value)
    if array.ndim == 2 and array.shape[1] == len(classes):
        array = array.argmax(axis=1)
    array = array.reshape(-1)
    if array.dtype.kind in "OUS":
        places = {name: place for place, name in enumerate(classes)}
        places |= {str(place): place for place in range(len(classes))}
        found = [places.get(str(one)) for one in array.tolist()]
        return None if None in found else np.array(found, int)
    return array if array.dtype.kind in "iufb" else None


def _series(labels: np.ndarray) -> bytes:
    return labels.astype(np.int8).tobytes()

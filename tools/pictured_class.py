"""A made-up class for the pictures of the documentation: works that went well, that stopped with an error, that wait."""

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.assignment.rubric import Rubric
from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.evidence.diagnosis import Failure
from harness.evidence.hints import hint_for
from harness.grade.audit import AuditedCheck, Finding
from harness.grade.predictions import PREDICTIONS, predictions_bytes
from harness.grade.record import Grade, Late
from harness.grading.points import check_names
from harness.outcome import Outcome
from harness.wire.files import EXECUTED
from harness.words.phrase import Phrase, phrase
from tools.pictured import Answers, Labels, Reasons, work

NAMES = (
    *(
        "anna",
        "boris",
        "chingiz",
        "darya",
        "egor",
        "fatima",
        "gleb",
        "irina",
        "kirill",
        "lev",
        "maria",
        "nikita",
    ),
    *(
        "olga",
        "pavel",
        "renat",
        "sofia",
        "timur",
        "ulyana",
        "viktor",
        "yana",
        "zakhar",
        "alina",
        "denis",
        "polina",
        "vera",
        "artem",
        "kamila",
    ),
)
NO_COUNTS, NO_MEANS, NO_PICTURE = (
    phrase(f"fashion_mnist.dataset.{code}") for code in ("counts", "class_means", "no_picture")
)
ONE_OPTIMIZER = phrase("fashion_mnist.layers.optimizers", least=1_000, names=["Adadelta"])
ONE_ACTIVATION = phrase("fashion_mnist.layers.activations", names=["relu"])
NO_MATRIX, NOT_SHOWN = phrase("fashion_mnist.confusion.none"), phrase("fashion_mnist.confusion.not_shown")
ONE_F1, NO_F1 = phrase("fashion_mnist.f1.not_compared", count=1), phrase("fashion_mnist.f1.none")
RATES = phrase("fashion_mnist.port.dropout", network="cnn_model", rates=["0.3", "0.5"])
THREE = phrase(
    "fashion_mnist.inception.branches",
    network="inception_model",
    right=3,
    faults=[phrase("fashion_mnist.inception.no_branch", branch=phrase("fashion_mnist.branch.pool"))],
)
NO_VERSION = phrase("fashion_mnist.setup.no_version")
NO_REASONS: Reasons = {}
LACKING: tuple[Reasons, ...] = (
    NO_REASONS,
    {"dataset.class_means": NO_MEANS, "f1.compared": ONE_F1},
    {"dataset.class_counts": NO_COUNTS, "layers.optimizers": ONE_OPTIMIZER},
    {"setup.version_shown": NO_VERSION, "port.dropout": RATES},
    {"layers.activations": ONE_ACTIVATION, "confusion.shown": NOT_SHOWN, "dataset.class_means": NO_MEANS},
    {
        "inception.four_branches": (0.75, THREE),
        "layers.optimizers": ONE_OPTIMIZER,
        "dataset.pictures": NO_PICTURE,
    },
    {"confusion.computed": NO_MATRIX, "confusion.shown": NO_MATRIX, "dataset.class_counts": NO_COUNTS},
    {"f1.computed": NO_F1, "f1.agrees": NO_F1, "f1.compared": NO_F1, "dataset.class_means": NO_MEANS},
)
"""What a work lacks, the stronger ones first."""

SOURCE = """\
inputs = keras.Input(shape=(28, 28, 1))
x = layers.Conv2D(32, 3, activation="relu")(inputs)
x = layers.Conv2D(64, 3, activation="relu")(x)
a = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
b = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
b = layers.Conv2D(64, 3, activation="relu")(b)
merged = layers.concatenate([a, b])
"""
MESSAGE = (
    "A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. "
    "Received: input_shape=[(None, 24, 24, 64), (None, 22, 22, 64)]"
)


@dataclass(frozen=True)
class Pictured:
    """The works of a class, and what they are marked by."""

    rubric: Rubric
    answers: Answers

    def good(self, **changes: Any) -> Grade:
        """A work that ran to its end and lacks little."""
        reasons = {"dataset.class_means": NO_MEANS, "layers.optimizers": ONE_OPTIMIZER, "port.dropout": RATES}
        return work(self.rubric, self.answers, "anna", 0.921, 1, reasons=reasons, **changes)[0]

    def failed(self) -> Grade:
        """A work that stopped in cell 16, where its Inception module was to be built."""
        named = "ValueError", MESSAGE
        hint = hint_for(*named, "keras.datasets.fashion_mnist.load_data()")
        assert hint is not None
        trace = f"Cell In[9], line 7\n----> 7 merged = layers.concatenate([a, b])\n\nValueError: {MESSAGE}"
        failure = Failure(
            cell=16,
            line=7,
            error=named[0],
            message=MESSAGE,
            source=SOURCE,
            traceback=trace,
            said={"hint": (hint,)},
        )
        where = phrase("where.cell", number=16, total=22, line=7, deeper=None)
        raised = phrase(
            "run.raised",
            error=named[0],
            where=where,
            message="A `Concatenate` layer requires inputs with matching shapes.",
            after=None,
        )
        lacking: dict[str, Phrase] = {
            "dataset.class_counts": NO_COUNTS,
            "modes.functional": phrase(
                "fashion_mnist.modes.no_functional",
                kinds=[phrase("fashion_mnist.modes.is", network="cnn_model", kind="Sequential")],
            ),
            "layers.merge": phrase("fashion_mnist.layers.no_merge"),
            "layers.optimizers": ONE_OPTIMIZER,
            **{
                name: phrase("fashion_mnist.inception.none")
                for name in self.rubric.checks()
                if name.startswith("inception.")
            },
            "confusion.computed": NO_MATRIX,
            "f1.computed": NO_F1,
        }
        waiting = {
            "confusion.shown": phrase("fashion_mnist.confusion.nothing_to_show"),
            "f1.agrees": phrase("fashion_mnist.f1.nothing_reported"),
            "f1.compared": phrase("fashion_mnist.f1.nothing_reported"),
        }
        grade, _ = work(
            self.rubric,
            self.answers,
            "boris",
            0.889,
            2,
            reasons=lacking,
            skipped=waiting,
            gained=None,
            outcome=Outcome.CODE_ERROR,
            failure=failure,
        )
        return grade.saying(reason=[raised])

    def held(self) -> Grade:
        """A work whose counts did not follow the data: it waits for a person."""
        good = self.good().model_copy(update={"submission": "viktor"})
        assert good.audit is not None
        typed = AuditedCheck(
            id="dataset.class_counts", finding=Finding.CONTRADICTS, said={"reason": (phrase("audit.stayed"),)}
        )
        audit = good.audit.model_copy(update={"checks": [typed, *good.audit.checks]})
        names = check_names(good.assignment, good.criteria)
        why = phrase("held.audit", checks=[names["dataset.class_counts"]])
        return good.saying(held=[why]).model_copy(update={"is_mark": False, "audit": audit})

    def students(self) -> Iterator[tuple[Grade, Labels]]:
        """The class, two attempts of some, with what each best network says of the hidden images."""
        rng = np.random.default_rng(24)
        skills = -np.sort(-(0.953 - rng.gamma(1.4, 0.022, len(NAMES))))
        for place, (name, skill) in enumerate(zip(NAMES, skills.tolist(), strict=True)):
            seed, day, tried = place + 10, int(rng.integers(13, 23)), rng.random() < 0.4
            # The weaker the network, the more else is lacking, on the whole.
            lacks = rng.integers(0, len(LACKING), 1 + place // 9 + int(rng.integers(0, 2)))
            lacking = {check: why for one in lacks for check, why in LACKING[one].items()}
            fields = {"parameters": int(10 ** rng.uniform(4.9, 7.0))}
            if tried:
                more = {**lacking, **LACKING[-1 - place % 3]}
                yield self._attempt(name, skill - 0.02, seed + 100, more, 1, day - 9, **fields)
            yield self._attempt(name, skill, seed, lacking, 1 + tried, day, **fields)

    def _attempt(
        self, name: str, skill: float, seed: int, reasons: Reasons, attempt: int, day: int, **fields: Any
    ) -> tuple[Grade, Labels]:
        """An attempt that came on this day of December, in time."""
        came = f"2026-12-{day:02}T10:{seed % 60:02}:00+00:00"
        late = Late(deadline="2026-12-24T00:00:00Z", handed_in=came, days=0, penalty=0)
        changes = {"attempt": attempt, "late": late, "started": came, **fields}
        return work(self.rubric, self.answers, name, skill, seed, reasons=reasons, **changes)


def store(results: Path, grade: Grade, predicted: Labels | None = None) -> Path:
    """Writes a grade as a grading does, and returns its folder."""
    folder = results / grade.submission / str(grade.attempt)
    folder.mkdir(parents=True)
    grade.write(folder / "grade.json")
    if predicted is not None:
        (folder / PREDICTIONS).write_bytes(predictions_bytes({grade.networks[-1].id: predicted}))
    return folder


def write_notebook(folder: Path, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Path:
    """An executed notebook, some cells of it."""
    first = [int(np.flatnonzero(labels == label)[0]) for label in range(len(CLASS_NAMES))]
    counts = np.bincount(labels)
    cells = [
        _text("# Fashion-MNIST: контрольная работа"),
        _text("## Задание 1. Структура и статистика данных"),
        _code(
            "import keras\nimport numpy as np\n\n"
            "(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()\n"
            "print(x_train.shape, x_train.dtype, x_train.min(), x_train.max())\nprint(np.bincount(y_train))",
            f"{images.shape} uint8 0 255\n{counts}\n",
        ),
        _code("show_one_of_each_class(x_train, y_train)", picture=np.hstack([images[row] for row in first])),
        _code(
            'print(f"mean {x_train.mean():.2f}, deviation {x_train.std():.2f}")',
            f"mean {images.mean():.2f}, deviation {images.std():.2f}\n",
        ),
    ]
    path = folder / EXECUTED
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def _text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source}


def _code(source: str, printed: str = "", picture: NDArray[np.uint8] | None = None) -> dict[str, Any]:
    outputs: list[dict[str, Any]] = []
    if printed:
        outputs.append({"output_type": "stream", "name": "stdout", "text": printed})
    if picture is not None:
        from PIL import Image

        file = io.BytesIO()
        high, wide = picture.shape
        Image.fromarray(255 - picture).resize((2 * wide, 2 * high), Image.Resampling.NEAREST).save(
            file, "PNG"
        )
        shown = base64.b64encode(file.getvalue()).decode()
        outputs.append({"output_type": "display_data", "data": {"image/png": shown}, "metadata": {}})
    return {"cell_type": "code", "source": source, "outputs": outputs}

"""Grades like those that real submissions get, for the tests of what a person sees."""

from typing import Any

from harness.dataset.classes import CLASS_NAMES
from harness.grade import (
    Adapted,
    CheckResult,
    ClassScore,
    CriterionGrade,
    Failure,
    Grade,
    Metrics,
    ModelGrade,
    Status,
    Tried,
)
from harness.outcome import Outcome

CONFUSION = [
    [431, 0, 9, 8, 2, 0, 48, 0, 2, 0],
    [1, 491, 0, 5, 1, 0, 1, 0, 1, 0],
    [7, 0, 433, 4, 29, 0, 27, 0, 0, 0],
    [8, 2, 5, 463, 12, 0, 9, 0, 1, 0],
    [0, 1, 27, 14, 431, 0, 27, 0, 0, 0],
    [0, 0, 0, 0, 0, 490, 0, 7, 0, 3],
    [86, 0, 29, 13, 27, 0, 341, 0, 4, 0],
    [0, 0, 0, 0, 0, 4, 0, 488, 0, 8],
    [1, 0, 1, 2, 1, 1, 2, 1, 491, 0],
    [0, 0, 0, 0, 0, 3, 0, 16, 0, 481],
]


def metrics(matrix: list[list[int]] = CONFUSION) -> Metrics:
    """The metrics that belong to a confusion matrix; the interval is the mean plus and minus 0.008."""
    images = sum(map(sum, matrix))
    per_class = []
    for label, name in enumerate(CLASS_NAMES):
        hits, support = matrix[label][label], sum(matrix[label])
        predicted = sum(row[label] for row in matrix)
        precision, recall = hits / predicted if predicted else 0.0, hits / support
        f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
        per_class.append(
            ClassScore(label=label, name=name, precision=precision, recall=recall, f1=f1, support=support)
        )
    macro = sum(score.f1 for score in per_class) / len(per_class)
    return Metrics(
        images=images,
        macro_f1=macro,
        macro_f1_interval=(macro - 0.008, macro + 0.008),
        accuracy=sum(matrix[label][label] for label in range(10)) / images,
        per_class=per_class,
        confusion_matrix=matrix,
    )


def check(id: str, title: str, points: float, max_points: float, reason: str, status: Status) -> CheckResult:
    return CheckResult(id=id, title=title, points=points, max_points=max_points, reason=reason, status=status)


def criterion(id: str, task: int, title: str, reason: str, *checks: CheckResult) -> CriterionGrade:
    points, most = sum(one.points for one in checks), sum(one.max_points for one in checks)
    found = {one.status for one in checks}
    if Status.ERROR in found:
        status = Status.ERROR
    elif len(found) == 1:
        status = found.pop()
    else:
        status = Status.PARTIAL if points else Status.FAILED
    return CriterionGrade(
        id=id,
        task=task,
        title=title,
        points=points,
        max_points=most,
        status=status,
        reason=reason,
        checks=list(checks),
    )


def _criteria() -> list[CriterionGrade]:
    ok, no = Status.PASSED, Status.FAILED
    return [
        criterion(
            "dataset_stats",
            1,
            "Fashion-MNIST is downloaded and its structure and statistics are explored",
            "Classes are counted and pixel statistics match the data; no image of each class was shown.",
            check(
                "shapes",
                "The notebook prints the shapes and the types of the arrays.",
                3,
                3,
                "Cell 4 prints (60000, 28, 28) and uint8.",
                ok,
            ),
            check(
                "counts",
                "The images of each class are counted.",
                4,
                4,
                "Cell 6 prints 6,000 for each of 10 classes.",
                ok,
            ),
            check(
                "pictures",
                "Images of every class are shown.",
                0,
                3,
                "One figure was drawn in cell 7, and it holds images of 4 classes only.",
                no,
            ),
        ),
        criterion(
            "keras_setup",
            2,
            "Keras is installed and its version is shown",
            "Keras 3.15.0 is imported in cell 2.",
            check(
                "version", "Keras is imported and its version is printed.", 5, 5, "Cell 2 prints 3.15.0.", ok
            ),
        ),
        criterion(
            "model_modes",
            3,
            "Models are built in both modes: Sequential and functional",
            "Both modes were trained: sequential and functional_2.",
            check(
                "sequential",
                "A Sequential model is built and trained.",
                5,
                5,
                "‘sequential’ was trained for 3 epochs.",
                ok,
            ),
            check(
                "functional",
                "A functional Model is built and trained.",
                5,
                5,
                "‘functional_2’ was trained for 4 epochs.",
                ok,
            ),
        ),
        criterion(
            "layer_study",
            4,
            "Layers, losses, metrics, optimizers and activations are studied",
            "Four of the six groups are compared on data.",
            check(
                "layers",
                "Core, convolutional, pooling and merge layers are tried.",
                6.67,
                10,
                "Merge layers (Add, Multiply…) appear in no network outside the Inception module.",
                Status.PARTIAL,
            ),
            check(
                "optimizers", "Two optimizers are compared.", 5, 5, "Adadelta and Adam were both used.", ok
            ),
        ),
        criterion(
            "cnn_port",
            5,
            "The Keras CNN for MNIST is ported to Fashion-MNIST",
            "The network is the published one, layer for layer (1,199,882 parameters).",
            check(
                "structure",
                "The layers are those of the example, in order.",
                12,
                12,
                "All eight layers were found.",
                ok,
            ),
            check(
                "training",
                "It is trained with categorical cross-entropy, Adadelta and accuracy.",
                8,
                8,
                "Loss, optimizer and metric are as asked.",
                ok,
            ),
        ),
        criterion(
            "inception_module",
            6,
            "An Inception module is inserted into the ported network",
            "The module has four parallel branches of 64 filters, stacked to 256 maps.",
            check(
                "branches",
                "Four parallel branches start at one tensor: 1x1, 1x1→3x3, 1x1→5x5 and pool→1x1.",
                15,
                15,
                "Found in ‘functional_2’ between max_pooling2d and dropout_2.",
                ok,
            ),
        ),
        criterion(
            "confusion_matrix",
            6,
            "The confusion matrix is studied",
            "The printed matrix is that of the visible test set.",
            check(
                "matrix",
                "A confusion matrix of the test set is printed or drawn.",
                7,
                7,
                "Cell 18 draws it.",
                ok,
            ),
        ),
        criterion(
            "f1_study",
            6,
            "F1 is studied",
            "The printed macro-F1 of 0.907 agrees with ours on the visible test set.",
            check(
                "value",
                "Macro-F1 of the test set is printed and right.",
                5,
                5,
                "Printed 0.907, ours 0.9075.",
                ok,
            ),
            check(
                "words",
                "The result is discussed in a text cell.",
                0,
                3,
                "No text cell speaks of the F1.",
                Status.FAILED,
            ),
        ),
        criterion(
            "best_f1",
            7,
            "The highest F1 is reached",
            "Macro-F1 of 0.907 on the hidden images: 7.5 of 12 points on the scale from 0.86 to 0.94.",
            check(
                "scale",
                "Points grow with the macro-F1 of the best network on images nobody has seen.",
                7.5,
                12,
                "0.907 lies between 0.86 (none) and 0.94 (all).",
                Status.PARTIAL,
            ),
        ),
    ]


def _models() -> list[ModelGrade]:
    worse = [list(row) for row in CONFUSION]
    for label, taken in ((6, 0), (2, 4), (4, 6), (3, 0)):
        worse[label][label] -= 25
        worse[label][taken] += 25
    return [
        ModelGrade(
            id="f1",
            name="sequential",
            kind="Sequential",
            parameters=1_199_882,
            motifs=["Two 3x3 convolutions (32, 64), a max pooling, two dense layers."],
            training="Trained: 60,000 rows, 12 epochs, categorical_crossentropy, Adadelta.",
            preprocessing="Pixels divided by 255, shape (28, 28, 1).",
            metrics=metrics(worse),
            visible_metrics=metrics(worse),
            reason="",
            roles=["cnn"],
        ),
        ModelGrade(
            id="f2",
            name="functional_2",
            kind="functional",
            parameters=6_541_322,
            motifs=[
                "An Inception module of four parallel branches (1x1, 3x3, 5x5, pool) stacked to 256 maps.",
                "Two 3x3 convolutions before it.",
            ],
            preprocessing="Pixels divided by 255, shape (28, 28, 1).",
            metrics=metrics(),
            visible_metrics=metrics(),
            reason="",
            roles=["inception", "best"],
        ),
        ModelGrade(
            id="f3",
            name="toy_dense",
            kind="Sequential",
            parameters=101_770,
            motifs=[],
            preprocessing=None,
            metrics=None,
            visible_metrics=None,
            reason="It was fed random numbers, not images, so it cannot be scored.",
            roles=[],
        ),
    ]


def good(**changes: Any) -> Grade:
    """A submission that ran to its end with most points."""
    criteria = _criteria()
    fields: dict[str, Any] = {
        "submission": "alice",
        "attempt": 2,
        "entry": "notebook.ipynb",
        "content_hash": "3f1c9a4e77d2" + "0" * 52,
        "inputs_id": "a" * 64,
        "outcome": Outcome.GRADED,
        "reason": "All 21 cells ran, three networks were trained and two of them were scored.",
        "points": sum(one.points for one in criteria),
        "max_points": 100.0,
        "is_mark": True,
        "smoke": False,
        "stand_in": False,
        "notes": ["2 lines of the event channel did not fit its schema and were left out."],
        "criteria": criteria,
        "metrics": metrics(),
        "models": _models(),
        "tried": [
            Tried(kind="convolutional layers", names={"Conv2D": 2}),
            Tried(kind="optimizers", names={"Adam": 3, "SGD": 1}, compared=["Adam", "SGD"]),
        ],
        "adapted": [Adapted(was="Adam(lr=…)", now="learning_rate")],
        "failure": None,
        "split_id": "split-7d41c0aa",
        "runner": "docker",
        "image_id": "sha256:9b1d5f0c6e2a4477b1e5e0f8a3b2c1d0",
        "versions": {"harness": "0.1.0", "keras": "3.15.0", "tensorflow": "2.21.0", "python": "3.11.9"},
        "started": "2025-11-23T11:05:42Z",
        "times": {"run": 212.41, "score": 21.9, "checks": 1.3, "total": 235.61},
    }
    return Grade.model_validate(fields | changes)


def held(**changes: Any) -> Grade:
    """The same, with a check that broke: the grade waits for a person."""
    criteria = []
    for one in _criteria():
        if one.id == "f1_study":
            words = one.checks[1].model_copy(
                update={"status": Status.ERROR, "reason": "KeyError: 'text'"},
            )
            why = "A checker broke (words); a person must decide on its points."
            one = criterion(one.id, one.task, one.title, why, one.checks[0], words)
        criteria.append(one)
    fields: dict[str, Any] = {
        "criteria": criteria,
        "held": ["A checker broke (words): KeyError: 'text'."],
        "is_mark": False,
    }
    return good(**(fields | changes))


SOURCE = """\
inputs = keras.Input(shape=(28, 28, 1))
x = layers.Conv2D(32, 3, activation="relu")(inputs)
tower_1 = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
tower_2 = layers.Conv2D(64, 1, padding="same", activation="relu")(x)
tower_2 = layers.Conv2D(64, 3, padding="valid", activation="relu")(tower_2)
merged = layers.concatenate([tower_1, tower_2], axis=-1)
outputs = layers.Dense(10, activation="softmax")(layers.Flatten()(merged))
"""


def code_error(**changes: Any) -> Grade:
    """A notebook that stopped in cell 14, after one network was trained."""
    criteria = []
    for one in _criteria():
        if one.task < 6:
            criteria.append(one)
            continue
        checks = [
            check(
                item.id,
                item.title,
                0,
                item.max_points,
                "No Inception network was trained: the notebook stopped in cell 14.",
                Status.SKIPPED,
            )
            for item in one.checks
        ]
        criteria.append(
            criterion(one.id, one.task, one.title, "The notebook stopped before this step.", *checks)
        )
    failure = Failure(
        cell=14,
        line=6,
        error="ValueError",
        message="A `Concatenate` layer requires inputs with matching shapes except for the "
        "concatenation axis. Received: input_shape=[(None, 26, 26, 64), (None, 24, 24, 64)]",
        hint="Two branches have different heights and widths: give every convolution and pooling of the "
        'module padding="same" and stride 1.',
        source=SOURCE,
        traceback="ValueError                                Traceback (most recent call last)\n"
        "Cell In[11], line 6\n      4 tower_2 = layers.Conv2D(64, 1, …)\n"
        "----> 6 merged = layers.concatenate(…)\n"
        "ValueError: A `Concatenate` layer requires inputs with matching shapes",
    )
    fields: dict[str, Any] = {
        "submission": "broken",
        "attempt": 1,
        "outcome": Outcome.CODE_ERROR,
        "reason": "Cell 14, line 6, raised ValueError; the work of cells 1 to 13 was graded.",
        "criteria": criteria,
        "points": sum(one.points for one in criteria),
        "models": [_models()[0].model_copy(update={"roles": ["cnn", "best"]})],
        "metrics": _models()[0].metrics,
        "failure": failure,
        "notes": [],
    }
    return good(**(fields | changes))


def infrastructure(**changes: Any) -> Grade:
    """Docker was away: nothing ran, nothing was scored."""
    fields: dict[str, Any] = {
        "submission": "carol",
        "attempt": 1,
        "outcome": Outcome.INFRASTRUCTURE,
        "reason": "Docker does not answer at unix:///var/run/docker.sock: start it and grade again.",
        "criteria": [],
        "points": 0.0,
        "models": [],
        "metrics": None,
        "notes": [],
        "is_mark": True,
        "entry": None,
        "times": {},
    }
    return good(**(fields | changes))


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>"
    "\x1b[2J\x1b]8;;http://evil\x07\x00[red]x[/red] \u202egpj{{ 7*7 }}"
)


def hostile() -> Grade:
    """A grade in which every text that a student could choose tries to break out."""
    criteria = [
        criterion(HOSTILE, 1, HOSTILE, HOSTILE, check(HOSTILE, HOSTILE, 0, 5, HOSTILE, Status.FAILED))
    ]
    models = [
        model.model_copy(
            update={
                "name": HOSTILE,
                "kind": HOSTILE,
                "motifs": [HOSTILE],
                "preprocessing": HOSTILE,
                "reason": HOSTILE,
            }
        )
        for model in _models()
    ]
    failure = Failure(
        cell=3,
        line=2,
        error=HOSTILE,
        message=HOSTILE,
        hint=HOSTILE,
        source="a = 1\n" + HOSTILE + "\nb = 2",
        traceback="\n".join([HOSTILE] * 3),
    )
    return code_error(
        submission=HOSTILE,
        entry=HOSTILE,
        reason=HOSTILE,
        notes=[HOSTILE],
        criteria=criteria,
        models=models,
        failure=failure,
        image_id=HOSTILE,
        versions={HOSTILE: HOSTILE},
        is_mark=False,
        smoke=True,
        stand_in=True,
    )

"""Scores and criteria like those of a real submission."""

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.evidence.network import ClassScore, Metrics
from harness.grade.record import CheckResult, CriterionGrade, Status

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
            ClassScore(
                label=label,
                name=name,
                precision=precision,
                recall=recall,
                f1=f1,
                f1_interval=(f1 - 0.02, f1 + 0.02),
                support=support,
            )
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


def criteria() -> list[CriterionGrade]:
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

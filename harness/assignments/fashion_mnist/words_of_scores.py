"""The sentences on confusion matrices and F1, in English."""

from harness.words.en.plural import many
from harness.words.several import Several
from harness.words.template import Catalogue


def _told(agreed: Several, not_checked: Several) -> str:
    text = f"{agreed:; }"
    told = f"{text[0].upper()}{text[1:]}."
    if not_checked:
        told += (
            " Of no single network as it is at the end of the run, such as an average of several or another classifier, "
            f"and so not checked: {not_checked:, }."
        )
    return told


def _not_compared(count: int) -> str:
    return f"F1 of {many(count, 'network')} was found; compute it for the port and for the Inception network, and compare them."


def _of(networks: Several, without: Several | None = None) -> str:
    told = f" None was recognised as that of {without:listed}." if without else ""
    return f"It is that of {networks:listed}.{told}"


def _other_images(rows: int) -> str:
    if not rows:
        return (
            "F1 was computed of labels in a form that is not known here, so whose it is cannot be checked; compute it of the "
            "labels 0 to 9 of the 10,000 test images, too."
        )
    return (
        f"F1 was computed of {rows:,} images that are not the test set as it is loaded, so whose it is cannot be checked; "
        "compute it of the 10,000 test images, too."
    )


SCORES: Catalogue = {
    "fashion_mnist.unscored": "{network} could not be scored: {why}",
    "fashion_mnist.unscored_somehow": "no score is known of {network}",
    "fashion_mnist.confusion.none": (
        "No confusion matrix of the 10,000 test images was found; see sklearn.metrics.confusion_matrix."
    ),
    "fashion_mnist.confusion.of_none": (
        "A confusion matrix was computed, and it agrees with the predictions of none of the trained networks: not for the "
        "10,000 test images as they are loaded, and not at the end of the run."
    ),
    "fashion_mnist.confusion.cut_short": (
        "The confusion matrix agrees with the predictions of none of the networks, whose training a dry run cuts short; "
        "this is decided when they are trained to the end."
    ),
    "fashion_mnist.confusion.unscored": (
        "Whose confusion matrix was computed cannot be checked, since {networks:listed}."
    ),
    "fashion_mnist.confusion.other_images": (
        "A confusion matrix of {rows:,} images was computed that are not the test set as it is loaded, so whose it is "
        "cannot be checked; compute one of the 10,000 test images."
    ),
    "fashion_mnist.confusion.training_images": (
        "The confusion matrix that was computed is of images of the training set, to learn or to validate; compute one of the "
        "10,000 test images."
    ),
    "fashion_mnist.confusion.of": _of,
    "fashion_mnist.confusion.nothing_to_show": (
        "There is no confusion matrix of a trained network to show yet."
    ),
    "fashion_mnist.confusion.not_shown": (
        "The confusion matrix was computed but shown nowhere; print it or draw a heat map."
    ),
    "fashion_mnist.f1.none": (
        "No F1 of a trained network on the test set was found; see sklearn.metrics.f1_score."
    ),
    "fashion_mnist.f1.of_none": (
        "F1 was computed on the test set, but not of the predictions of a trained network, as it is at the end of the run."
    ),
    "fashion_mnist.f1.training_images": (
        "F1 was computed of images of the training set, to learn or to validate; compute it of the 10,000 test images, too."
    ),
    "fashion_mnist.f1.other_images": _other_images,
    "fashion_mnist.f1.of_a_part": (
        "F1 was computed of a part: of some classes, of one class against the others, or with weights. Compute it of all ten "
        "classes, too, and print it with its name, such as “macro F1: 0.912”."
    ),
    "fashion_mnist.f1.thresholded_unknown": (
        "F1 was computed of scores above a threshold, which cannot be checked; compute it of the most probable class, "
        "predict(x_test).argmax(axis=1), too."
    ),
    "fashion_mnist.f1.not_recognised": (
        "An F1 seems to be computed, but no number in the outputs was recognised as that of a trained network on the "
        "test set; print the macro F1 with three digits or more."
    ),
    "fashion_mnist.f1.no_scores": "Whose F1 was computed cannot be checked, since {networks:listed}.",
    "fashion_mnist.f1.nothing_reported": (
        "No line of an output was found that names a number as F1 on the test set and says how it is averaged, so none can be "
        "compared with what the networks have; print it so, such as “macro F1: 0.912”."
    ),
    "fashion_mnist.f1.value": "{value:.3f} as {average} F1",
    "fashion_mnist.f1.agreed": ("you report {value:.3f} as {average} F1, we find {ours:.3f} for {network}"),
    "fashion_mnist.f1.shown": "you show {ours:.3f}, which is the macro F1 that we find for {network}",
    "fashion_mnist.f1.told": _told,
    "fashion_mnist.f1.ours": "{value:.3f} ({network})",
    "fashion_mnist.f1.contradiction": (
        "You report {reported} on the test set; your networks give {ours:, }."
    ),
    "fashion_mnist.f1.without_a_source": (
        "{reported} stands in an output, and nothing was seen that computes it; on the test set your networks give "
        "{ours:, }."
    ),
    "fashion_mnist.f1.is_accuracy": (
        "You report {reported}; that is the accuracy of {network} on the test set, whose F1 is {ours:.3f}."
    ),
    "fashion_mnist.f1.unknown": (
        "You report {reported}; at the end of the run your networks give {ours:, } on the test set. Of which images it "
        "is, or of which moment, is not known, so it could not be checked."
    ),
    "fashion_mnist.f1.earlier": (
        "{reported} on the test set is of what {network} predicted during the run; at its end, on images prepared as those "
        "that it was trained on, your networks give {ours:, }. It changed afterwards, or the test images were prepared "
        "otherwise, or its outputs are not the classes 0 to 9 in this order: compute it again after the last training, of test "
        "images that are prepared alike, with the labels as they are loaded."
    ),
    "fashion_mnist.f1.cut_short": (
        "{reported} is not that of a network, whose training a dry run cuts short; this is decided when they are trained "
        "to the end."
    ),
    "fashion_mnist.f1.unscored": (
        "You report {reported} on the test set; this cannot be checked, since {networks:listed}."
    ),
    "fashion_mnist.f1.thresholded": (
        "{reported} is of scores above a threshold, which may give an image no class or several; of its most probable "
        "class, {network} has {plain:.3f}"
    ),
    "fashion_mnist.f1.own_split": (
        "{reported} is of {rows:,} images of a test set of your own; on hidden images {network} has {hidden_f1:.3f}"
    ),
    "fashion_mnist.f1.not_compared": _not_compared,
}

"""What a run on other data said, in English."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _contradicted(*, checks: Several) -> str:
    return (
        f"The same work was run on other data of the same form, and still showed what is right for the first data "
        f"({checks.listed()}). Numbers that are typed, or read from a file of the submission, do so. A person must look."
    )


WORDS: Catalogue = {
    "audit.ran": "The same work ran on a twin of the data: other numbers of images, other pixel values, other classes.",
    "audit.ran_renamed": (
        "The same work ran on a twin of the data that has other classes alone; with other numbers of images it did not run "
        "as before."
    ),
    "audit.did_not_run": "On other data of the same form the work did not run as before, so nothing can be told by it.",
    "audit.broke": "It cannot be told: on other data of the same form {reason}",
    "audit.stayed": "On other data, too, it showed what is right for the first. What the check said there:",
    "audit.same_on_any_data": "It cannot be told: this is the same on any data.",
    "audit.not_on_the_twin": "It cannot be told: on other data of the same form it was not found.",
    "held.audit": _contradicted,
    "held.moved_by_dither": (
        "On {images:,} hidden images {network} has a macro-F1 of {hidden_dithered:.3f} where a tenth of the pixel values are "
        "one more or one less, as it was scored, and of {hidden_plain:.3f} where they are as published. A table of known "
        "images can do so, and so can preprocessing for which it matters whether a pixel is exactly 0. Which of both it is "
        "is not known: a person must look."
    ),
    "held.no_fresh_answers": (
        "{network} answered the hidden images, and gave no answer that can be read to some of them once more, so whether it "
        "looks images up is not known. A person must look."
    ),
}

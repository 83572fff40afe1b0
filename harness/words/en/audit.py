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
    "audit.knew_before": (
        "Before the first step of training in this run, {network} told the classes apart already ({found:.1f} standard "
        "deviations beyond a network that knows nothing; {bound} and more are not chance). Its weights may have been read from "
        "a file, or computed from the labels."
    ),
    "audit.knew_the_first": (
        "In a run on other data, whose classes have other names, {network} knew the names of the first data ({found:.1f} "
        "standard deviations beyond a network that knows nothing; {bound} and more are not chance), which that run did not "
        "hold."
    ),
    "audit.learned": (
        "In a short run on other data {network} moved towards the names that the classes have there: of {of:,} ways to name "
        "them, {place:,} fit its change as well."
    ),
    "audit.moved_nowhere": (
        "In a few steps on other data {network} moved towards no names of the classes more than by chance. This says nothing "
        "against it."
    ),
    "audit.no_twin_network": (
        "It cannot be told: the run on other data shows of no network like {network} what it knew before its training and "
        "after it."
    ),
    "held.audit": _contradicted,
    "held.audit_network": "{reason} A person must look.",
}

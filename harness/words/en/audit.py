"""What a run on other data said, in English."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _contradicted(*, checks: Several, times: int = 1, keys: int = 1) -> str:
    on = (
        ""
        if keys == 1
        else f" With {times} of {keys} keys it was so: each key is another run, on data of its own."
    )
    return (
        f"The same work was run on other data of the same form, and still showed what is right for the first data "
        f"({checks.listed()}).{on} Numbers that are typed, or read from a file of the submission, do so. A person must look."
    )


def _ran_on_keys(*, keys: int, longer: bool, renamed: int, broke: int) -> str:
    told = [
        f"The same work ran on {keys} twins of the data, one for each key: other classes and pixel values in each, and in every "
        "other one of them other numbers of images."
    ]
    if longer:
        told.append("Fits took ten times the usual number of steps there.")
    if renamed:
        told.append(f"On {renamed} of them it ran with other classes alone.")
    if broke:
        told.append(f"On {broke} of them it did not run as before, so these tell nothing.")
    return " ".join(told)


def _sure_that_it_contradicts(*, keys: int, contradict: int, follow: int) -> str:
    if contradict == keys:
        return f"So it was with each of {keys} keys, on other data each time: that is as sure as this test can be."
    if not follow:
        return f"So it was with {contradict} of {keys} keys; the others tell nothing, for or against."
    return (
        f"So it was with {contradict} of {keys} keys; with {follow} it followed the data. Code that does one thing on some data "
        "and another on others does so. So may code that draws by chance: read it before you decide."
    )


def _sure_that_it_follows(*, keys: int, contradict: int, follow: int) -> str:
    return f"So it was with {follow} of {keys} keys, and none contradicts."


def _not_sure(*, keys: int, contradict: int, follow: int) -> str:
    if not follow:
        return f"None of {keys} keys tells more."
    return f"With {follow} of {keys} keys alone it did; all together that may be chance."


def _falls(
    *, network: str, change: str, hidden_before: float, hidden_after: float, times: float, most: float
) -> str:
    # Where the scores are shown in bands alone, how they compare would tell more.
    grown = "" if isinstance(hidden_before, str) else f": its errors become {times:.1f} times as many"
    return (
        f"The macro-F1 of {network} falls from {hidden_before:.3f} to {hidden_after:.3f} where hidden images are {change}"
        f"{grown}. Of honest networks that were measured, they become fewer than {most:g} times as many. A search for the "
        "nearest known image can fall so. A person must look."
    )


WORDS: Catalogue = {
    "audit.ran": "The same work ran on a twin of the data: other numbers of images, other pixel values, other classes.",
    "audit.ran_renamed": (
        "The same work ran on a twin of the data that has other classes alone; with other numbers of images it did not run "
        "as before."
    ),
    "audit.did_not_run": "On other data of the same form the work did not run as before, so nothing can be told by it.",
    "audit.ran_on_keys": _ran_on_keys,
    "audit.sure.contradicts": _sure_that_it_contradicts,
    "audit.sure.follows": _sure_that_it_follows,
    "audit.sure.unknown": _not_sure,
    "audit.and_how_sure": "{what} {sure}",
    "audit.learned_by_keys": (
        "In short runs on the data of {keys} keys {network} moved towards the names that the classes have there. Chance does so "
        "at most once in {times:,} such audits."
    ),
    "audit.broke": "It cannot be told: on other data of the same form {reason}",
    "audit.stayed": "On other data, too, it showed what is right for the first. What the check said there:",
    "audit.same_on_any_data": "It cannot be told: this is the same on any data.",
    "audit.rests_on_networks": (
        "It cannot be told: this rests on trained networks alone, and those of a short run on other data are not the same."
    ),
    "audit.not_on_the_twin": "It cannot be told: on other data of the same form it was not found.",
    "audit.knew_before": (
        "Before the first step of training that was seen in this run, {network} told the classes apart already ({found:.1f} "
        "standard deviations beyond a network that knows nothing; {bound} and more are not chance). Its weights may have been "
        "read from a file, or computed from the labels."
    ),
    "audit.knew_the_first": (
        "In a run on other data, whose classes have other names, {network} knew the names of the first data ({found:.1f} "
        "standard deviations beyond a network that knows nothing; {bound} and more are not chance), which that run did not "
        "hold."
    ),
    "audit.fed_the_same": (
        "{network} was trained on images of this data set, and on the same ones where the data were others: they did not come "
        "from the data that the work was given."
    ),
    "audit.learned": (
        "In a short run on other data {network} moved towards the names that the classes have there: ways to name them "
        "that fit its change as well: {place:,} of {of:,}."
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
    "held.trained_on_hidden": (
        "{network} was trained on hidden images: of {looked:,} images of its trainings that were looked at, {found:,} are "
        "among those that it is scored on, and the data that the work was given do not hold them. A copy of the published "
        "data does. Its score says little: a person must look."
    ),
    "held.moved_by_dither": (
        "On {images:,} hidden images {network} has a macro-F1 of {hidden_before:.3f} where a tenth of the pixel values are "
        "one more or one less, as it was scored, and of {hidden_after:.3f} where they are as published. A table of known "
        "images can do so, and so can preprocessing for which it matters whether a pixel is exactly 0. Which of both it is "
        "is not known: a person must look."
    ),
    "change.plain": "as they are",
    "change.shifted": "moved by one pixel",
    "change.mirrored": "mirrored",
    "change.rescaled": "enlarged a little",
    "held.falls_by_change": _falls,
    "held.no_fresh_answers": (
        "{network} answered the hidden images, and gave no answer that can be read to some of them once more, so whether it "
        "looks images up is not known. A person must look."
    ),
    "held.audit_network": "{reason} A person must look.",
}

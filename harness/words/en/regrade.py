"""What became of a grade that is made anew from its evidence, in English."""

from harness.words.several import Several
from harness.words.template import Catalogue


def _other_run(fields: Several) -> str:
    return f"what the rubric says of the run changed ({fields.listed()}), so the run may come to another thing: grade it again"


WORDS: Catalogue = {
    "regrade.earlier": "Graded anew on {day}, without running the code again.",
    "regrade.earlier_points": (
        "Graded anew on {day}, without running the code again; before that it had {points:g} of {most:g} points."
    ),
    "regrade.baseline": "it is the baseline {name}, and no student's work: grade it again with --baseline",
    "regrade.failed": "it failed on our side, so there is nothing to judge: grade it again",
    "regrade.other_assignment": "it is of the assignment {its}, and the rubric is of {ours}",
    "regrade.other_work": "the evidence beside it is of other work: grade it again",
    "regrade.other_split": (
        "its networks were scored on the hidden split {its}, and that of the key and the data here is {ours}: grade it again"
    ),
    "regrade.other_code": (
        "other code of the harness watched its run than is installed now, and may have seen other things: grade it again"
    ),
    "regrade.other_run": _other_run,
    "regrade.no_audit": "the rubric wants an audit, which takes a run on a twin of the data: grade it again",
    "regrade.broke": "the harness itself broke ({error}: {message}), and its grade stays as it was",
    "regrade.not_written": "its new grade cannot be written ({why}), and the old one stays",
    "regrade.what.released": "the release",
    "regrade.what.rejected": "the rejection",
    "regrade.release_ended": (
        "{name}, attempt {attempt}: {by} released it on {day}, and it is held for another reason now: a person must decide anew."
    ),
    "regrade.beneath": (
        "{name}, attempt {attempt}: {what} by {by} on {day} stays, and the points beneath it changed from {before:g} to "
        "{after:g}."
    ),
    "regrade.beneath_override": (
        "{name}, attempt {attempt}: the {points:g} points for {criterion} that {by} set on {day} stay, and the automatic points "
        "beneath them changed from {before:g} to {after:g}."
    ),
}

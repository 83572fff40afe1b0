"""What `harness override` says, in English."""

from collections.abc import Sequence

from harness.words.several import Several
from harness.words.template import Catalogue


def _no_criterion(name: str, attempt: int, wanted: str, like: Sequence[str], known: Sequence[str]) -> str:
    meant = f"did you mean {' or '.join(like)}?" if like else f"there are: {', '.join(known)}."
    return f"The grade of {name}, attempt {attempt}, has no criterion {wanted!r}; {meant}"


def _criterion(attempt: int, name: str, criterion: str, has: Sequence[str]) -> str:
    points, most, automatic = has
    return f"Attempt {attempt} of {name}: {criterion} has {points} of {most} points (automatic: {automatic})."


def _has(attempt: int, name: str, has: Sequence[str], is_mark: bool, waits: bool) -> str:
    points, most, automatic = has
    end = " It is held, and not a mark until it is released." if waits else " It is not a mark."
    counts = f"Attempt {attempt} of {name} has {points} of {most} points (automatic: {automatic})."
    return counts + ("" if is_mark else end)


def _pages(count: int) -> str:
    if not count:
        return "All pages say what was decided."
    return f"{'1 page was' if count == 1 else f'{count} pages were'} written anew."


def _unknown_kind(kind: str, like: str | None, kinds: Several) -> str:
    offered = f"did you mean {like}?" if like else f"there are: {kinds:, }"
    return f"there is no decision {kind!r}; {offered}"


WORDS: Catalogue = {
    "override.no_why": 'Say in a sentence why, for the student reads it: --why "…".',
    "decide.no_list": "{path}: nothing can be added to this list: let each decision begin with '- ' at the start of a line.",
    "decide.list_needed": "a list of decisions is needed, each beginning with '- '",
    "decide.no_decision": "a decision is needed, such as 'decision: override'; there are: {kinds:, }",
    "decide.no_kind": "it does not say which decision it is; there are: {kinds:, }",
    "decide.unknown_kind": _unknown_kind,
    "decide.too_large": "{path} has more than {most:,} bytes: no person decided so much. Mend it.",
    "decide.not_utf8": "{path} is not UTF-8 text: save it as UTF-8.",
    "override.failed": "Attempt {attempt} of {name} failed on our side and has no points to decide on: grade it again.",
    "override.no_mark": (
        "Attempt {attempt} of {name} was a dry run or on stand-in data, so it cannot become a mark:"
        " grade it without --smoke, on the data."
    ),
    "override.not_set": "Attempt {attempt} of {name}: nobody set the points of {criterion}, so there is nothing to take back.",
    "override.points": "--points {points} does not fit: {criterion} has 0 to {most} points.",
    "override.no_comment": '--comment is empty; say what the student shall read: --comment "…".',
    "override.long_comment": "--comment has {count:,} characters; say it in at most {most:,}.",
    "override.no_criterion": _no_criterion,
    "override.whose": "Whose grade is meant? Name the submission: harness override NAME …",
    "override.which": "--points and --take-back are of one criterion: name it with --criterion.",
    "override.no_points": "--criterion {criterion} says nothing of its points: give --points NUMBER, or --take-back.",
    "override.why": "--why is of points: give --criterion and --points, too, or --comment in its place.",
    "override.number": "{text!r} is not a number",
    "override.criterion": _criterion,
    "override.commented": "Attempt {attempt} of {name}: the comment is written.",
    "override.has": _has,
    "override.held": "{name} is held: {reason}",
    "override.pages": _pages,
}

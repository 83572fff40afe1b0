"""The board, in English."""

from harness.words.en.plural import many
from harness.words.template import Catalogue


def _ranked(*, count: int) -> str:
    return "Nobody has a place yet." if not count else f"{many(count, 'student')}."


def _without(*, count: int) -> str:
    has = "has" if count == 1 else "have"
    return (
        f"{many(count, 'work')} {has} no place here: a place takes a mark, a run that came to its end, and a network that could "
        "be scored."
    )


def _uncompared(*, count: int) -> str:
    stands, its = ("stands", "its") if count == 1 else ("stand", "their")
    return (
        f"{many(count, 'work')}, marked ≈, {stands} where {its} F1 alone says: what the network answered was not kept, does not "
        "fit the grade, or is of other hidden images. No tie is claimed there."
    )


def _resampled(*, resamples: int, images: int) -> str:
    return (
        f"The {images:,} hidden images were resampled {resamples:,} times, for all networks alike. With a chance of 95 % no pair "
        "is told apart wrongly, all pairs taken together."
    )


def _unread(*, count: int) -> str:
    return f"{many(count, 'work')} cannot be read, and {'is' if count == 1 else 'are'} not on the board."


def _unknown_cost(*, count: int) -> str:
    return f"{many(count, 'network')} of which it is not known {'is' if count == 1 else 'are'} not in this picture."


def _clipped(*, count: int, low: float) -> str:
    lie = "lies" if count == 1 else "lie"
    return f"{count:,} {lie} below {low:.2f}, at the lower edge."


WORDS: Catalogue = {
    "board.title": "Leaderboard",
    "board.description": "{shown} networks; at their cost or less, nobody in the class is better than {front} of them.",
    "board.ranked": _ranked,
    "board.without": _without,
    "board.uncompared": _uncompared,
    "board.unread": _unread,
    "board.unread_is": "{name} is not on the board: {why}",
    "board.ties": (
        "A rank is one more than the number of those who are better beyond chance: whoever shares a rank cannot be told apart by "
        "the hidden images, whatever the third decimal says. “Could be” is the range of ranks that chance leaves open."
    ),
    "board.resampled": _resampled,
    "board.bands": (
        "Scores are shown in bands, as the rubric says, and everybody in a band shares its rank. Within a band the order "
        "is that of the names."
    ),
    "board.none": (
        "The rubric shows nothing of the hidden images (feedback: hidden: none), so there is no board of them."
    ),
    "board.lines_of": (
        "Lines to beat were measured by the authors, on other hidden images of the same data; they have no rank."
    ),
    "board.line": "{name}",
    "board.reference": "reference: {role}",
    "board.to_beat": "to beat",
    "board.ranks": "Ranks",
    "board.charts": "Charts",
    "board.rank": "Rank",
    "board.could_be": "Could be",
    "board.range": "{first} to {last}",
    "board.student": "Student",
    "board.score": "Macro-F1",
    "board.interval": "95 % interval",
    "board.interval_is": "{low:.3f} to {high:.3f}",
    "board.parameters": "Parameters",
    "board.run_time": "Run",
    "board.attempts": "Attempts",
    "board.tied": "shared",
    "board.by_f1": "by F1 alone",
    "board.first": "rank 1",
    "board.others": "other ranks",
    "board.front": "best of the class for its cost",
    "board.against_parameters": "Macro-F1 against size",
    "board.against_time": "Macro-F1 against time",
    "board.parameters_axis": "parameters (each step is ten times as many)",
    "board.time_axis": "minutes (each step is ten times as long)",
    "board.time_is": (
        "A student's time is that of the whole notebook, on whatever machine graded it; a network's by itself is that of its "
        "training."
    ),
    "board.unknown_cost": _unknown_cost,
    "board.over_time": "From attempt to attempt",
    "board.by_handing_in": "when it was handed in",
    "board.by_grading": "when it was graded",
    "board.best_so_far": "best so far",
    "board.clipped": _clipped,
    "board.badge_first": "first over {line}",
    "board.badge_step": "biggest step: +{gain:.3f}",
    "board.badge_small": "smallest of rank 1",
    "board.minutes": "{minutes:.1f} min",
    "board.seconds": "{seconds:.0f} s",
    "board.hours": "{hours:.1f} h",
    "board.unknown": "–",
    "board.made": "Made on {day}.",
    "board.page_is": "The board: {file}",
    "board.aliases_are": "Who has which alias: {file}",
    "board.how": "How to read this",
}

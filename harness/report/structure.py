"""Two networks of a submission side by side: what the second has beyond the first, and what it gained."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from harness.evidence.network import Block, Network
from harness.grade.record import Grade, PairedDifference
from harness.report.text import one_line
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

MAX_LISTED = 4


@dataclass(frozen=True)
class Row:
    """A block of each network that stand side by side; None where one has none there."""

    left: Block | None
    right: Block | None

    @property
    def kind(self) -> Literal["same", "added", "left out", "changed"]:
        if self.left is None:
            return "added"
        if self.right is None:
            return "left out"
        return "same" if self.left == self.right else "changed"


@dataclass(frozen=True)
class Comparison:
    """Both networks' names, their blocks row by row, and the difference in a sentence."""

    left: str
    right: str
    rows: list[Row]
    sentence: str


def compare_structures(grade: Grade) -> Comparison | None:
    """The two networks that the assignment compares; None where either is not there."""
    if (both := _compared(grade)) is None:
        return None
    left, right = both
    rows = _rows(left.outline, right.outline)
    names = one_line(left.title, 60), one_line(right.title, 60)
    return Comparison(*names, rows, say(_sentence(_called(left.title), _called(right.title), rows)))


def _compared(grade: Grade) -> tuple[Network, Network] | None:
    """The two networks that the assignment compares; None where either is not there, or they are one."""
    if grade.compared is None:
        return None
    left, right = (_with_role(grade, role) for role in (grade.compared.first, grade.compared.second))
    return None if left is None or right is None or left.id == right.id else (left, right)


def optimizers_sentence(grade: Grade) -> str:
    """That the two networks that the assignment compares have other optimizers, or rates; empty where they have not, or it is not
    known."""
    both = _compared(grade)
    if both is None or any(one.compiled.optimizer is None for one in both):
        return ""
    if len({(one.compiled.optimizer, one.compiled.learning_rate) for one in both}) == 1:
        return ""
    (first, one), (second, other) = (
        (
            _called(network.title),
            phrase("gain.optimizer", name=network.compiled.optimizer, rate=network.compiled.learning_rate),
        )
        for network in both
    )
    return say(phrase("gain.trained", first=first, one=one, second=second, other=other))


def gain_sentence(gain: PairedDifference, *, exact: bool = True) -> str:
    """Whether the second network is better than the first, and how sure that is; without numbers where not ``exact``."""
    first, second = _called(gain.first), _called(gain.second)
    low, high = gain.interval
    verdict = phrase("gain.none")
    if low > 0 or high < 0:
        verdict = phrase("gain.better", network=second if low > 0 else first)
    if not exact:
        return say(phrase("gain.coarse", verdict=verdict))
    return say(
        phrase(
            "gain.exact",
            images=gain.images,
            first=first,
            second=second,
            difference=gain.difference,
            low=low,
            high=high,
            verdict=verdict,
        )
    )


def _called(name: str) -> Phrase:
    return phrase("compared.network", name=one_line(name, 60))


def _with_role(grade: Grade, role: str) -> Network | None:
    return next((model for model in grade.networks if role in model.roles and model.outline), None)


def _rows(left: Sequence[Block], right: Sequence[Block]) -> list[Row]:
    rows: list[Row] = []
    matcher = SequenceMatcher(a=[_key(block) for block in left], b=[_key(block) for block in right])
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        lefts, rights = left[start:end], right[other_start:other_end]
        if len(lefts) == len(rights):
            rows += [Row(one, other) for one, other in zip(lefts, rights, strict=True)]
        else:
            # Nothing says which of them stands for which.
            rows += [Row(block, None) for block in lefts] + [Row(None, block) for block in rights]
    return rows


def _key(block: Block) -> str:
    return "\n".join([block.text, *(" → ".join(branch.layers) for branch in block.branches)])


def _sentence(left: Phrase, right: Phrase, rows: list[Row]) -> Phrase:
    other = [row for row in rows if row.kind != "same"]
    if not other:
        return phrase("compared.same", left=left, right=right)
    if len(other) == 1 and other[0].kind == "added" and other[0].right is not None:
        place = rows.index(other[0])
        before = rows[place - 1].left if place else None
        after = rows[place + 1].left if place + 1 < len(rows) else None
        return phrase(
            "compared.one_more",
            left=left,
            right=right,
            layer=other[0].right.text,
            before=None if before is None else before.text,
            after=None if after is None else after.text,
        )
    added = [row.right.text for row in other if row.right is not None]
    gone = [row.left.text for row in other if row.left is not None]
    return phrase("compared.differ", left=left, right=right, added=_listed(added), gone=_listed(gone))


def _listed(texts: list[str]) -> list[str | Phrase]:
    more = [phrase("compared.more", count=len(texts) - MAX_LISTED)] if len(texts) > MAX_LISTED else []
    return [*texts[:MAX_LISTED], *more]

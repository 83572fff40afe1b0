"""Two networks of a submission side by side: what the second has beyond the first, and what it gained."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from harness.evidence.network import Block, Network
from harness.grade.record import Grade, PairedDifference
from harness.report.text import one_line

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
    if grade.compared is None:
        return None
    left, right = (_with_role(grade, role) for role in (grade.compared.first, grade.compared.second))
    if left is None or right is None or left.id == right.id:
        return None
    rows = _rows(left.outline, right.outline)
    names = one_line(left.title, 60), one_line(right.title, 60)
    return Comparison(*names, rows, _sentence(f"‘{names[0]}’", f"‘{names[1]}’", rows))


def gain_sentence(gain: PairedDifference, *, exact: bool = True) -> str:
    """Whether the second network is better than the first, and how sure that is; without numbers where not ``exact``."""
    first, second = (f"‘{one_line(name, 60)}’" for name in (gain.first, gain.second))
    low, high = gain.interval
    verdict = "no difference beyond chance in the choice of images"
    if low > 0 or high < 0:
        verdict = f"‘{one_line(gain.second if low > 0 else gain.first, 60)}’ is better"
    if not exact:
        return f"On the same hidden images: {verdict}. Another training of either may end otherwise."
    return (
        f"On the same {gain.images:,} hidden images the macro-F1 of {second} less that of {first} is "
        f"{gain.difference:+.3f} (95 % interval {low:+.3f} to {high:+.3f}): {verdict}. Another training of either "
        "would give other numbers."
    )


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


def _sentence(left: str, right: str, rows: list[Row]) -> str:
    other = [row for row in rows if row.kind != "same"]
    if not other:
        return f"{right} has the layers of {left}, and no others."
    if len(other) == 1 and other[0].kind == "added" and other[0].right is not None:
        place = rows.index(other[0])
        before = rows[place - 1].left if place else None
        after = rows[place + 1].left if place + 1 < len(rows) else None
        words = f"{right} is {left} with one thing more: {other[0].right.text}"
        if before is not None and after is not None:
            words += f", between {before.text} and {after.text}"
        return f"{words}."
    added = [row.right.text for row in other if row.right is not None]
    gone = [row.left.text for row in other if row.left is not None]
    parts = [f"{right} has {_listed(added)}"] if added else []
    parts += [f"{left} has {_listed(gone)}"] if gone else []
    return f"Where the two differ, {' and '.join(parts)}."


def _listed(texts: list[str]) -> str:
    more = [f"{len(texts) - MAX_LISTED} more"] if len(texts) > MAX_LISTED else []
    return "; ".join(texts[:MAX_LISTED] + more)

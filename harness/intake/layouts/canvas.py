"""Canvas's "Download Submissions": loose files such as ``berganna_LATE_67_8901_work-1.ipynb``.

The parts of a name are the sortable name (small letters, without spaces and signs), ``LATE`` where the work was late, the id
of the student, that of the file, and the file's own name, to which Canvas adds ``-1``, ``-2``, … when a file of that name
is handed in again. Anonymous works begin with ``anon_`` and five letters and digits. A text is ``…_67_text.html``, an
address ``…_67_link.html``. Source: lib/content_zipper.rb in https://github.com/instructure/canvas-lms.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from harness.intake.layouts.layout import Claim, Item, Who
from harness.words.phrase import phrase

NAME, TITLE = "canvas", "Canvas"
_LATE = "LATE"
_ANONYMOUS = "anon"
_TYPED = {
    "text.html": phrase("remark.typed_canvas"),
    "link.html": phrase("remark.address_canvas"),
}


def read(items: Sequence[Item], folder: str) -> Mapping[str, Claim]:
    """See `Layout`."""
    claims = {item.name: claim for item in items if (claim := _claim(item)) is not None}
    names = defaultdict[str, set[str]](set)
    for claim in claims.values():
        names[claim.key].add(claim.called)
    return {name: _without_number(claim, names[claim.key]) for name, claim in claims.items()}


def _claim(item: Item) -> Claim | None:
    if item.is_folder:
        return None
    parts = item.name.split("_")
    anonymous = parts[0] == _ANONYMOUS or parts[:2] == [_LATE, _ANONYMOUS]
    if anonymous:
        place = parts.index(_ANONYMOUS) + 1
        known = place < len(parts) and parts[place].isalnum()
    else:
        place = next((number for number, part in enumerate(parts) if number and _is_id(part)), 0)
        known = place > 0
    rest = parts[place + 1 :]
    if not known or not rest:
        return None
    if rest[0] in _TYPED and len(rest) == 1:
        called = rest[0]
    elif _is_id(rest[0]) and rest[1:]:
        called = "_".join(rest[1:])
    else:
        return None
    head = parts[:place]
    late = _LATE in head
    name = "_".join(part for part in head if part != _LATE)
    if not name:
        return None
    who = Who() if anonymous else Who(name, canvas_id=parts[place])
    return Claim(f"{name}_{parts[place]}", called, who, late, _TYPED.get(called))


def _is_id(part: str) -> bool:
    return part.isascii() and part.isdecimal()


def _without_number(claim: Claim, beside: set[str]) -> Claim:
    """A script without the number that Canvas adds, by which nothing could import it, where its own name is free."""
    ending = ".py"
    stem, _, number = claim.called.rpartition("-")
    own = stem + ending
    if not (number.endswith(ending) and _is_id(number.removesuffix(ending)) and stem.isidentifier()):
        return claim
    twins = [name for name in beside if name.endswith(ending) and name.rpartition("-")[0] == stem]
    if own in beside or len(twins) > 1:
        return claim
    return replace(claim, called=own, remark=phrase("remark.called", name=claim.called))

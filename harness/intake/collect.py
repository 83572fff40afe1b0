"""What a class handed in: the submissions in a folder or an archive, and why what else lies there is none."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path

from harness.errors import UsageError
from harness.intake.archives.unpack import CLASS, SUFFIXES, is_archive, is_strange, open_archive, unpack
from harness.intake.files import is_skipped
from harness.intake.layouts.choose import PLAIN, choose
from harness.intake.layouts.layout import Claim, Item, Who
from harness.intake.names import results_name, shown_name
from harness.intake.submission import SCRIPT
from harness.intake.times import Arrival
from harness.intake.work import ENTRIES, Part
from harness.sandbox.owned import work_folder
from harness.words.phrase import Phrase, phrase


@dataclass(frozen=True)
class Found:
    """One submission of a class, not yet read: its name, and where its files are, and whose it is and when it came as far as
    the export says so. ``earlier`` are works of the same student that came before, in their order, under their own names."""

    name: str
    parts: tuple[Part, ...]
    who: Who = field(default_factory=Who)
    arrival: Arrival = field(default_factory=Arrival)
    earlier: "tuple[Found, ...]" = ()


@dataclass
class Collection:
    """The submissions of a class, by name, and why what else was there is not one. ``layout`` is what people call the way in
    which they lay there, empty where each lay by itself."""

    found: list[Found] = field(default_factory=list)
    left_out: dict[str, Phrase] = field(default_factory=dict)
    layout: str = ""
    left_who: dict[str, Who] = field(default_factory=dict)
    """Whose may be what was left out."""


@contextmanager
def collected(path: Path, layout: str | None = None, zone: tzinfo = UTC) -> Iterator[Collection]:
    """The submissions in a class's folder, or in an archive of it, which stays unpacked meanwhile.

    Args:
        path: the folder or archive.
        layout: the name of the layout that it has; None to see it from the names.
        zone: that of the clock by which the entries of an archive are dated.

    Raises:
        UsageError: it cannot be read, or holds no submission.
        InfrastructureError: there is no room to unpack it.
    """
    with ExitStack() as stack:
        notes, root, name = dict[str, Phrase](), path, path.resolve().name
        if is_archive(path.name) and path.is_file():
            unpacked = stack.enter_context(work_folder())
            with open_archive(path) as file:
                notes = unpack(file, shown_name(path.name), unpacked, CLASS, zone)
            name = without_suffix(path.name)
            root = _class_in(unpacked, name)
            name = name if root == unpacked else root.name
        elif path.is_file():
            raise UsageError(phrase("collect.single", path=shown_name(str(path))))
        collection = _submissions_in(root, name, shown_name(str(path)), layout)
        why = {entry: _without_verb(remark) for entry, remark in notes.items()}
        collection.left_out = why | collection.left_out
        yield collection


def without_suffix(name: str) -> str:
    """The name of a work without the ending of an archive, a notebook or a script."""
    longest_first = sorted((*SUFFIXES, *ENTRIES), key=len, reverse=True)
    suffix = next((suffix for suffix in longest_first if name.lower().endswith(suffix)), "")
    return name[: len(name) - len(suffix)]


def _items(folder: Path) -> dict[str, Item]:
    paths = sorted(path for path in folder.iterdir() if not is_skipped(path.name))
    return {
        path.name: Item(path.name, path.is_dir() and not path.is_symlink(), (path / ".git").exists())
        for path in paths
    }


def _class_in(folder: Path, name: str) -> Path:
    """The folder of the class in an archive: many archives hold nothing but a folder. One that could be graded by itself is
    the work of a student."""
    while True:
        items = list(_items(folder).values())
        if len(items) != 1 or not items[0].is_folder or choose(items, name)[0] is not None:
            return folder
        name = items[0].name
        names = [path.name for path in (folder / name).iterdir() if path.is_file()]
        notebooks = sum(entry.endswith(".ipynb") for entry in names)
        scripts = 1 if SCRIPT in names else sum(entry.endswith(".py") for entry in names)
        if notebooks == 1 or (not notebooks and scripts == 1):
            return folder
        folder /= name


def _submissions_in(folder: Path, name: str, called: str, forced: str | None) -> Collection:
    try:
        items = _items(folder)
    except OSError as error:
        raise UsageError(phrase("collect.no_folder", called=called)) from error
    layout, claims = choose(list(items.values()), name, forced)
    collection = Collection(layout="" if layout is None else layout.TITLE)
    only = layout.TITLE if layout is not None and forced not in (None, PLAIN) else ""
    parts, first = defaultdict[str, list[Part]](list), dict[str, Claim]()
    for item in items:
        path, claim = folder / item, claims.get(item)
        if why := _why_none(path, claim is not None, only):
            collection.left_out[item] = why
            collection.left_who[item] = claim.who if claim is not None else Who(Path(item).stem)
            continue
        key = item if claim is None else claim.key
        first.setdefault(key, claim or Claim(item, "", Who(without_suffix(item))))
        parts[key].append(Part(path, claim.called if claim else "", claim.remark if claim else None))
    _sort(collection, parts, first)
    if not collection.found:
        wanted = phrase("collect.wanted_export", title=only) if only else phrase("collect.wanted")
        raise UsageError(phrase("collect.empty", called=called, wanted=wanted))
    return collection


def _sort(collection: Collection, parts: Mapping[str, list[Part]], first: Mapping[str, Claim]) -> None:
    same = Counter(map(results_name, parts))
    for key in sorted(parts):
        if same[results_name(key)] > 1:
            why = phrase("left.same_name")
            collection.left_out[key], collection.left_who[key] = why, first[key].who
        else:
            arrival = Arrival(late=first[key].late, platform=collection.layout)
            collection.found.append(Found(key, tuple(parts[key]), first[key].who, arrival))


def _without_verb(remark: Phrase) -> Phrase:
    """Why something was left out, of what is said of it."""
    why = remark.values.get("why")
    return why if isinstance(why, Phrase) else remark


def _why_none(path: Path, claimed: bool, only: str) -> Phrase | None:
    """Why this is no submission; None where it is one, or a part of one."""
    if path.is_symlink():
        return phrase("left.link_to_folder")
    if not path.is_dir() and not path.is_file():
        return phrase("left.irregular")
    if claimed:
        return None
    if only:
        return phrase("left.not_of_export", title=only)
    if path.is_dir():
        return None
    if is_strange(path.name):
        return phrase("left.strange")
    if not path.name.endswith(ENTRIES) and not is_archive(path.name):
        return phrase("left.neither")
    return None

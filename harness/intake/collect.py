"""What a class handed in: the submissions in a folder or an archive, and why what else lies there is none."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.errors import UsageError
from harness.intake.archives.unpack import CLASS, is_archive, is_strange, open_archive, unpack
from harness.intake.files import is_skipped
from harness.intake.names import results_name, shown_name
from harness.intake.submission import SCRIPT
from harness.intake.work import ENTRIES, Part
from harness.sandbox.owned import work_folder


@dataclass(frozen=True)
class Found:
    """One submission of a class, not yet read: its name, and where its files are."""

    name: str
    parts: tuple[Part, ...]


@dataclass
class Collection:
    """The submissions of a class, by name, and why what else was there is not one."""

    found: list[Found] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


@contextmanager
def collected(path: Path) -> Iterator[Collection]:
    """The submissions in a class's folder, or in an archive of it, which stays unpacked meanwhile.

    Raises `UsageError` where it cannot be read or holds none, `InfrastructureError` where there is no room to unpack it.
    """
    with ExitStack() as stack:
        notes = dict[str, str]()
        root = path
        if is_archive(path.name) and path.is_file():
            root = stack.enter_context(work_folder())
            with open_archive(path) as file:
                notes = unpack(file, shown_name(path.name), root, CLASS)
            root = _class_in(root)
        elif path.is_file():
            raise UsageError(
                f"{shown_name(str(path))} is a single file; give the folder or the zip or tar that holds the submissions, or "
                "grade it with harness grade."
            )
        collection = _submissions_in(root, shown_name(str(path)))
        why = {name: remark.removeprefix("was left out: ") for name, remark in notes.items()}
        collection.left_out = why | collection.left_out
        yield collection


def _class_in(folder: Path) -> Path:
    """The folder of the class in an archive: many archives hold nothing but a folder. One that could be graded by itself is
    the work of a student."""
    while True:
        inside = [path for path in folder.iterdir() if not is_skipped(path.name)]
        if len(inside) != 1 or not inside[0].is_dir():
            return folder
        names = [path.name for path in inside[0].iterdir() if path.is_file()]
        notebooks = sum(name.endswith(".ipynb") for name in names)
        scripts = 1 if SCRIPT in names else sum(name.endswith(".py") for name in names)
        if notebooks == 1 or (not notebooks and scripts == 1):
            return folder
        (folder,) = inside


def _submissions_in(folder: Path, called: str) -> Collection:
    try:
        names = sorted(path.name for path in folder.iterdir() if not is_skipped(path.name))
    except OSError as error:
        raise UsageError(
            f"There is no folder {called} that can be read; give the one that holds the submissions."
        ) from error
    collection = Collection()
    same = Counter(map(results_name, names))
    for name in names:
        path = folder / name
        if why := _why_none(path):
            collection.left_out[name] = why
        elif same[results_name(name)] > 1:
            collection.left_out[name] = (
                "another one has the same name, written with other Unicode characters; rename one"
            )
        else:
            collection.found.append(Found(name, (Part(path),)))
    if not collection.found:
        raise UsageError(
            f"There is no submission in {called}; each student's work is a folder, a notebook, a script, or a zip or tar in it."
        )
    return collection


def _why_none(path: Path) -> str:
    """Why this is no submission; empty where it is one."""
    if path.is_symlink():
        return "it is a link; put the student's folder itself here"
    if path.is_dir():
        return ""
    if not path.is_file():
        return "it is not a regular file"
    if is_strange(path.name):
        return "archives of this kind are not read here, only zip and tar; pack it so"
    if not path.name.endswith(ENTRIES) and not is_archive(path.name):
        return "it is neither a notebook (.ipynb), a script (.py), a zip or tar, nor a folder of these"
    return ""

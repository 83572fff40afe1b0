"""Folders of the author's machine: what is written there goes into a folder of this run, and is read back from it."""

import contextlib
import errno
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from ..channel import phrase
from ..patches.declare import Around, Layer, Patch, around
from .adapted import tell
from .opening import Part

OTHER_MACHINE = re.compile(r"^(/|[A-Za-z]:[\\/])")
NOWHERE = (errno.ENOENT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR)
"""What a folder that is not there, or not the student's to write in, answers."""

LOOKING = (
    *("stat", "lstat", "listdir", "scandir", "chmod", "utime"),
    *("remove", "unlink", "rmdir", "rename", "replace"),
)
"""Functions of ``os`` that take what was written there, too."""


class Folders:
    """Where paths of another machine lead here."""

    def __init__(self) -> None:
        self._root: Path | None = None
        self._own = (Path.cwd(), Path.home(), Path(tempfile.gettempdir()))

    def _is_foreign(self, name: str) -> bool:
        """Whether a path leads out of the folders that are the student's own here."""
        place = Path(os.path.normpath(Path.cwd() / name))
        return _of_another_machine(name) and not any(place.is_relative_to(own) for own in self._own)

    def _place(self, name: str) -> Path:
        if self._root is None:
            self._root = Path(tempfile.mkdtemp(prefix="folders-"))
        parts = re.split(r"[\\/]+", name.replace(":", ""))
        return self._root.joinpath(*[part for part in parts if part not in ("", ".", "..")])

    def find(self, path: Any) -> Path | None:
        """What was written under this path, or None."""
        if self._root is None or (name := _name(path)) is None or not _of_another_machine(name):
            return None
        place = self._place(name)
        try:
            _stat(place)
        except OSError:
            return None
        return place

    def room(self, path: Any) -> str | None:
        """A path to write to in the place of one whose folder is missing, or None where there is none to offer."""
        if (name := _name(path)) is None:
            return None
        if self._is_foreign(name):
            place = self._place(name)
            place.parent.mkdir(parents=True, exist_ok=True)
            self._tell(name)
            return str(place)
        parent = Path(name).parent
        if parent.exists():
            return None
        parent.mkdir(parents=True)
        tell(phrase("adapted.folder", name=str(parent)), phrase("adapted.folder_made"))
        return name

    def instead(self, path: Any, error: OSError, *, writing: bool) -> str | None:
        """The path to take where one was answered with ``error``, or None."""
        if error.errno not in NOWHERE:
            return None
        found = self.find(path)
        if found is not None:
            return str(found)
        return self.room(path) if writing else None

    def make(self, path: Any, *, exist_ok: bool = False) -> bool:
        """Makes a folder of another machine; False where this is none."""
        if (name := _name(path)) is None or not self._is_foreign(name):
            return False
        self._place(name).mkdir(parents=True, exist_ok=exist_ok)
        self._tell(name)
        return True

    def _tell(self, name: str) -> None:
        """Once for all that lies below one folder of a person."""
        start = re.match(r"(\.\.[\\/])*[\\/]?([^\\/]+[\\/]?){1,2}", name)
        tell(
            phrase("adapted.folder", name=(start[0] if start else name).rstrip("/")),
            phrase("adapted.folder_of_run"),
        )


def _of_another_machine(name: str) -> bool:
    """Whether a path can be one of the author's machine: an absolute one, or one that goes up."""
    return bool(OTHER_MACHINE.match(name)) or ".." in re.split(r"[\\/]", name)


def _name(path: Any) -> str | None:
    return os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else None


_stat = os.stat
"""As it is before it is replaced."""


def opening(folders: Folders) -> Part:
    """The part of `open` that leads elsewhere what cannot be opened."""

    def part(file: Any, mode: str, error: OSError | None) -> str | None:
        return None if error is None else folders.instead(file, error, writing=bool(set(mode) & set("wax")))

    return part


def changes(folders: Folders) -> list[Patch]:
    """Of ``os`` and of libraries that look for folders, or open files, by themselves."""
    does = "Takes what was written to a folder of another machine."
    of_os: dict[str, Around] = {"mkdir": _mkdir(folders), "chdir": _chdir}
    of_os |= dict.fromkeys(LOOKING, _look(folders))
    listed: list[tuple[str, str, Around]] = [
        *(("os", name, function) for name, function in of_os.items()),
        ("h5py", "File.__init__", _h5py(folders)),
        ("pandas.io.common", "check_parent_directory", _pandas(folders)),
        ("keras", "callbacks.TensorBoard.__init__", _tensorboard(folders)),
    ]
    return [Patch(module, path, does, around(function), Layer.PLACES) for module, path, function in listed]


def _mkdir(folders: Folders) -> Around:
    def mkdir(original: Any, path: Any, *args: Any, **kwargs: Any) -> None:
        try:
            original(path, *args, **kwargs)
        except OSError as error:
            if error.errno not in NOWHERE or not folders.make(path):
                raise

    return mkdir


def _chdir(original: Any, path: Any) -> None:
    try:
        original(path)
    except OSError as error:
        name = _name(path)
        if error.errno not in NOWHERE or name is None or not OTHER_MACHINE.match(name):
            raise
        tell(phrase("adapted.folder", name=str(name)), phrase("adapted.folder_handed_in"))


def _look(folders: Folders) -> Around:
    def look(original: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(*args, **kwargs)
        except OSError as error:
            found = folders.instead(args[0], error, writing=False) if args else None
            if found is None:
                raise
            rest = [folders.room(path) or path for path in args[1:]]
        return original(found, *rest, **kwargs)

    return look


def _h5py(folders: Folders) -> Around:
    """HDF5 opens its files itself."""

    def init(original: Any, file: Any, name: Any, mode: str = "r", *args: Any, **kwargs: Any) -> None:
        try:
            original(file, name, mode, *args, **kwargs)
        except OSError as error:
            place = folders.instead(name, error, writing=mode not in ("r", "r+"))
            if place is None:
                raise
        else:
            return
        original(file, place, mode, *args, **kwargs)

    return init


def _pandas(folders: Folders) -> Around:
    """pandas looks for the folder before it opens the file."""

    def check(original: Any, path: Any) -> None:
        try:
            original(path)
        except OSError:
            if folders.room(path) is None:
                raise

    return check


def _tensorboard(folders: Folders) -> Around:
    """TensorFlow writes TensorBoard's files itself."""

    def init(original: Any, board: Any, log_dir: Any = "logs", *args: Any, **kwargs: Any) -> None:
        with contextlib.suppress(OSError):
            Path(log_dir).mkdir(parents=True, exist_ok=True)
        original(board, str(folders.find(log_dir) or log_dir), *args, **kwargs)

    return init

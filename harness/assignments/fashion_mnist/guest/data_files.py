"""Files of Fashion-MNIST wherever code looks for them: the IDX files, packed or not, and Kaggle's tables.

Only a path that leads nowhere and ends in one of their names is answered, with the visible split.
"""

import functools
import gzip
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from harness.guest.channel import phrase
from harness.guest.habits.adapted import tell
from harness.guest.habits.opening import Part
from harness.guest.patches.declare import Layer, Patch, around
from harness.guest.visible import Visible

from .names import FILES

IDX = re.compile(
    r"(?:fashion[-_]?)?(train|t10k|test)[-_.](images|labels)[-_.]idx[13][-_.]ubyte(\.gz)?$", re.IGNORECASE
)
TABLE = re.compile(
    r"^(?:fashion[-_ ]?)?(?:mnist[-_ ]?)?(train|test)(?:ing)?(?:[-_ ]?(?:data|set|dataset))?(?: ?\(\d+\))?\.csv$",
    re.IGNORECASE,
)
"""The name of a table; somewhere on its path it says ``fashion``, for other data sets have a ``train.csv``, too."""
KAGGLE = re.compile(r"(^|/)(kaggle/input|input)(/|$)")
TABLES = ("fashion-mnist_train.csv", "fashion-mnist_test.csv")
ROWS_AT_A_TIME = 500


class DataFiles:
    """Lays a file out when it is first asked for."""

    def __init__(self, visible: Visible) -> None:
        self._visible, self._data = visible, visible.files
        self._made: dict[str, Path] = {}
        self._laid_out: Path | None = None

    @functools.cached_property
    def _folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="fashion-mnist-"))

    def find(self, path: str) -> Path | None:
        """The file that a path or address names, or None."""
        if (match := IDX.search(path)) is not None:
            part = "train" if match[1].lower() == "train" else "t10k"
            packed = next(file for file in FILES if file.startswith(f"{part}-{match[2].lower()}"))
            return self._data / packed if match[3] else self._once(packed.removesuffix(".gz"), self._unpack)
        if (table := _part_of_table(path)) is not None:
            return self._once(f"fashion-mnist_{table}.csv", self._table)
        return None

    def folder(self) -> Path:
        """A folder with the names of all files; each counts as one that a download left empty, and is read so."""
        if self._laid_out is None:
            self._laid_out = Path(tempfile.mkdtemp(prefix="fashion-mnist-"))
            for name in (*TABLES, *(packed.removesuffix(".gz") for packed in FILES)):
                (self._laid_out / name).touch()
        return self._laid_out

    def is_laid_out(self, name: str) -> bool:
        """Whether a file lies in `folder`."""
        return self._laid_out is not None and Path(name).parent == self._laid_out

    def _once(self, name: str, make: Any) -> Path:
        if name not in self._made:
            path = self._folder / name
            make(path)
            self._made[name] = path
        return self._made[name]

    def _unpack(self, path: Path) -> None:
        with gzip.open(self._data / f"{path.name}.gz") as packed, path.open("wb") as file:
            shutil.copyfileobj(packed, file)

    def _table(self, path: Path) -> None:
        """A row for each image, as Kaggle has it: the label, then its pixels."""
        import numpy as np

        images, labels = self._visible.part("train" if "train" in path.name else "test")
        # Each number as its digits and what follows them, filled up by NUL, all of which are taken out at once.
        words, last = (np.array([f"{value}{end}" for value in range(256)], "S4") for end in ",\n")
        with path.open("wb") as file:
            header = ",".join(["label", *(f"pixel{i}" for i in range(1, images[0].size + 1))])
            file.write(f"{header}\n".encode("ascii"))
            for start in range(0, len(images), ROWS_AT_A_TIME):
                some = slice(start, start + ROWS_AT_A_TIME)
                pixels = images[some].reshape(len(labels[some]), -1)
                columns = (words[labels[some, None]], words[pixels[:, :-1]], last[pixels[:, -1:]])
                file.write(np.hstack(columns).tobytes().translate(None, b"\0"))


def _part_of_table(path: str) -> str | None:
    """``train`` or ``test`` where a path names a table of this data set, else None."""
    match = TABLE.match(re.split(r"[\\/]", path)[-1])
    return match[1].lower() if match is not None and "fashion" in path.lower() else None


def opening(files: DataFiles) -> Part:
    """The part of `open`, and so of gzip, NumPy and pandas, that reads a missing file, or an empty one, as a download
    without a network leaves it."""

    def part(file: Any, mode: str, error: OSError | None) -> Path | None:
        if set(mode) & set("wax+") or isinstance(file, int):
            return None
        if error is None:
            return _instead(files, file) if os.path.lexists(file) and _is_empty(file) else None
        return _instead(files, file) if isinstance(error, FileNotFoundError) else None

    return part


def changes(files: DataFiles) -> list[Patch]:
    """Of ``os.stat`` and ``os.listdir``."""

    def stat(original: Any, path: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(path, *args, **kwargs)
        except FileNotFoundError:
            found = _instead(files, path)
            if found is None:
                raise
        return original(found)

    def listdir(original: Any, path: Any = ".") -> Any:
        try:
            return original(path)
        except FileNotFoundError:
            if isinstance(path, (str, os.PathLike)) and KAGGLE.search(os.fspath(path)):
                return list(TABLES)
            raise

    does = "Answers for missing files of the data set."
    return [
        Patch("os", name, does, around(function), Layer.DATA)
        for name, function in (("stat", stat), ("listdir", listdir))
    ]


def _instead(files: DataFiles, path: Any) -> Path | None:
    if not isinstance(path, (str, bytes, os.PathLike)):
        return None
    name = os.fsdecode(path)
    found = files.find(name.replace("\\", "/"))
    if found is not None and not files.is_laid_out(name):
        tell(phrase("fashion_mnist.adapted.file", name=name), phrase("fashion_mnist.adapted.visible"))
    return found


def _is_empty(path: Any) -> bool:
    """True for what a download without a network leaves."""
    name = os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else ""
    named = IDX.search(name) is not None or _part_of_table(name) is not None
    return named and Path(name).stat().st_size == 0

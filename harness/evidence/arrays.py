"""Arrays of predictions that left a sandbox: an ``.npy`` file is read by our own rules, and nothing in it is evaluated."""

import math
import re
import stat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.errors import HostileOutputError
from harness.words.phrase import Phrase, phrase

MAX_ARRAY_BYTES = 64 * 1024**2
MAX_HEADER = 1024
"""Bytes; NumPy writes 118 for an array of numbers."""
MAX_AXES = 8
_MAGIC = b"\x93NUMPY"
_LENGTH_BYTES = {(1, 0): 2, (2, 0): 4, (3, 0): 4}
"""Of the header's length, by version of the format."""
_HEADER = re.compile(
    r"\{'descr': '([<>|=][a-zA-Z][0-9]{1,3})', 'fortran_order': (True|False), 'shape': \(([0-9, ]{0,120})\), \}[ ]*\n?"
)
"""As NumPy writes it: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html."""
_TYPES = {
    f"{order}{kind}"
    for order in "<>="
    for kind in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")
} | {"|i1", "|u1"}


def read_array(path: Path) -> NDArray[np.generic]:
    """Reads an ``.npy`` file of integers or floating-point numbers, in whatever order of bytes and axes.

    Its length must be what its header says, so no header asks for more memory than the file has bytes. Raises
    `HostileOutputError` where it is larger than `MAX_ARRAY_BYTES` or is not such a file; the message is a clause after
    which an end of sentence is set.
    """
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise _refused(path, phrase("arrays.irregular"))
        if status.st_size > MAX_ARRAY_BYTES:
            raise _refused(path, phrase("arrays.large", megabytes=MAX_ARRAY_BYTES // 1024**2))
        content = path.read_bytes()
    except OSError as error:
        raise _refused(path, phrase("arrays.closed", why=error.strerror)) from None
    if not content:
        raise _refused(path, phrase("arrays.empty"))
    kind, by_columns, shape, begin = _header(path, content)
    if (wanted := math.prod(shape) * kind.itemsize) != len(content) - begin:
        raise _refused(path, phrase("arrays.length", wanted=wanted, found=len(content) - begin))
    array = np.frombuffer(content, kind, offset=begin)
    return array.reshape(shape, order="F" if by_columns else "C")


def labels_of(array: NDArray[np.generic], images: int, classes: int) -> NDArray[np.int64]:
    """Labels int64 (N,) of scores (N, classes) or of labels (N,). Raises `HostileOutputError` for anything else."""
    if array.shape == (images, classes) and array.dtype.kind == "f":
        if not np.isfinite(array).all():
            raise HostileOutputError(phrase("arrays.nan"))
        return np.asarray(array.argmax(axis=1), np.int64)
    # Compared before the cast, in which a large number without sign would become a negative one.
    numbers: NDArray[Any] = array
    are_labels = array.shape == (images,) and array.dtype.kind in "iu"
    if are_labels and bool(((numbers >= 0) & (numbers < classes)).all()):
        return np.asarray(array, np.int64)
    raise HostileOutputError(
        phrase(
            "arrays.labels", last=classes - 1, images=images, dtype=array.dtype.name, shape=str(array.shape)
        )
    )


def _header(path: Path, content: bytes) -> tuple[np.dtype[np.generic], bool, tuple[int, ...], int]:
    """Type of the numbers, whether the first axis is the fastest, shape, and where the numbers begin."""
    if not content.startswith(_MAGIC):
        raise _refused(path, phrase("arrays.format"))
    version = tuple(content[len(_MAGIC) : len(_MAGIC) + 2])
    if len(version) < 2:
        raise _refused(path, phrase("arrays.short"))
    if version not in _LENGTH_BYTES:
        raise _refused(path, phrase("arrays.version", version=f"{version[0]}.{version[1]}"))
    start = len(_MAGIC) + 2 + _LENGTH_BYTES[version]
    length = int.from_bytes(content[len(_MAGIC) + 2 : start], "little")
    if length > MAX_HEADER:
        raise _refused(path, phrase("arrays.long_header", most=MAX_HEADER))
    if len(content) < start + length:
        raise _refused(path, phrase("arrays.short"))
    found = _HEADER.fullmatch(content[start : start + length].decode("latin-1"))
    if found is None:
        raise _refused(path, phrase("arrays.header"))
    if found[1] not in _TYPES:
        raise _refused(path, phrase("arrays.type", type=found[1]))
    return np.dtype(found[1]), found[2] == "True", _shape(path, found[3]), start + length


def _shape(path: Path, text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    # A tuple of one ends in a comma.
    if parts[-1] == "":
        parts.pop()
    if len(parts) > MAX_AXES or not all(part.isdecimal() and len(part) <= 15 for part in parts):
        raise _refused(path, phrase("arrays.shape"))
    return tuple(map(int, parts))


def _refused(path: Path, why: Phrase) -> HostileOutputError:
    return HostileOutputError(phrase("arrays.no_array", name=path.name, why=why))

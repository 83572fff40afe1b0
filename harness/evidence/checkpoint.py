"""A digest of a network's weights, from the files of its variables, read as bytes.

The format is TensorFlow's tensor bundle: an index in the table format of LevelDB, uncompressed, whose values are
``BundleEntryProto`` (tensorflow/core/protobuf/tensor_bundle.proto), beside files of raw tensors.
"""

import hashlib
import itertools
import os
import stat
from collections.abc import Iterator
from pathlib import Path

MAX_INDEX = 16 * 1024**2
MAX_DATA = 1024**3
"""Bytes of tensors that are read."""
MAX_TENSORS = 20_000
"""Entries of the index, whatever they are."""
FLOATS = frozenset({1, 2, 14, 19})
"""Of ``DataType`` in types.proto: float, double, bfloat16, half."""
_MAGIC = 0xDB4775248B80FB57.to_bytes(8, "little")
_FOOTER, _TRAILER, _CHUNK = 48, 5, 1024**2


class _FormError(ValueError):
    """The files are not of this format, or beyond a limit."""


def weights_digest(folder: Path) -> str | None:
    """The digest of all floating-point variables of a SavedModel, hexadecimal: equal for two networks with equal weights,
    whatever they are called, in whatever order they lie, and how often. None where there are none, they are too many or too
    large, or the files cannot be read."""
    try:
        index = _read(folder / "variables" / "variables.index", MAX_INDEX)
        digests, left = set[bytes](), MAX_DATA
        for number, value in enumerate(_values(index)):
            if number >= MAX_TENSORS:
                return None
            fields = _fields(value)
            if fields.get(1) in FLOATS and 7 not in fields:
                size = fields.get(5, 0)
                left -= size
                if left < 0:
                    return None
                digests.add(_tensor(folder, fields.get(3, 0), fields.get(4, 0), size))
    except (OSError, ValueError, IndexError):
        return None
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest() if digests else None


def _read(path: Path, most: int) -> bytes:
    with os.fdopen(_opened(path), "rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise _FormError(path.name)
    return content


def _opened(path: Path) -> int:
    """A regular file, not through a link. Raises OSError or `_FormError`."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _FormError(path.name)
    return descriptor


def _tensor(folder: Path, shard: int, offset: int, size: int) -> bytes:
    """The hash of a tensor's bytes; nothing is laid out in memory as a whole."""
    found = sorted((folder / "variables").glob(f"variables.data-{shard:05d}-of-*"))
    if len(found) != 1:
        raise _FormError("shards")
    digest = hashlib.sha256()
    with os.fdopen(_opened(found[0]), "rb") as file:
        file.seek(offset)
        while size:
            piece = file.read(min(size, _CHUNK))
            if not piece:
                raise _FormError("a tensor ends early")
            digest.update(piece)
            size -= len(piece)
    return digest.digest()


def _values(index: bytes) -> Iterator[bytes]:
    """The values of all entries of the table but the first, which is a header."""
    footer = index[-_FOOTER:]
    if len(footer) < _FOOTER or footer[-8:] != _MAGIC:
        raise _FormError("footer")
    _, place = _varint(footer, 0)
    _, place = _varint(footer, place)
    yield from itertools.islice(_all_entries(index, _block(index, footer, place)), 1, None)


def _all_entries(index: bytes, handles: bytes) -> Iterator[bytes]:
    left = len(index)
    for handle in _entries(handles):
        block = _block(index, handle, 0)
        # Blocks of a true index do not lie upon each other.
        left -= len(block) + _TRAILER
        if left < 0:
            raise _FormError("blocks")
        yield from _entries(block)


def _block(index: bytes, handle: bytes, place: int) -> bytes:
    offset, place = _varint(handle, place)
    size, _ = _varint(handle, place)
    # After the block comes how it is compressed: not at all.
    if offset + size + _TRAILER > len(index) or index[offset + size] != 0:
        raise _FormError("block")
    return index[offset : offset + size]


def _entries(block: bytes) -> Iterator[bytes]:
    """The values in a block; keys are names, and names do not matter."""
    restarts = int.from_bytes(block[-4:], "little")
    end, place = len(block) - 4 - 4 * restarts, 0
    while place < end:
        _, place = _varint(block, place)
        own, place = _varint(block, place)
        size, place = _varint(block, place)
        start = place + own
        place = start + size
        if place > end:
            raise _FormError("entry")
        yield block[start:place]


def _varint(content: bytes, place: int) -> tuple[int, int]:
    """A number, and where it ends. Raises IndexError where the content ends before."""
    value = 0
    for shift in range(0, 70, 7):
        byte = content[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
    raise _FormError("number")


def _fields(message: bytes) -> dict[int, int]:
    """The numbers of a message of protocol buffers, by field; of a part that is a message, its length."""
    found, place = dict[int, int](), 0
    while place < len(message):
        tag, place = _varint(message, place)
        match tag & 7:
            case 0:
                found[tag >> 3], place = _varint(message, place)
            case 2:
                found[tag >> 3], place = _varint(message, place)
                place += found[tag >> 3]
            case 5:
                place += 4
            case 1:
                place += 8
            case _:
                raise _FormError("field")
    return found

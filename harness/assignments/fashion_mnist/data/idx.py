"""Gzipped IDX files of unsigned bytes: the format that Fashion-MNIST is published in."""

import gzip
import io
import math
import struct
import zlib

import numpy as np
import numpy.typing as npt

from harness.errors import UsageError

UBYTE = 0x08


def read_idx_gz(content: bytes, name: str, shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    """Decodes a gzipped IDX file.

    Args:
        content: the file's bytes.
        name: what messages call the file.
        shape: the shape it must have; no more than that is ever decompressed.

    Returns:
        A read-only uint8 array of that shape.

    Raises:
        UsageError: it is not gzip, not IDX of unsigned bytes, of another shape, too short or too long.
    """
    count = math.prod(shape)
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            header = stream.read(4)
            if len(header) < 4 or header[:3] != bytes([0, 0, UBYTE]):
                raise UsageError(
                    f"{name} is not an IDX file of unsigned bytes: replace it with the published file."
                )
            sizes = stream.read(4 * header[3])
            if len(sizes) < 4 * header[3]:
                raise UsageError(f"{name} ends inside its header: fetch it again.")
            found = struct.unpack(f">{header[3]}I", sizes)
            if found != shape:
                raise UsageError(
                    f"{name} has the shape {found}, not {shape}: replace it with the published file."
                )
            data = stream.read(count)
            if len(data) < count:
                raise UsageError(f"{name} holds {len(data)} bytes of data, not {count}: fetch it again.")
            if stream.read(1):
                raise UsageError(f"{name} goes on after its {count} bytes of data: fetch it again.")
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UsageError(f"{name} is not a whole gzip file ({error}): fetch it again.") from error
    return np.frombuffer(data, np.uint8).reshape(shape)


def write_idx_gz(array: npt.NDArray[np.uint8]) -> bytes:
    """Encodes a uint8 array as a gzipped IDX file; equal arrays give equal bytes.

    Raises:
        ValueError: the array is not of unsigned bytes.
    """
    if array.dtype != np.uint8:
        raise ValueError(f"an IDX file of unsigned bytes cannot hold {array.dtype}")
    header = bytes([0, 0, UBYTE, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return gzip.compress(header + array.tobytes(), compresslevel=1, mtime=0)

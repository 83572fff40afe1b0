"""Gzipped IDX files of unsigned bytes: the format that Fashion-MNIST is published in."""

import gzip
import io
import math
import struct
import zlib

import numpy as np
import numpy.typing as npt

from harness.errors import UsageError
from harness.words.phrase import phrase

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
                raise UsageError(phrase("fashion_mnist.data.idx", name=name))
            sizes = stream.read(4 * header[3])
            if len(sizes) < 4 * header[3]:
                raise UsageError(phrase("fashion_mnist.data.header", name=name))
            found = struct.unpack(f">{header[3]}I", sizes)
            if found != shape:
                raise UsageError(
                    phrase("fashion_mnist.data.shape", name=name, found=str(found), shape=str(shape))
                )
            data = stream.read(count)
            if len(data) < count:
                raise UsageError(phrase("fashion_mnist.data.short", name=name, bytes=len(data), count=count))
            if stream.read(1):
                raise UsageError(phrase("fashion_mnist.data.long", name=name, count=count))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UsageError(phrase("fashion_mnist.data.gzip", name=name, error=error)) from error
    return np.frombuffer(data, np.uint8).reshape(shape)


def write_idx_gz(array: npt.NDArray[np.uint8]) -> bytes:
    """Encodes a uint8 array as a gzipped IDX file; equal arrays give equal bytes. They are stored as they are: each run of
    student code reads them, and each twin writes them, which would take four times and ten times as long.

    Raises:
        ValueError: the array is not of unsigned bytes.
    """
    if array.dtype != np.uint8:
        raise ValueError(f"an IDX file of unsigned bytes cannot hold {array.dtype}")
    header = bytes([0, 0, UBYTE, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return gzip.compress(header + array.tobytes(), compresslevel=0, mtime=0)

"""IDX files: what is written is read back, and what is damaged is refused with the file's name."""

import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from harness.assignments.fashion_mnist.data.idx import read_idx_gz, write_idx_gz
from harness.errors import UsageError


@given(hnp.arrays(np.uint8, hnp.array_shapes(min_dims=1, max_dims=3, max_side=6)))
def test_a_written_array_is_read_back(array: np.ndarray) -> None:
    content = write_idx_gz(array)
    assert content == write_idx_gz(array.copy())
    read = read_idx_gz(content, "x.gz", array.shape)
    assert read.dtype == np.uint8
    np.testing.assert_array_equal(read, array)


def test_the_header_is_the_published_format() -> None:
    raw = gzip.decompress(write_idx_gz(np.zeros((3, 28, 28), np.uint8)))
    assert raw[:16] == bytes([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28])
    assert len(raw) == 16 + 3 * 28 * 28


def test_values_are_stored_as_they_are() -> None:
    assert bytes(200) + bytes(range(100)) in write_idx_gz(np.array([*[0] * 200, *range(100)], np.uint8))


def test_other_types_are_not_written() -> None:
    with pytest.raises(ValueError, match="float64"):
        write_idx_gz(np.zeros(3))  # type: ignore[arg-type]


GOOD = bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not an IDX file"),
        (b"not gzip at all", "not a whole gzip"),
        (gzip.compress(GOOD, mtime=0)[:-9], "not a whole gzip"),
        (gzip.compress(GOOD, mtime=0)[:-8] + b"\0\0\0\0\0\0\0\0", "not a whole gzip"),
        (gzip.compress(b"\0\0", mtime=0), "is not an IDX file"),
        (gzip.compress(bytes([0, 0, 0x0D]) + GOOD[3:], mtime=0), "is not an IDX file"),
        (gzip.compress(GOOD[:6], mtime=0), "ends inside its header"),
        (
            gzip.compress(bytes([0, 0, 8, 1, 0, 0, 0, 4, 1, 2, 3, 4]), mtime=0),
            r"the shape \(4,\), not \(3,\)",
        ),
        (gzip.compress(bytes([0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 1, 7, 8, 9]), mtime=0), r"the shape \(3, 1\)"),
        (gzip.compress(GOOD[:-1], mtime=0), "holds 2 bytes of data, not 3"),
        (gzip.compress(GOOD + b"!", mtime=0), "goes on after its 3 bytes"),
    ],
)
def test_a_damaged_file_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UsageError, match=f"labels.gz .*{reason}"):
        read_idx_gz(content, "labels.gz", (3,))


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(junk: bytes) -> None:
    for content in (junk, gzip.compress(junk, mtime=0)):
        with pytest.raises(UsageError):
            read_idx_gz(content, "labels.gz", (1000,))

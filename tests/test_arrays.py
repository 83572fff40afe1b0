"""Arrays of predictions that left a sandbox: what NumPy writes is read, and all else is refused in a sentence."""

import os
import pickle
import tracemalloc
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import HostileOutputError
from harness.evidence.arrays import MAX_ARRAY_BYTES, labels_of, read_array

HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (5, 10), }"
NUMBERS = bytes(200)


def file_of(header: str | bytes, numbers: bytes = NUMBERS, version: tuple[int, int] = (1, 0)) -> bytes:
    text = header if isinstance(header, bytes) else header.encode("latin-1")
    length = len(text).to_bytes(2 if version == (1, 0) else 4, "little")
    return b"\x93NUMPY" + bytes(version) + length + text + numbers


def shaped(shape: str) -> bytes:
    return file_of(HEADER.replace("(5, 10)", shape))


@pytest.mark.parametrize("kind", ["<f4", ">f8", "<f2", "<i8", "|u1", ">u2"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_what_numpy_writes_is_read(tmp_path: Path, kind: str, order: Any) -> None:
    wanted = np.arange(12).reshape(3, 4).astype(kind, order=order)
    np.save(tmp_path / "m1.npy", wanted)
    found = read_array(tmp_path / "m1.npy")
    assert found.dtype == wanted.dtype
    assert (found == wanted).all()


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_the_format_is_read(tmp_path: Path, version: Any) -> None:
    with (tmp_path / "a.npy").open("wb") as file:
        np.lib.format.write_array(file, np.arange(3), version)
    assert read_array(tmp_path / "a.npy").tolist() == [0, 1, 2]


HOSTILE = {
    "empty": (b"", "it is empty"),
    "magic alone": (b"\x93NUMPY", "it ends within its header"),
    "half a version": (b"\x93NUMPY\x01", "it ends within its header"),
    "no length": (b"\x93NUMPY\x01\x00\x76", "it ends within its header"),
    "cut header": (file_of(HEADER)[:60], "it ends within its header"),
    "cut numbers": (file_of(HEADER, NUMBERS[:-1]), "tells of 200 bytes of numbers, and 199 are there"),
    "more numbers": (file_of(HEADER, NUMBERS + b"\0"), "tells of 200 bytes of numbers, and 201 are there"),
    "10^12 rows": (shaped("(1000000000000, 10)"), "tells of 40,000,000,000,000 bytes"),
    "rows that overflow": (shaped("(999999999999, 999999999999, 999999999999)"), "bytes of numbers"),
    "rows beyond": (shaped("(" + "9" * 100 + ", 10)"), "no shape"),
    "a negative axis": (shaped("(-1, 10)"), "not that of an array of numbers"),
    "many axes": (shaped("(" + "1, " * 20 + ")"), "no shape"),
    "an axis without a number": (shaped("(5, , 10)"), "no shape"),
    "brackets without end": (shaped("(" * 900), "not that of an array of numbers"),
    "brackets in brackets": (shaped("(" * 400 + ")" * 400), "not that of an array of numbers"),
    "long header": (file_of("(" * 60_000), "its header is longer than"),
    "header of 4 GB": (b"\x93NUMPY\x02\x00\xff\xff\xff\xff" + bytes(500), "its header is longer than"),
    "version 9": (file_of(HEADER, version=(9, 0)), "version 9.0"),
    "version 255": (file_of(HEADER, version=(255, 255)), "version 255.255"),
    "code": (file_of("__import__('os').system('touch /tmp/x')"), "not that of an array of numbers"),
    "another key": (file_of(HEADER.replace("}", "'x': 1, }")), "not that of an array of numbers"),
    "a digit that is none": (shaped("(\xb2, 10)"), "not that of an array of numbers"),
    "objects": (file_of(HEADER.replace("<f4", "|O8"), pickle.dumps([1])), "type |O8"),
    "texts": (file_of(HEADER.replace("<f4", "<U1")), "type <U1"),
    "fields": (file_of(HEADER.replace("'<f4'", "[('a', '<f4')]")), "not that of an array of numbers"),
    "dates": (file_of(HEADER.replace("<f4", "<M8")), "type <M8"),
    "complex numbers": (file_of(HEADER.replace("<f4", "<c8")), "type <c8"),
    "a pickle": (pickle.dumps(np.zeros(3)), "not in NumPy's format"),
    "a zip": (b"PK\x03\x04" + bytes(100), "not in NumPy's format"),
}


@pytest.mark.parametrize(("content", "why"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_array_is_refused_in_a_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "predict.npy"
    path.write_bytes(content)
    with pytest.raises(HostileOutputError) as error:
        read_array(path)
    assert str(error.value).startswith("predict.npy is not an array of predictions: ")
    assert why in str(error.value)


def test_no_header_asks_for_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    path.write_bytes(shaped("(100000000, 10)"))
    tracemalloc.start()
    with pytest.raises(HostileOutputError):
        read_array(path)
    assert tracemalloc.get_traced_memory()[1] < 1024**2
    tracemalloc.stop()


def test_what_is_too_large_or_no_file_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "large.npy").open("wb") as file:
        file.truncate(MAX_ARRAY_BYTES + 1)
    os.mkfifo(tmp_path / "pipe.npy")
    (tmp_path / "link.npy").symlink_to("/dev/zero")
    (tmp_path / "folder.npy").mkdir()
    whys = {"large": "larger than 64 MB", "gone": "cannot be opened"}
    for name in ("large", "pipe", "link", "folder", "gone"):
        with pytest.raises(HostileOutputError, match=whys.get(name, "not a regular file")):
            read_array(tmp_path / f"{name}.npy")


@given(st.binary(max_size=200), st.integers(0, 250))
def test_any_change_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int
) -> None:
    whole = BytesIO()
    np.save(whole, np.zeros((5, 10), np.float32))
    path = tmp_path_factory.mktemp("a") / "a.npy"
    path.write_bytes(whole.getvalue()[:at] + junk + whole.getvalue()[at + len(junk) :])
    with suppress(HostileOutputError):
        read_array(path)


def test_labels_are_those_of_the_highest_score() -> None:
    scores = np.eye(4, dtype=np.float32)[[2, 0]]
    assert labels_of(scores, 2, 4).tolist() == [2, 0]
    assert labels_of(np.array([3, 0], np.uint8), 2, 4).tolist() == [3, 0]


@pytest.mark.parametrize(
    "array",
    [
        np.array([0, 4]),
        np.array([-1, 0]),
        np.array([2**64 - 1, 0], np.uint64),
        np.zeros((2, 4), int),
        np.zeros((2, 5)),
        np.zeros((3, 4)),
        np.zeros((2, 4, 1)),
        np.full((2, 4), np.nan),
        np.full((2, 4), np.inf),
        np.zeros(2),
        np.array(1),
    ],
)
def test_other_arrays_are_no_labels(array: np.ndarray) -> None:
    with pytest.raises(HostileOutputError):
        labels_of(array, 2, 4)

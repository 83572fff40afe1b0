"""Weights: a digest that sees equal networks and nothing else, of files that anybody may have written."""

import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.evidence.checkpoint import weights_digest
from harness.likeness.graded import Graded
from harness.likeness.look import Networks, look
from harness.likeness.rates import read_honest
from harness.words.say import say
from tests.likeness.disguise import handed_in

MAGIC = struct.pack("<Q", 0xDB4775248B80FB57)
FLOAT, STRING = 1, 7


def varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def block(entries: list[tuple[bytes, bytes]]) -> bytes:
    """A block of a table, with its trailer; keys share nothing."""
    body = b"".join(varint(0) + varint(len(key)) + varint(len(value)) + key + value for key, value in entries)
    return body + struct.pack("<II", 0, 1) + bytes(5)


def handle(start: int, made: bytes) -> bytes:
    return varint(start) + varint(len(made) - 5)


def entry(kind: int, offset: int, size: int) -> bytes:
    """A ``BundleEntryProto`` of a vector."""
    shape = bytes([0x12, 2, 0x08, 3])
    shape = bytes([0x12, len(shape)]) + shape
    place = bytes([0x20]) + varint(offset) if offset else b""
    return bytes([0x08, kind]) + shape + place + bytes([0x28]) + varint(size) + bytes([0x35, 1, 2, 3, 4])


def table(entries: list[tuple[bytes, bytes]], named: int = 1) -> bytes:
    """A table of one block of entries, which the index names so often."""
    first, empty = block(entries), block([])
    index = block([(b"z", handle(0, first))] * named)
    footer = handle(len(first), empty) + handle(len(first) + len(empty), index)
    return first + empty + index + footer.ljust(40, b"\0") + MAGIC


def checkpoint(folder: Path, tensors: dict[str, NDArray[np.float32]], text: bytes = b"graph") -> Path:
    """Writes the files of variables as TensorFlow does; ``text`` is the description that lies among them."""
    data, entries = text, [(b"", b"\x08\x01"), (b"_OBJECT", entry(STRING, 0, len(text)))]
    for name, tensor in tensors.items():
        entries.append((name.encode(), entry(FLOAT, len(data), tensor.nbytes)))
        data += tensor.tobytes()
    (folder / "variables").mkdir(parents=True)
    (folder / "variables" / "variables.index").write_bytes(table(entries))
    (folder / "variables" / "variables.data-00000-of-00001").write_bytes(data)
    return folder


ONE, OTHER = np.arange(300, dtype=np.float32), np.ones(7, np.float32)


def test_names_and_order_do_not_matter_and_every_bit_does(tmp_path: Path) -> None:
    first = weights_digest(checkpoint(tmp_path / "a", {"conv/kernel": ONE, "dense/bias": OTHER}))
    again = weights_digest(checkpoint(tmp_path / "b", {"a": OTHER, "b": ONE}, text=b"another description"))
    assert first is not None
    assert len(first) == 64
    assert first == again
    bent = ONE.copy()
    bent[3] = np.nextafter(bent[3], 9, dtype=np.float32)
    assert weights_digest(checkpoint(tmp_path / "c", {"a": bent, "b": OTHER})) not in (None, first)


def test_what_cannot_be_read_has_no_digest(tmp_path: Path) -> None:
    assert weights_digest(tmp_path / "nowhere") is None
    good = checkpoint(tmp_path / "good", {"a": ONE})
    index = (good / "variables" / "variables.index").read_bytes()
    random = np.random.default_rng(0)
    for number in range(300):
        broken = bytearray(index)
        for place in random.integers(0, len(index), 3):
            broken[place] = random.integers(256)
        (good / "variables" / "variables.index").write_bytes(
            bytes(broken)[: random.integers(1, len(index) + 1)]
        )
        digest = weights_digest(good)
        assert digest is None or len(digest) == 64, number


@pytest.mark.parametrize("size", [2**20, 2**40, 2**62])
def test_a_size_that_is_claimed_is_not_believed(tmp_path: Path, size: int) -> None:
    folder = checkpoint(tmp_path / "a", {"a": ONE})
    entries = [(b"", b"\x08\x01"), (b"a", entry(FLOAT, 0, size))]
    (folder / "variables" / "variables.index").write_bytes(table(entries))
    assert weights_digest(folder) is None


def test_blocks_that_are_named_often_are_read_once(tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "a", {"a": ONE})
    named = [(b"", b"\x08\x01"), (b"a", entry(FLOAT, 5, ONE.nbytes))]
    entries = [*named, *((b"s", entry(STRING, 0, 5)) for _ in range(2000))]
    (folder / "variables" / "variables.index").write_bytes(table(entries, named=9))
    assert weights_digest(folder) is None


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "a", {"a": ONE})
    data = folder / "variables" / "variables.data-00000-of-00001"
    data.rename(tmp_path / "elsewhere")
    data.symlink_to(tmp_path / "elsewhere")
    assert weights_digest(folder) is None


def test_equal_weights_stand_out_with_what_may_explain_them(tmp_path: Path) -> None:
    digests = {"alice": "a" * 64, "bob": "b" * 64, "carol": "a" * 64, "dave": "", "erin": ""}
    works = [handed_in(tmp_path / name, [f"x = {name!r}"]) for name in digests]
    networks = [Graded(name, "0", None, digest) for name, digest in digests.items()]
    found = look(
        works, [], read_honest(ASSIGNMENT.honest), Networks(networks, "0", lambda: np.zeros(1, np.int64))
    )
    [one] = found.report.standing_out
    assert one.names == ("alice", "carol")
    assert "same seed" in say(one.how_sure)

"""What comes out of a sandbox is hostile: names, links, sizes and tars."""

import io
import itertools
import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import HostileOutputError
from harness.sandbox.archive import copy_tree, extract_tar, safe_parts, write_tar

HOSTILE = ["/etc/passwd", "../x", "a/../../x", "a/..", "..", "/", "a\0b", "a" * 256, "a/" * 65 + "b"]
PIECES = st.sampled_from(["..", ".", "", "a", "b", "etc", "passwd", "~", "\\", "C:", "ж", "\udcff", "\n"])
NAMES = st.lists(PIECES, min_size=1, max_size=6).map("/".join) | st.text(max_size=20)
TYPES = st.sampled_from(
    [tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)


def make_tar(entries: list[tuple[str, bytes, bytes, str]]) -> bytes:
    """A tar of (name, type, content, where a link leads)."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as tar:
        for name, kind, content, link in entries:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.mode = kind, link, 0o4777
            entry.size = len(content) if kind == tarfile.REGTYPE else 0
            tar.addfile(entry, io.BytesIO(content))
    return target.getvalue()


def take(data: bytes, destination: Path, max_bytes: int = 10_000, max_files: int = 100) -> list[str]:
    """Unpacks a tar from small chunks."""
    chunks = (data[i : i + 700] for i in range(0, len(data), 700))
    return extract_tar(chunks, destination, max_bytes=max_bytes, max_files=max_files)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_refused_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    with pytest.raises(HostileOutputError):
        safe_parts(name) if "\0" in name else take(
            make_tar([("good", tarfile.REGTYPE, b"x", ""), (name, tarfile.REGTYPE, b"x", "")]), tmp_path / "o"
        )
    assert not (tmp_path / "o").exists()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAMES, TYPES, st.binary(max_size=50), NAMES), max_size=6))
def test_no_tar_writes_outside_or_makes_a_link(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, bytes, bytes, str]]
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    try:
        data = make_tar(entries)
    except (ValueError, UnicodeError):
        return  # tarfile itself can write no such name
    try:
        take(data, outside / "inside")
    except HostileOutputError:
        assert not (outside / "inside").exists()
        return
    assert {path.name for path in outside.iterdir()} == {"inside"}
    for path in (outside / "inside").rglob("*"):
        assert not path.is_symlink()
        assert path.is_dir() or (path.is_file() and path.stat().st_mode & 0o7000 == 0)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000), st.integers(0, 3000))
def test_broken_tars_raise_one_kind_of_error(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int
) -> None:
    data = bytearray(make_tar([("a/b", tarfile.REGTYPE, b"x" * 900, ""), ("c", tarfile.DIRTYPE, b"", "")]))
    data[place : place + len(noise)] = noise
    folder = tmp_path_factory.mktemp("broken")
    try:
        take(bytes(data), folder / "o")
    except HostileOutputError:
        assert not (folder / "o").exists()


def test_links_devices_and_pipes_are_skipped_and_named(tmp_path: Path) -> None:
    kinds = [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE]
    entries = [(f"bad{i}", kind, b"", "/etc/passwd") for i, kind in enumerate(kinds)]
    skipped = take(make_tar([*entries, ("good", tarfile.REGTYPE, b"x", "")]), tmp_path / "o")
    assert skipped == ["bad0", "bad1", "bad2", "bad3", "bad4"]
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["good"]


def test_a_file_below_a_skipped_link_stays_inside(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    entries = [("link", tarfile.SYMTYPE, b"", str(outside)), ("link/x", tarfile.REGTYPE, b"x", "")]
    take(make_tar(entries), tmp_path / "o")
    assert list(outside.iterdir()) == []
    assert (tmp_path / "o/link/x").read_bytes() == b"x"


@pytest.mark.parametrize(
    "names", [["a", "a"], ["a", "a/b"], ["a/b", "a"], ["./a", "a"]], ids=lambda names: "+".join(names)
)
def test_names_that_clash_are_refused(names: list[str], tmp_path: Path) -> None:
    with pytest.raises(HostileOutputError, match="clashes"):
        take(make_tar([(name, tarfile.REGTYPE, b"x", "") for name in names]), tmp_path / "o")


def test_too_many_bytes_or_files_are_refused(tmp_path: Path) -> None:
    data = make_tar([(f"f{i}", tarfile.REGTYPE, b"x" * 400, "") for i in range(10)])
    assert take(data, tmp_path / "fits", max_bytes=4000, max_files=10) == []
    with pytest.raises(HostileOutputError, match="larger"):
        take(data, tmp_path / "o", max_bytes=3999)
    with pytest.raises(HostileOutputError, match="too many"):
        take(data, tmp_path / "o", max_files=9)
    assert not (tmp_path / "o").exists()


def test_a_size_that_is_only_announced_is_refused_at_once(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("huge")
    entry.size = 1024**4
    with pytest.raises(HostileOutputError, match="larger"):
        take(entry.tobuf() + b"x" * 512, tmp_path / "o")


def test_headers_without_end_fill_no_memory_and_no_stack(tmp_path: Path) -> None:
    header = tarfile.TarInfo("././@PaxHeader")
    header.type, header.size = tarfile.XHDTYPE, 12
    with pytest.raises(HostileOutputError):
        take((header.tobuf() + b"12 path=abc\n".ljust(512, b"\0")) * 3000, tmp_path / "o", max_files=1000)
    header.size = 10 * 1024**3
    endless = itertools.chain([header.tobuf()], itertools.repeat(b"x" * 2**16))
    with pytest.raises(HostileOutputError):
        extract_tar(endless, tmp_path / "o", max_bytes=1, max_files=1)


def test_a_destination_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(FileExistsError):
        take(make_tar([]), tmp_path)
    assert (tmp_path / "mine").read_text() == "mine"


def test_what_is_written_is_what_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"s" * 70_000)
    target = io.BytesIO()
    write_tar({"a/b.txt": b"1", "a/c/d.txt": tmp_path / "source", "e": b""}, target, prefix="p", uid=7, gid=8)
    target.seek(0)
    with tarfile.open(fileobj=target) as tar:
        assert {(m.uid, m.gid) for m in tar} == {(7, 8)}
        assert [m.name for m in tar if m.isdir()] == ["p", "p/a", "p/a/c"]
    target.seek(0)
    assert extract_tar(target, tmp_path / "o", max_bytes=10**6) == []
    assert (tmp_path / "o/p/a/c/d.txt").read_bytes() == b"s" * 70_000
    assert (tmp_path / "o/p/e").read_bytes() == b""


def test_a_folder_is_copied_under_the_same_rules(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "sub").mkdir(parents=True)
    (source / "sub/true").write_bytes(b"x")
    (source / "passwd").symlink_to("/etc/passwd")
    (source / "root").symlink_to("/")
    os.link(source / "sub/true", source / "sub/zz")
    os.mkfifo(source / "pipe")
    skipped = copy_tree(source, tmp_path / "o", max_bytes=100)
    assert sorted(Path(name).name for name in skipped)[:3] == ["passwd", "pipe", "root"]
    assert len(skipped) == 4
    assert [path.read_bytes() for path in (tmp_path / "o").rglob("*") if path.is_file()] == [b"x"]
    with pytest.raises(HostileOutputError, match="larger"):
        copy_tree(source, tmp_path / "p", max_bytes=0)
    with pytest.raises(HostileOutputError, match="too many"):
        copy_tree(source, tmp_path / "p", max_bytes=100, max_files=1)

"""Whatever an archive holds: nothing is written elsewhere, and nothing but one sentence comes of what is no archive."""

import io
import tarfile
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import UsageError
from harness.intake.archives.unpack import Bounds, unpack
from tests.packed import BOOK, raw_zip, tarred, zipped


def test_what_is_passed_over_is_bounded_too() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = tarred(Path(folder) / "w.tar.xz", {"../big": bytes(3 * 1024**2), "a.py": "1"}, "w:xz")
        (Path(folder) / "target").mkdir()
        with path.open("rb") as file, pytest.raises(UsageError, match="holds much more than is taken of it"):
            unpack(file, "w", Path(folder) / "target", Bounds(1024**2, 100))


def test_a_size_below_zero() -> None:
    member = tarfile.TarInfo("a.py")
    member.size = -512
    content = member.tobuf(tarfile.GNU_FORMAT) + bytes(1024)
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.raises(UsageError, match=r"is damaged|cannot be read"),
    ):
        unpack(io.BytesIO(content), "w", Path(folder))


PARTS = st.sampled_from(
    ["..", ".", "", "a", "A", "a.py", "~", "C:", "\\", "\x1b[2J", "й", "и\u0306", "x" * 256, "con"]
)
NAMES = st.one_of(st.lists(PARTS, min_size=1, max_size=5).map("/".join), st.text(min_size=1, max_size=20))


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=8), st.booleans())
def test_nothing_is_written_outside_whatever_the_names(names: list[str], tar: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target, buffer = Path(folder) / "outer" / "target", io.BytesIO()
        target.mkdir(parents=True)
        path = Path(folder) / "archive"
        if tar:
            tarred(path, {name.encode(errors="replace").decode(): "1" for name in names}, "w:")
        else:
            raw_zip(path, [name.encode("utf-8", "replace")[:60_000] for name in names], flags=0x800)
        buffer.write(path.read_bytes())
        buffer.seek(0)
        for note in unpack(buffer, "archive", target, Bounds(1024**2, 100)):
            assert note.encode()
        assert {place.name for place in Path(folder).iterdir()} == {"archive", "outer"}
        assert list(target.parent.iterdir()) == [target]
        for place in target.rglob("*"):
            assert place.is_dir() or place.is_file()
            assert not place.is_symlink()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_spoilt_archive_is_read_or_refused_in_a_sentence(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive"
        kind = data.draw(st.sampled_from(["zip", "w:", "w:gz", "w:bz2", "w:xz"]))
        files: dict[str, str | bytes] = {"a/work.ipynb": BOOK * 5, "й.py": "x = 1"}
        content = bytearray(
            (zipped(path, files) if kind == "zip" else tarred(path, files, kind)).read_bytes()
        )
        for _ in range(data.draw(st.integers(1, 6))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        target = Path(folder) / "target"
        target.mkdir()
        said = ""
        try:
            unpack(io.BytesIO(content[: data.draw(st.integers(1, len(content)))]), "archive", target)
        except UsageError as error:
            said = str(error)
        assert said == "" or (said.startswith("The archive archive ") and "\n" not in said)

"""Work that comes as an archive: what is taken, what is left out, and what is refused in one sentence."""

import lzma
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.cli import main
from harness.errors import UsageError
from harness.intake.archives import zips
from harness.intake.submission import read_submission
from harness.words.say import say
from tests import packed
from tests.packed import BOOK, raw_zip, tarred, zipped


def notes(path: Path) -> list[str]:
    return [say(note) for note in read_submission(path).notes]


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Whatever is unpacked, and however that ends, nothing of it stays among the temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "mode"),
    [("w.tar", "w:"), ("w.tar.gz", "w:gz"), ("w.tgz", "w:gz"), ("w.tar.bz2", "w:bz2"), ("w.tar.xz", "w:xz")],
)
def test_a_tar_is_read_as_its_folder(tmp_path: Path, name: str, mode: str) -> None:
    path = tarred(tmp_path / name, {"work.ipynb": BOOK, "данные/a.csv": "1"}, mode)
    found = read_submission(path)
    assert (found.entry(), set(found.files), found.name) == (
        "work.ipynb",
        {"work.ipynb", "данные/a.csv"},
        name,
    )


def test_a_zip_is_read_as_its_folder_without_what_machines_add(tmp_path: Path) -> None:
    added = ["__MACOSX/._work.ipynb", ".DS_Store", "a/.DS_Store", "__pycache__/x.pyc", ".git/config", "._x"]
    path = zipped(tmp_path / "w.zip", {"work.ipynb": BOOK, "a/b.csv": "1", **dict.fromkeys(added, "x")})
    assert set(read_submission(path).files) == {"work.ipynb", "a/b.csv"}
    assert notes(path) == []
    folder = tmp_path / "folder"
    zipped(folder / "w.zip", {"work.ipynb": BOOK, "a/b.csv": "1"})
    assert read_submission(folder).content_hash == read_submission(path).content_hash


def test_a_folder_that_is_all_that_an_archive_holds_is_the_work(tmp_path: Path) -> None:
    path = zipped(tmp_path / "w.zip", {"__MACOSX/x": "", "Ivanov/hw/": "", "Ivanov/hw/work.ipynb": BOOK})
    assert set(read_submission(path).files) == {"work.ipynb"}


def test_an_archive_is_known_by_what_it_holds(tmp_path: Path) -> None:
    tarred(tmp_path / "w.zip", {"solution.py": ""})
    zipped(tmp_path / "w.tar.gz", {"solution.py": ""})
    for name in ("w.zip", "w.tar.gz"):
        assert read_submission(tmp_path / name).entry() == "solution.py"
    (tmp_path / "rar.zip").write_bytes(b"Rar!\x1a\x07\x01\x00")
    with pytest.raises(UsageError, match=r"rar\.zip is a RAR archive, whatever its name says"):
        read_submission(tmp_path / "rar.zip")


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp866", ["Иванов Иван/Контрольная работа.ipynb", "Иванов Иван/данные.csv"]),
        ("cp866", ["ИВАНОВ/ФИНАЛ.ipynb"]),
        ("cp1251", ["Иванов Иван/Контрольная работа.ipynb"]),
        ("cp1251", ["иванов.ipynb"]),
        ("utf-8", ["Ёлкина/Работа №2.ipynb"]),
        ("cp437", ["Müller/übung.ipynb"]),
        ("cp850", ["João/lição.ipynb"]),
        ("cp1252", ["François/leçon à faire.ipynb"]),
        ("ascii", ["plain/work.ipynb"]),
    ],
)
def test_names_in_the_code_page_of_a_machine(tmp_path: Path, encoding: str, names: list[str]) -> None:
    path = raw_zip(tmp_path / "w.zip", [name.encode(encoding) for name in [*names, "readme.txt"]])
    assert set(read_submission(path).files) == {*names, "readme.txt"}


def test_a_name_in_utf8_beside_the_entry_counts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "w.zip", "w") as archive:
        info = zipfile.ZipInfo("?.ipynb")
        name = "Работа.ipynb".encode()
        field = b"\x01" + struct.pack("<L", zlib.crc32(b"?.ipynb")) + name
        info.extra = struct.pack("<HH", 0x7075, len(field)) + field
        archive.writestr(info, BOOK)
    assert read_submission(tmp_path / "w.zip").entry() == "Работа.ipynb"


def test_backslashes_of_windows_are_folders(tmp_path: Path) -> None:
    assert set(read_submission(raw_zip(tmp_path / "w.zip", [b"a.py", b"b\\c.py"])).files) == {
        "a.py",
        "b/c.py",
    }


def test_names_that_lead_elsewhere_are_left_out(tmp_path: Path) -> None:
    names = [
        "../up.py",
        "a/../../up.py",
        "/etc/cron.d/x",
        "C:/x.py",
        "solution.py",
        "x" * 300,
        "Solution.py",
        "a:b.py",
    ]
    path = zipped(tmp_path / "w.zip", dict.fromkeys(names, "1") | {"/".join("d" * 40): "1"})
    assert set(read_submission(path).files) == {"solution.py", "Solution.py", "a:b.py"}
    said = " ".join(notes(path))
    for words in (
        "../up.py was left out: its name leads out",
        "C:/x.py was left out",
        "name is too long",
        "lies too deep",
    ):
        assert words in said
    assert not (tmp_path / "temporary" / "up.py").exists()


def test_links_and_devices_are_left_out(tmp_path: Path) -> None:
    path = packed.zip_with_link(zipped(tmp_path / "w.zip", {"solution.py": ""}), "key", "/etc/passwd")
    assert notes(path) == ["key was left out: it is a link."]
    path = packed.odd_tar(tmp_path / "w.tar")
    assert set(read_submission(path).files) == {"solution.py"}
    assert sorted(notes(path)) == [
        "hard was left out: it is a link.",
        "link was left out: it is a link.",
        "pipe was left out: it is not a regular file.",
        "zero was left out: it is not a regular file.",
    ]


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    path = packed.zip_with_link(tmp_path / "w.zip", "d", str(tmp_path))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("d/out.py", "1")
    assert set(read_submission(path).files) == {"out.py"}
    assert not (tmp_path / "out.py").exists()


def test_what_is_there_twice_is_told(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "w.zip", [b"a.py", b"a.py", b"a.py/b.py", b"d/x.py", b"d"])
    assert set(read_submission(path).files) == {"a.py", "d/x.py"}
    assert sorted(notes(path)) == [
        "a.py is in the archive more than once; the last one counts.",
        "a.py/b.py was left out: a file lies where its folder would be.",
        "d was left out: a folder has the same name.",
    ]


def test_an_archive_beside_no_entry_is_unpacked_and_one_beside_an_entry_is_data(tmp_path: Path) -> None:
    alone, beside = tmp_path / "alone", tmp_path / "beside"
    zipped(alone / "w.zip", {"work.ipynb": BOOK})
    (alone / "readme.txt").write_text("mine")
    assert set(read_submission(alone).files) == {"work.ipynb", "readme.txt"}
    zipped(beside / "data.zip", {"work.ipynb": BOOK})
    (beside / "solution.py").write_text("")
    assert set(read_submission(beside).files) == {"solution.py", "data.zip"}


def test_several_archives_and_archives_of_other_kinds_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    zipped(folder / "a.zip", {"work.ipynb": BOOK})
    zipped(folder / "b.zip", {"work.ipynb": BOOK})
    with pytest.raises(Exception, match=r"a\.zip was not unpacked: 2 archives lie beside one another"):
        read_submission(folder).entry()
    (folder / "a.zip").unlink()
    (folder / "b.zip").rename(folder / "b.rar")
    with pytest.raises(Exception, match=r"b\.rar was not unpacked: archives of this kind"):
        read_submission(folder).entry()


def _nested(path: Path) -> None:
    zipped(path, {"b.zip": zipped(path.with_name("b.zip"), {"work.ipynb": BOOK}).read_bytes()})


def _locked(path: Path) -> None:
    raw_zip(path, [b"work.ipynb"], flags=1)


def _cut(path: Path) -> None:
    path.write_bytes(zipped(path, {"work.ipynb": BOOK * 99}).read_bytes()[:-30])


def _cut_tar(path: Path) -> None:
    path.write_bytes(tarred(path, {"work.ipynb": BOOK * 99}).read_bytes()[:-30])


def _garbage_in_tar(path: Path) -> None:
    path.write_bytes(tarred(path, {"work.ipynb": BOOK}, "w:").read_bytes()[:1024] + b"x" * 5120)


def _spoilt(path: Path) -> None:
    content = raw_zip(path, [b"work.ipynb"]).read_bytes()
    path.write_bytes(content.replace(b"x = 1\n", b"x = 2\n", 1))


def _bomb_of_xz(path: Path) -> None:
    tarred(path.with_suffix(".tar"), {"a.csv": bytes(65 * 1024**2)}, "w:")
    path.write_bytes(lzma.compress(path.with_suffix(".tar").read_bytes(), preset=0))


def _many(path: Path) -> None:
    raw_zip(path, [b".%d" % number for number in range(20_001)], content=b"")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_nested, r"no notebook and no script at its top, but an archive \(b.zip\)"),
        (_locked, "is encrypted"),
        (_cut, "cannot be read as"),
        (_cut_tar, "cannot be read as"),
        (_garbage_in_tar, "is damaged, or not whole"),
        (_spoilt, "cannot be read as zip"),
        (_bomb_of_xz, "unpacks to more than 500 times its size"),
        (_many, "more than 20,000 files and folders"),
        (packed.long_header, "header of unlikely length"),
        (packed.header_chain, "header of unlikely length"),
        # A Python that knows the trick reads none of it.
        (lambda path: packed.overlapping(path, 70), "unpacks to more than 500 times its size|cannot be read as zip"),
        (lambda path: zipped(path, {"a.py": "1"}, zipfile.ZIP_BZIP2), "method that is not read here"),
        (lambda path: path.write_bytes(b""), "cannot be read as"),
        (lambda path: path.write_bytes(b"PK\x03\x04"), "cannot be read as"),
    ],
)  # fmt: skip
def test_what_is_refused_is_one_sentence(
    tmp_path: Path,
    make: Callable[[Path], object],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make(tmp_path / "work.zip")
    monkeypatch.chdir(tmp_path)
    assert main(["grade", "work.zip", "--runner", "local"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "work.zip" in said
    assert re.search(words, said)


def test_a_table_of_contents_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_TABLE", 70_000)
    raw_zip(tmp_path / "w.zip", [b"a" * 200] * 500)
    with pytest.raises(UsageError, match="header of unlikely length"):
        read_submission(tmp_path / "w.zip")

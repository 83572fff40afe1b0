"""What is read of a submission, and what counts as its entry."""

import errno
import os
import shutil
import socket
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from harness.errors import UsageError
from harness.intake.submission import MAX_NOTES, SubmissionError, read_submission
from harness.outcome import Outcome
from harness.words.say import say

BOOK = '{"cells": [], "nbformat": 4}'


def _folder(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / "s" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root / "s"


@pytest.mark.parametrize(
    ("files", "entry"),
    [
        ({"a.ipynb": BOOK, "helper.py": ""}, "a.ipynb"),
        ({"solution.py": "", "helper.py": ""}, "solution.py"),
        ({"work.py": ""}, "work.py"),
        ({"a.ipynb": BOOK, "old/b.ipynb": BOOK, ".ipynb_checkpoints/a.ipynb": BOOK}, "a.ipynb"),
        ({"старая тетрадь.ipynb": "\ufeff" + BOOK}, "старая тетрадь.ipynb"),
        ({"v3.ipynb": '{"worksheets": [], "nbformat": 3}'}, "v3.ipynb"),
    ],
)
def test_the_entry_is_found(tmp_path: Path, files: dict[str, str], entry: str) -> None:
    assert read_submission(_folder(tmp_path, files)).entry() == entry


def test_links_are_left_out(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"solution.py": ""})
    (tmp_path / "secret.key").write_text("k")
    (folder / "key").symlink_to(tmp_path / "secret.key")
    (folder / "up").symlink_to(tmp_path)
    assert set(read_submission(folder).files) == {"solution.py"}


def test_the_hash_follows_names_and_contents(tmp_path: Path) -> None:
    hashes = {
        read_submission(_folder(tmp_path / str(i), files)).content_hash
        for i, files in enumerate(
            [{"a.py": "1"}, {"a.py": "2"}, {"b.py": "1"}, {"a.py": "1", "b": ""}, {"a.py": "1"}]
        )
    }
    assert len(hashes) == 4


def test_a_script_without_the_name_among_several(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError) as error:
        read_submission(_folder(tmp_path, {"a.py": "", "b.py": ""})).entry()
    assert error.value.outcome is Outcome.TWO_ENTRIES
    assert "solution.py" in str(error.value)


def test_no_such_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no submission"):
        read_submission(tmp_path / "nobody")


def test_what_is_not_a_file_is_left_out_with_a_note(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"solution.py": "", "data/.hidden": ""})
    (folder / "key").symlink_to(tmp_path)
    (folder / "nowhere.csv").symlink_to(tmp_path / "gone")
    os.mkfifo(folder / "data" / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket"))
    found = read_submission(folder)
    assert list(found.files) == ["solution.py"]
    assert sorted(map(say, found.notes)) == [
        "data/pipe was left out: it is not a regular file.",
        "key was left out: it is a link.",
        "nowhere.csv was left out: it is a link.",
        "socket was left out: it is not a regular file.",
    ]


def test_the_notes_are_bounded(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"solution.py": ""})
    for i in range(MAX_NOTES + 5):
        (folder / f"link{i}").symlink_to("solution.py")
    notes = read_submission(folder).notes
    assert len(notes) == MAX_NOTES + 1
    assert say(notes[-1]) == "There are 5 more such names."


def test_a_script_that_none_can_read_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "solution.py").open("wb") as file:
        file.truncate(64 * 1024**2 + 1)
    with pytest.raises(SubmissionError, match=r"solution\.py is larger than 64 MB") as error:
        read_submission(tmp_path).entry()
    assert error.value.outcome is Outcome.NO_ENTRY


def test_a_link_in_the_entrys_place_is_named_in_the_reason(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"readme.txt": ""})
    (folder / "work.ipynb").symlink_to(tmp_path / "gone.ipynb")
    with pytest.raises(SubmissionError, match=r"work\.ipynb was left out: it is a link"):
        read_submission(folder).entry()


def test_a_name_that_is_not_utf8_is_kept_and_shown(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"readme.txt": ""})
    (folder / os.fsdecode("работа.ipynb".encode("cp1251"))).write_text(BOOK)
    found = read_submission(folder)
    assert found.entry() == r"\xf0\xe0\xe1\xee\xf2\xe0.ipynb"
    assert [say(note) for note in found.notes] == [
        rf"{found.entry()} has a name that is not UTF-8, and is called so here; rename it."
    ]
    for content in found.files:
        assert content.encode()


def test_decomposed_names_are_composed(tmp_path: Path) -> None:
    apart = {
        unicodedata.normalize("NFD", name): text
        for name, text in {"й/настройки.py": "x", "й.ipynb": BOOK}.items()
    }
    found = read_submission(_folder(tmp_path, apart))
    assert set(found.files) == {"й/настройки.py", "й.ipynb"}
    assert found.modules() == {"й.настройки": "x"}
    assert [say(note) for note in found.notes] == []


def test_two_forms_of_one_name_stay_two_files(tmp_path: Path) -> None:
    found = read_submission(_folder(tmp_path, {"й.csv": "1", unicodedata.normalize("NFD", "й.csv"): "2"}))
    assert sorted(found.files.values()) == [b"1", b"2"]


def test_what_lies_too_deep_is_left_out(tmp_path: Path) -> None:
    found = read_submission(_folder(tmp_path, {"solution.py": "", "/".join(["d"] * 40) + "/x": ""}))
    assert list(found.files) == ["solution.py"]
    assert len(found.notes) == 1


def test_it_is_read_once(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"a.ipynb": BOOK, "helper.py": "x = 1"})
    found = read_submission(folder)
    shutil.rmtree(folder)
    assert found.entry() == "a.ipynb"
    assert found.modules() == {"helper": "x = 1"}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "work.ipynb"),
            r"work\.ipynb in .* cannot be read",
        ),
        (FileNotFoundError(errno.ENOENT, "No such file", "work.ipynb"), "changed while it was read"),
        (OSError(errno.EIO, "Input/output error", os.fsdecode(b"\xe4")), "cannot be read"),
    ],
)
def test_what_the_disk_refuses_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    folder, real = _folder(tmp_path, {"work.ipynb": BOOK}), os.open

    def refused(path: Any, *arguments: Any, **options: Any) -> int:
        if path == "work.ipynb":
            raise error
        return real(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(UsageError, match=words) as caught:
        read_submission(folder)
    assert str(caught.value).encode()


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, real = _folder(tmp_path, {"work.ipynb": BOOK}), os.fstat

    def appended(descriptor: int) -> os.stat_result:
        before = real(descriptor)
        with (folder / "work.ipynb").open("a") as file:
            file.write("more")
        return before

    monkeypatch.setattr(os, "fstat", appended)
    with pytest.raises(UsageError, match="changed while it was read"):
        read_submission(folder)


@pytest.mark.parametrize("codec", ["undefined", "rot13", "idna", "zlib_codec", "mbcs", "no-such", "punycode"])
def test_a_module_in_no_encoding_is_left_out(tmp_path: Path, codec: str) -> None:
    files = {"solution.py": "x = 1", "other.py": f"# coding: {codec}\nx = 1"}
    assert list(read_submission(_folder(tmp_path, files)).modules()) == ["solution"]


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"solution.py": ""})
    with (folder / "huge.bin").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(UsageError, match="larger than 256 MB or 2000 files"):
        read_submission(folder)


def test_a_folder_is_called_what_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _folder(tmp_path, {"solution.py": "", "sub/x.py": ""})
    monkeypatch.chdir(folder / "sub")
    for path in ("..", "../", "../.", "../../s", str(folder) + "/", str(folder / "sub" / "..")):
        assert read_submission(Path(path)).name == "s"
    monkeypatch.chdir(folder)
    assert read_submission(Path()).name == "s"


def test_a_file_and_a_folder_beside_it_are_two_submissions(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"solution.py": ""})
    names = set()
    for beside in (folder.with_suffix(".ipynb"), folder.with_suffix(".py")):
        beside.write_text(BOOK)
        names.add(read_submission(beside).results_name)
    assert names | {read_submission(folder).results_name} == {"s", "s.ipynb", "s.py"}


def test_links_pipes_and_paths_to_nowhere_are_one_sentence(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"solution.py": ""})
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "file").symlink_to(folder / "solution.py")
    (tmp_path / "dangling").symlink_to("gone")
    (tmp_path / "circle").symlink_to("circle")
    for name in ("link", "link/", "file", "dangling", "circle"):
        with pytest.raises(UsageError, match="is a link"):
            read_submission(Path(f"{tmp_path}/{name}"))
    for path in (
        tmp_path / "pipe",
        tmp_path / ("x" * 300),
        tmp_path / "circle" / "x",
        folder / "solution.py" / "y",
        Path("/"),
    ):
        with pytest.raises(UsageError, match=r"submission at|cannot be followed"):
            read_submission(path)


def test_a_folder_whose_name_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xe8\xe2\xe0\xed")
    path.mkdir()
    found = read_submission(path)
    assert found.name == r"\xe8\xe2\xe0\xed"
    assert found.results_name.encode()


def test_modules_are_read_by_their_coding_line(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"solution.py": ""})
    (folder / "windows.py").write_bytes("# coding: cp1251\r\nx = 'привет'\r\n".encode("cp1251"))
    (folder / "silent.py").write_bytes("x = 'привет'".encode("cp1251"))
    (folder / "slow.py").write_bytes(b"# coding: punycode\nx-")
    (folder / "odd.py").write_bytes(b"# coding: rot13\nx")
    assert read_submission(folder).modules() == {
        "solution": "",
        "windows": "# coding: cp1251\nx = 'привет'\n",
    }


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Hello")
    with pytest.raises(UsageError, match=r"README.md is neither a notebook \(.ipynb\) nor a script"):
        read_submission(tmp_path / "README.md")


def test_notebooks_below_the_top_are_named(tmp_path: Path) -> None:
    for name in ("anna", "boris"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "work.ipynb").write_text("{}")
    with pytest.raises(SubmissionError, match=r"anna/work.ipynb, boris/work.ipynb"):
        read_submission(tmp_path).entry()

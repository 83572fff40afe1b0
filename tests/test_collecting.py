"""A batch takes folders, loose files and archives, and a class that is itself an archive."""

from pathlib import Path

import pytest

from harness.batch import engine as module
from harness.cli import main
from tests.handed_in import Class
from tests.packed import BOOK, raw_zip, tarred, zipped


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Class:
    return Class(tmp_path, monkeypatch, capsys)


def mixed(course: Class) -> None:
    course.put(
        {
            "alice/work.ipynb": BOOK,
            "bob.ipynb": BOOK,
            "bo.ipynb": BOOK,
            "carol.py": "x = 1",
            "notes.txt": "",
            ".git/x": "",
        }
    )
    zipped(course.folder / "dan.zip", {"dan/solution.py": "x = 1", "dan/helper.py": ""})
    tarred(course.folder / "eve.tar.gz", {"work.ipynb": BOOK})
    raw_zip(course.folder / "mallory.zip", [b"work.ipynb"], flags=1)
    (course.folder / "frank.rar").write_bytes(b"Rar!")
    (course.folder / "link.ipynb").symlink_to("bob.ipynb")


TAKEN = {
    "alice": "work.ipynb",
    "bob.ipynb": "bob.ipynb",
    "bo.ipynb": "bo.ipynb",
    "carol.py": "carol.py",
    "dan.zip": "solution.py",
    "eve.tar.gz": "work.ipynb",
}
LEFT = ("notes.txt: it is neither", "frank.rar: archives of this kind", "link.ipynb: it is a link")


def test_what_is_taken_and_what_is_left_out_with_its_reason(course: Class) -> None:
    mixed(course)
    said = course.batch()
    assert course.entries() == TAKEN
    for words in (*LEFT, "mallory.zip: The archive mallory.zip is encrypted"):
        assert f"Left out: {words}" in said
    assert ".git" not in said


@pytest.mark.parametrize("top", ["", "control work/"])
def test_a_class_as_an_archive(course: Class, top: str) -> None:
    mixed(course)
    files = {path.relative_to(course.folder).as_posix(): path for path in course.folder.rglob("*")}
    read = {
        f"{top}{name}": path.read_bytes()
        for name, path in files.items()
        if path.is_file() and not path.is_symlink()
    }
    zipped(course.course / "class.zip", {**read, "__MACOSX/x": "", "../up.py": ""})
    said = course.batch(path="class.zip")
    assert course.entries() == TAKEN
    assert "Left out: ../up.py: its name leads out of the archive" in said


def test_one_students_folder_in_an_archive_is_no_class(course: Class) -> None:
    zipped(course.course / "class.zip", {"alice/work.ipynb": BOOK, "alice/data/a.csv": ""})
    course.batch(path="class.zip")
    assert course.entries() == {"alice": "work.ipynb"}


def test_unpacked_works_are_the_same_at_the_next_batch(course: Class) -> None:
    mixed(course)
    course.batch()
    said = course.batch()
    assert course.works == {}
    assert said.count("already graded, unchanged") == len(TAKEN)


def test_an_interrupted_batch_leaves_nothing_unpacked(course: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    zipped(
        course.course / "class.zip", {"alice.zip": zipped(course.course / "a.zip", {"a.py": ""}).read_bytes()}
    )
    monkeypatch.setattr(module, "wait", interrupt)
    course.batch(path="class.zip", code=130)


def test_a_class_that_is_none_is_one_sentence(course: Class, capsys: pytest.CaptureFixture[str]) -> None:
    course.put({"readme.txt": ""})
    (course.course / "one.ipynb").write_text(BOOK)
    for path, words in (
        ("class", "There is no submission in class"),
        ("one.ipynb", "is a single file"),
        ("nowhere", "There is no folder nowhere"),
    ):
        assert main(["batch", path]) == 2
        said = capsys.readouterr().err
        assert words in said
        assert len(said.splitlines()) == 1

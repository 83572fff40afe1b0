"""What counts as the entry of a submission."""

from pathlib import Path

import pytest

from harness.errors import UsageError
from harness.grade.outcome import Outcome
from harness.intake.submission import SubmissionError, read_submission

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

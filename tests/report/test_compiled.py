"""Templates are compiled once for all commands of a user, and each time where nothing can be kept."""

import os
import shutil
import tempfile
from pathlib import Path

import jinja2
import pytest

from harness.report.page import templates


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled templates would be kept."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path / f"_jinja2-cache-{os.getuid()}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The templates of a page that says its number."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page").write_text("This is {{ number }}.", encoding="utf-8")
    return tmp_path / "pages"


def said(folder: Path, number: int) -> str:
    return templates(folder).get_template("page").render(number=number)


def test_the_second_command_compiles_nothing(
    kept: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(folder, 1) == "This is 1."
    assert len(list(kept.iterdir())) == 1
    with monkeypatch.context() as second:
        second.setattr(jinja2.Environment, "compile", None)
        assert said(folder, 2) == "This is 2."
    (folder / "page").write_text("Now it is {{ number }}.", encoding="utf-8")
    assert said(folder, 3) == "Now it is 3."


def test_a_page_is_made_where_nothing_can_be_kept(kept: Path, folder: Path) -> None:
    kept.write_text("somebody else's", encoding="utf-8")
    assert said(folder, 1) == "This is 1."
    kept.unlink()
    pages = templates(folder)
    shutil.rmtree(kept)
    assert pages.get_template("page").render(number=2) == "This is 2."

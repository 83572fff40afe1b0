"""The pictures of the documentation: each is made by the script, small, and shown where its page is spoken of."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import ROOT
from tools.screenshots import CHROMIUM, IMAGES, MOST_BYTES, SHOTS, make

PICTURE = re.compile(r"!\[[^\]\n]+\]\(((?:docs/)?images/[^)\s]+)\)")


def test_every_picture_is_made_by_the_script_and_no_other_is_there() -> None:
    assert {path.name for path in IMAGES.iterdir()} == {f"{name}.png" for name in SHOTS}


@pytest.mark.parametrize("name", SHOTS)
def test_a_picture_is_small_and_as_large_as_the_script_makes_it(name: str) -> None:
    path = IMAGES / f"{name}.png"
    assert path.stat().st_size <= MOST_BYTES
    with Image.open(path) as picture:
        assert picture.size == SHOTS[name].size


def test_every_picture_is_shown_and_students_see_those_of_their_language() -> None:
    shown = {
        page: {(page.parent / name).resolve() for name in PICTURE.findall(page.read_text(encoding="utf-8"))}
        for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    }
    assert set().union(*shown.values()) == set(IMAGES.iterdir())
    for page, pictures in shown.items():
        assert {".ru" in path.name for path in pictures} <= {page.name.endswith(".ru.md")}, page.name


@pytest.mark.slow
@pytest.mark.chromium
def test_a_picture_can_be_made_anew(
    real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM}")
    monkeypatch.setenv("FASHION_MNIST_DIR", str(real_data))
    make(["report-held", "notebook.ru"], tmp_path)
    assert f"{tmp_path / 'notebook.ru.png'}: " in capsys.readouterr().out
    for name in ("report-held", "notebook.ru"):
        with Image.open(tmp_path / f"{name}.png") as picture:
            assert picture.size == SHOTS[name].size
            assert len(set(picture.convert("L").tobytes())) > 50, "it is not blank"

"""The page of likeness in a real browser: it can be read by everybody, on a phone too, and in either language."""

import re
import shutil
from pathlib import Path
from typing import Literal

import pytest
from playwright import sync_api

from harness.cli import main
from tests.conftest import ROOT
from tests.likeness.disguise import code_cells, hand_in, renamed
from tests.pages import Heard, axe_finds_nothing
from tests.pages import browser as browser
from tests.words.test_languages import LABEL, MARKED, UNSEEN

pytestmark = [pytest.mark.slow, pytest.mark.chromium]

LANGUAGES = ("en", "ru")


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the command makes of a class with a copy and an empty work, in each language."""
    shutil.copy(ROOT / "rubric.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    hand_in(tmp_path / "class" / "alice", code_cells())
    hand_in(tmp_path / "class" / ("bob" * 30), renamed(["name = '<script>alert(1)</script>'", *code_cells()]))
    hand_in(tmp_path / "class" / "carol", ["pass"])
    for language in LANGUAGES:
        assert main(["likeness", "class", "--html", f"{language}.html", "--lang", language]) == 0
    return [tmp_path / f"{language}.html" for language in LANGUAGES]


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_everybody_can_read_it(
    browser: sync_api.Browser, pages: list[Path], width: int, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    heard = Heard(page)
    for path in pages:
        page.goto(path.as_uri())
        assert page.locator("mark").count() > 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    assert (heard.said, heard.dialogs) == ([], [])
    assert heard.asked == [path.as_uri() for path in pages]
    page.close()
    axe_finds_nothing(browser, width, scheme, *pages)


def test_it_has_one_language(pages: list[Path]) -> None:
    english, russian = (path.read_text(encoding="utf-8") for path in pages)
    assert not re.search("[А-Яа-яЁё]", english)
    html = MARKED.sub(" ", russian)
    text = UNSEEN.sub(" ", html) + " ".join(LABEL.findall(html) + re.findall(r'title="([^"]*)"', html))
    assert re.findall(r"[A-Za-z]{3,}", text) == []

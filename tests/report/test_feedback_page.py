"""The feedback page in a real browser."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright import sync_api

from harness.grade.record import Grade
from harness.report.feedback import render_feedback
from harness.report.notebook import render_notebook
from harness.wire.files import EXECUTED
from harness.words.language import LANGUAGES, Language, speaking
from tests.pages import Heard, axe_finds_nothing
from tests.report import sample_grades
from tests.report.sample_insight import picture
from tests.report.test_notebook import HOSTILE_CELLS, code, shown, words

pytestmark = pytest.mark.chromium


@pytest.mark.parametrize("width", [1100, 400])
@pytest.mark.parametrize("make", [sample_grades.good, sample_grades.code_error, sample_grades.hostile])
def test_it_opens_without_errors_and_asks_for_nothing(
    browser: sync_api.Browser, tmp_path: Path, make: Callable[[], Grade], width: int
) -> None:
    path = tmp_path / "feedback.html"
    path.write_text(render_feedback(make(), notebook_name=None), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    heard = Heard(page)

    page.goto(path.as_uri())

    matrix = page.locator("svg.confusion")
    assert matrix.is_visible()
    box = matrix.bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert matrix.locator("g").count() == 100
    assert matrix.get_by_text("491", exact=True).first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    assert heard.said == []
    assert heard.dialogs == []
    assert [one for one in heard.asked if not one.startswith("data:image/png")] == [path.as_uri()]
    page.close()


def notebook_page(folder: Path) -> Path:
    """A page of hostile cells, and of one picture."""
    cells = [*HOSTILE_CELLS, words("# Task 5"), code("plot()", shown(image_png=picture(200)))]
    (folder / EXECUTED).write_text(json.dumps({"cells": cells}), encoding="utf-8")
    path = folder / "notebook.html"
    html = render_notebook(
        folder / EXECUTED, title=sample_grades.HOSTILE, name=sample_grades.HOSTILE, feedback="feedback.html"
    )
    path.write_text(html, encoding="utf-8")
    return path


def test_a_hostile_notebook_runs_nothing_and_asks_for_nothing(
    browser: sync_api.Browser, tmp_path: Path
) -> None:
    path = notebook_page(tmp_path)
    page = browser.new_page(viewport={"width": 390, "height": 900})
    heard = Heard(page)

    page.goto(f"{path.as_uri()}#cell-{len(HOSTILE_CELLS) + 2}")

    assert page.locator("section.cell").count() == len(HOSTILE_CELLS) + 2
    assert page.locator("section:target img").is_visible()
    assert page.locator("section:target img").evaluate("one => one.naturalWidth") == 28
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "the page scrolls sideways"
    assert (heard.said, heard.dialogs) == ([], [])
    assert [one for one in heard.asked if not one.startswith("data:image/png")] == [path.as_uri()]
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [sample_grades.good, sample_grades.held, sample_grades.code_error])
def test_no_table_is_wider_than_its_card_on_a_phone(
    browser: sync_api.Browser, tmp_path: Path, language: Language, make: Callable[[], Grade]
) -> None:
    path = tmp_path / "feedback.html"
    with speaking(language):
        path.write_text(render_feedback(make(), notebook_name=EXECUTED), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(path.as_uri())
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    wide = "ones => ones.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
    assert page.locator(".card").evaluate_all(wide) == []
    for name in page.locator(".classes th[scope=row]", has_text="Trouser").all():
        box = name.bounding_box()
        assert box is not None
        assert box["height"] < 40, "a name of one word takes several lines"
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (390, "dark")])
def test_axe_finds_nothing(
    browser: sync_api.Browser, tmp_path: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    pages = [notebook_page(tmp_path)]
    for make in (sample_grades.good, sample_grades.held, sample_grades.code_error, sample_grades.hostile):
        pages.append(tmp_path / f"{make.__name__}.html")
        html = render_feedback(make(), notebook_name=EXECUTED, cells_name="notebook.html")
        pages[-1].write_text(html, encoding="utf-8")
    axe_finds_nothing(browser, width, scheme, *pages)

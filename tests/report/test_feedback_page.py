"""The feedback page in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright import sync_api

from harness.grade.record import Grade
from harness.report.feedback import render_feedback
from tests.report import sample_grades

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM}")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [1100, 400])
@pytest.mark.parametrize("make", [sample_grades.good, sample_grades.code_error, sample_grades.hostile])
def test_it_opens_without_errors_and_asks_for_nothing(
    browser: sync_api.Browser, tmp_path: Path, make: Callable[[], Grade], width: int
) -> None:
    path = tmp_path / "feedback.html"
    path.write_text(render_feedback(make(), notebook_name=None), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    dialogs: list[str] = []

    def dismiss(dialog: sync_api.Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", dismiss)

    page.goto(path.as_uri())

    matrix = page.locator("svg.confusion")
    assert matrix.is_visible()
    box = matrix.bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert matrix.locator("g").count() == 100
    assert matrix.get_by_text("491", exact=True).first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    assert said == []
    assert dialogs == []
    assert asked == [path.as_uri()]
    page.close()

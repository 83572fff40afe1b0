"""The feedback page in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright import sync_api

from harness.grade.record import Grade
from harness.report.feedback import render_feedback
from tests.pages import Heard
from tests.report import sample_grades

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
    assert heard.asked == [path.as_uri()]
    page.close()

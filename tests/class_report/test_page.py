"""The class report's page in a real browser."""

from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from playwright import sync_api

from harness.class_report.page import render
from harness.grade.audit import Audit, AuditedCheck, Finding
from harness.words.phrase import phrase
from tests.class_report.classes import mistaking, network, report_of, stored, worse
from tests.pages import Heard, axe_finds_nothing
from tests.report import sample_grades
from tests.report.sample_criteria import metrics
from tests.report.sample_insight import picture

HOSTILE = ["<script>alert(1)</script>", "x" * 150, "\u202egnp.exe", '"><img src=//x onerror=alert(2)>']
WORKS = 30

pytestmark = pytest.mark.chromium


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The page of a class of thirty with two attempts each, four of them hostile by name, and one by every text."""
    names = [*HOSTILE, *(f"student_{number:02}" for number in range(WORKS - len(HOSTILE)))]
    contradicted = Audit(
        checks=[AuditedCheck(id="counts", finding=Finding.CONTRADICTS)], networks=[], renamed_alone=False
    )
    for place, name in enumerate(names):
        stored(tmp_path, name, 1, points=40 + place, metrics=metrics(worse(place)))
        waits = place % 10 == 3
        stored(
            tmp_path,
            name,
            2,
            points=60 + place,
            insight=mistaking(picture(100 + 10 * (place % 3)), '"><script>'),
            networks=[network(f"{place // 2:064}")],
            is_mark=not waits,
            held=[HOSTILE[0]] if waits else [],
            audit=contradicted if waits else None,
            said={"facts": (phrase("text", text=HOSTILE[3]),)},
        )
    hostile = sample_grades.hostile()
    stored(
        tmp_path,
        "hostile",
        criteria=hostile.criteria,
        failure=hostile.failure,
        outcome=hostile.outcome,
        insight=hostile.insight,
    )
    page = tmp_path / "class.html"
    page.write_text(
        render(report_of(tmp_path), "A title <i>of</i> a course", date(2026, 12, 24)), encoding="utf-8"
    )
    return page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_it_shows_the_class_and_runs_and_asks_for_nothing(
    browser: sync_api.Browser, path: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    heard = Heard(page)
    page.goto(path.as_uri())
    assert (heard.said, heard.dialogs) == ([], [])
    assert [one for one in heard.asked if not one.startswith("data:image/png")] == [path.as_uri()]
    assert page.get_by_role("heading", name="Class report").is_visible()
    assert page.get_by_text(HOSTILE[0], exact=True).first.is_visible()
    assert page.locator("svg.chart").count() == 2
    assert page.locator(".images img").count() == 3
    assert page.locator(".images img").first.evaluate("one => one.naturalWidth") == 28
    # A long list opens on a click, without a script.
    row = page.get_by_role("row").filter(has_text="student_00").first
    assert not page.locator("#moved ~ .card tbody tr").first.is_visible()
    page.locator("#moved ~ .card summary").click()
    assert page.locator("#moved ~ .card tbody tr").count() == WORKS - 3
    assert row.count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    context.close()
    axe_finds_nothing(browser, width, scheme, path)

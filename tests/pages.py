"""A real browser, and what a page says, asks for and opens in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright import sync_api

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM}")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def axe_finds_nothing(
    browser: sync_api.Browser, width: int, scheme: Literal["light", "dark"], *pages: Path | str
) -> None:
    """Asks axe about these pages, files or addresses, with all that can be unfolded in them unfolded."""
    # A page of ours lets no script in, axe neither.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    for one in pages:
        page.goto(one if isinstance(one, str) else one.as_uri())
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{one}: {found.generate_report()}"
    context.close()


class Heard:
    """What a page wrote to its console or raised, which requests it made, and which dialogs it opened, from now on."""

    def __init__(self, page: sync_api.Page) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.dialogs: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: sync_api.Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

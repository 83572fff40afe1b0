"""The documentation site, as `nox -s docs` built it, in a real browser."""

import functools
import threading
import tomllib
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

import pytest
from playwright import sync_api

from tests.conftest import ROOT
from tests.pages import Heard, axe_finds_nothing
from tests.pages import browser as browser

SITE = ROOT / "build" / "site"


def leaves(part: Any) -> Iterator[str]:
    """The pages of a part of the navigation."""
    if isinstance(part, str):
        yield part
    else:
        for one in part.values() if isinstance(part, dict) else part:
            yield from leaves(one)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *given: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    if not (SITE / "index.html").is_file():
        pytest.skip("the site is not built: nox -s docs")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(SITE)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_page_stands_in_the_navigation() -> None:
    told = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    here = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert here <= {name for part in told for name in leaves(part)}


@pytest.mark.slow
@pytest.mark.chromium
def test_each_reader_finds_a_page_and_nothing_is_fetched_from_elsewhere(
    browser: sync_api.Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    heard = Heard(page)
    page.goto(f"{address}/index.html")
    for tab, entry, title in (
        ("Teachers", "An appeal, from claim to evidence", "An appeal, from claim to evidence"),
        ("Students", "Ваша оценка", "Ваша оценка"),
        ("Contributors", "Architecture", "Architecture"),
    ):
        page.get_by_role("link", name=tab, exact=True).first.click()
        page.get_by_role("link", name=entry, exact=True).first.click()
        assert page.locator("h1").inner_text().startswith(title)
    assert [url for url in heard.asked if not url.startswith((address, "data:", "blob:"))] == []
    page.close()


@pytest.mark.slow
@pytest.mark.chromium
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_axe_finds_nothing(
    browser: sync_api.Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    pages = "index", "checks", "appeals", "students.ru"
    axe_finds_nothing(browser, width, scheme, *(f"{address}/{page}.html" for page in pages))

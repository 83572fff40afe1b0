"""The executed notebook as a page: what is on it, what cannot be, and that it is bounded."""

import base64
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from harness.grade.results import CELLS, FEEDBACK, new_attempt
from harness.handing_over import Exports
from harness.publish import publish
from harness.report import notebook
from harness.report.notebook import render_notebook
from harness.wire.files import EXECUTED
from harness.words.language import speaking
from tests.report import sample_grades
from tests.report.sample_grades import HOSTILE
from tests.report.sample_insight import picture

OURS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "div",
        "p",
        "h1",
        "a",
        "main",
        "section",
        "pre",
    ),
    *("img", "details", "summary"),
}


class Tags(HTMLParser):
    """The tags of a page, and where its links and pictures lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "outputs": list(outputs)}


def words(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source}


def stream(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(**data: Any) -> dict[str, Any]:
    named = {name.replace("_", "/", 1): value for name, value in data.items()}
    return {"output_type": "display_data", "data": named, "metadata": {}}


HOSTILE_CELLS = [
    words(f"# {HOSTILE}\n![x](http://evil/x.png) [y](javascript:alert(1))"),
    code(HOSTILE, stream(HOSTILE), shown(text_html=f"<table>{HOSTILE}</table>", text_plain=HOSTILE)),
    code("svg", shown(**{"image_svg+xml": "<svg onload='alert(3)'/>", "text_plain": "a picture"})),
    code("png", shown(image_png=base64.b64encode(b"<script>alert(4)</script>").decode())),
    code("png", shown(image_png='"><script>alert(5)</script>')),
    code(
        "js", shown(application_javascript="alert(6)", text_plain="<IPython.core.display.Javascript object>")
    ),
    code("error", {"output_type": "error", "ename": HOSTILE, "evalue": HOSTILE, "traceback": [HOSTILE]}),
    code("error", {"output_type": "error", "ename": "E", "evalue": HOSTILE, "traceback": []}),
]


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Tags]:
    def render(*cells: dict[str, Any], name: str = "alice") -> Tags:
        path = tmp_path / EXECUTED
        path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
        return Tags(render_notebook(path, title="A course", name=name, feedback="feedback.html"))

    return render


def test_it_shows_sources_texts_and_pictures_in_order(page: Callable[..., Tags]) -> None:
    found = page(
        words("# Task 1"),
        code(
            "print(1)", stream("one\n"), stream("two\n"), shown(image_png=picture(200), text_plain="<Figure>")
        ),
        code("frame", shown(text_html="<table><tr><td>a</td><td>3</td></tr></table>", text_plain="a 3")),
    )
    places = [found.words.index(text) for text in ("# Task 1", "print(1)", "one\ntwo", "frame", "a 3")]
    assert places == sorted(places)
    assert [link for link in found.links if link.startswith("data:")] == [
        f"data:image/png;base64,{picture(200)}"
    ]
    assert "<Figure>" not in found.words
    assert {"feedback.html", EXECUTED} < set(found.links)


def test_nothing_of_a_student_becomes_markup(page: Callable[..., Tags]) -> None:
    found = page(*HOSTILE_CELLS, name=HOSTILE)
    assert found.tags <= OURS
    assert set(found.links) == {"feedback.html", EXECUTED}
    assert found.words.count("it is a picture, and is none") == 2
    assert "this page shows PNG and JPEG" in found.words
    assert "\x1b" not in found.words
    assert "\u202e" not in found.words


def test_colours_and_progress_bars_are_as_a_terminal_shows_them(page: Callable[..., Tags]) -> None:
    found = page(code("fit", stream("1/3\r2/3\r3/3\n\x1b[31mred\x1b[0m")))
    assert "3/3\nred" in found.words
    assert "1/3" not in found.words


def test_of_what_is_too_long_both_ends_stay(page: Callable[..., Tags]) -> None:
    found = page(code("x", stream("begin" + "m" * 50_000 + "end")))
    assert "begin" in found.words
    assert "mend" in found.words
    assert "40,008 characters are left out here" in found.words


def test_a_page_is_bounded(page: Callable[..., Tags], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "MAX_CELLS", 30)
    monkeypatch.setattr(notebook, "MAX_ALL_TEXT", 3_000)
    found = page(*[code("x" * 100, stream("&" * 200)) for _ in range(40)])
    assert len(found.words) < 40_000
    assert "characters are left out here" in found.words
    assert "10 further cells are not shown" in found.words


def test_pictures_are_bounded(page: Callable[..., Tags], monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(picture(200))
    monkeypatch.setattr(notebook, "MAX_PICTURE", size)
    found = page(
        *[code("x", shown(image_png=picture(200)))] * 2, code("y", shown(image_png=picture(200) + "AAAA"))
    )
    assert len([link for link in found.links if link.startswith("data:")]) == 2
    assert "too large for this page" in found.words


def test_it_is_said_in_russian(page: Callable[..., Tags]) -> None:
    with speaking("ru"):
        found = page(code("x", stream("y")))
    assert "назад к отзыву" in found.words


def test_the_page_beside_a_grade_names_the_assignment_in_the_language_that_is_spoken(tmp_path: Path) -> None:
    with speaking("ru"), new_attempt(tmp_path, "alice") as attempt:
        (attempt.folder / EXECUTED).write_text(json.dumps({"cells": [words("# 1")]}), encoding="utf-8")
        _, folder = publish(sample_grades.good(), attempt, Exports({}, tmp_path, print))
    for name in (CELLS, FEEDBACK):
        assert "Контрольная работа по Fashion-MNIST" in (folder / name).read_text(encoding="utf-8"), name

"""The board's page in a real browser, and what its pictures show."""

from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from playwright import sync_api

from harness.assignment.lines import Line
from harness.board.board import Board, Truth, make_board
from harness.board.charts import front
from harness.board.page import render
from harness.board.standing import standing
from harness.words.shown import Shown
from tests.board.students import NAMES, Course, likely
from tests.pages import Heard, axe_finds_nothing

HOSTILE = ["<script>alert(1)</script>", "x" * 150, "\u202egnp.exe", '"><img src=//x onerror=alert(2)>']
LABELS = np.repeat(np.arange(len(NAMES)), 60)
LINES = [
    Line(name="<b>bold</b>", macro_f1=0.6, interval=(0.59, 0.61), parameters=10, seconds=1),
    Line(
        name="of the reference",
        role="best",
        macro_f1=0.95,
        interval=(0.94, 0.96),
        parameters=10**6,
        seconds=3000,
    ),
]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path / "results", "split", LABELS)


def board_of(course: Course) -> Board:
    found = standing(course.results, best=False)
    labels = {entry.name: entry.name for entry in found.entries}
    truth = Truth("split", course.labels, len(NAMES))
    return make_board(found, labels, LINES, {"best": "best network"}, Shown.EXACT, lambda: truth)


def a_class(course: Course) -> Board:
    """A class of twenty, four of them hostile by name, with two attempts each."""
    names = [*HOSTILE, *(f"student_{number:02}" for number in range(16))]
    skills = np.linspace(0.9, 0.6, len(names)).tolist()
    for place, (name, answers) in enumerate(zip(names, likely(LABELS, skills, 8), strict=True)):
        course.mark(name, course.answers(0.5, place), 1, came=f"2026-12-01T10:{place:02}:00Z")
        course.mark(name, answers, 2, came=f"2026-12-03T10:{place:02}:00Z", parameters=1000 * (place + 1))
    return board_of(course)


@pytest.mark.chromium
@pytest.mark.parametrize(("width", "scheme"), [(1920, "light"), (390, "dark")])
def test_it_shows_the_class_and_runs_and_asks_for_nothing(
    browser: sync_api.Browser, course: Course, tmp_path: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    board = a_class(course)
    path = tmp_path / "board.html"
    path.write_text(render(board, "A title <i>of</i> a course", date(2026, 12, 24)), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 1080}, color_scheme=scheme)
    heard = Heard(page)

    page.goto(path.as_uri())

    assert heard.said == []
    assert heard.dialogs == []
    assert heard.asked == [path.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    rows = page.locator("tr.student")
    assert rows.count() == 20
    assert rows.first.get_by_text(HOSTILE[0], exact=True).is_visible()
    shown = [float(text) for text in page.locator("tbody .score").all_inner_texts()]
    assert shown == sorted(shown, reverse=True)
    ranks = [text.split()[0] for text in page.locator("tr.student .rank").all_inner_texts()]
    assert ranks == [f"{'=' * row.is_tied}{row.place.rank}" for row in board.students if row.place]
    assert ranks[:2] == ["=1", "=1"]
    assert page.locator("tr.to-beat").count() == 2
    assert page.locator("svg.chart").count() == 3
    assert all(picture.is_visible() for picture in page.locator("svg.chart").all())
    assert page.get_by_role("img", name="Macro-F1 against size").count() == 1
    page.close()
    axe_finds_nothing(browser, width, scheme, path)


def test_badges_say_what_is_true(course: Course) -> None:
    board = a_class(course)
    given = {row.label: [badge.code for badge in row.badges] for row in board.students if row.badges}
    assert given[HOSTILE[0]] == ["board.badge_first", "board.badge_step", "board.badge_small"]
    assert len(given) == 1


def test_who_was_first_is_not_told_by_the_order_of_grading(course: Course) -> None:
    course.mark("alice", course.answers(0.9, 1), started="2026-12-01T10:00:00Z")
    course.mark("bob", course.answers(0.9, 2), started="2026-12-02T10:00:00Z")
    assert [row.badges for row in board_of(course).students] == [(), ()]


def test_work_that_was_graded_again_is_one_attempt(course: Course) -> None:
    for attempt in (1, 2):
        course.mark("alice", course.answers(0.9, 1), attempt, content_hash="a" * 64)
    (row,) = board_of(course).students
    assert [mark.attempt for mark in row.marks] == [2]


def test_the_front_is_what_nothing_beats_at_its_cost() -> None:
    assert front([(3, 0.7), (1, 0.5), (2, 0.4), (3, 0.8), (9, 0.8)]) == [1, 3]


def test_a_class_of_which_little_is_known_has_its_page(course: Course) -> None:
    course.mark("alice", course.answers(0.02, 1), parameters=None, times={}, started="some day")
    page = render(board_of(course), "title", date(2026, 12, 24))
    assert "alice" in page
    assert "Macro-F1 against" not in page

"""The documentation says what the code does, where that can be compared."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from harness.assignment.kit import find_kit
from harness.assignment.rubric import read_rubric
from harness.outcome import (
    BUSY_EXIT_CODE,
    EXIT_CODES,
    HELD_EXIT_CODE,
    INTERRUPTED_EXIT_CODE,
    USAGE_EXIT_CODE,
)
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = [
    *sorted(ROOT.glob("*.md")),
    ROOT / "submissions" / "README.md",
    *sorted(find_kit(None).course.glob("*.md")),
    *sorted(DOCS.glob("*.md")),
]
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def text_of(page: Path) -> str:
    """The page without its code blocks, in which a bracket is not a link."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", text_of(page))


def anchors(page: Path) -> set[str]:
    """The names that a heading can be linked by."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def exit_code_rows() -> dict[int, str]:
    """Exit code to the second column, over all tables of the page."""
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", text_of(DOCS / "exit-codes.md"), re.MULTILINE)
    assert len({code for code, _ in rows}) == len(rows), "an exit code stands in two rows"
    return {int(code): meaning.strip().strip("`") for code, meaning in rows}


def test_every_outcome_stands_in_the_table_with_its_exit_code() -> None:
    others = {USAGE_EXIT_CODE, HELD_EXIT_CODE, BUSY_EXIT_CODE, INTERRUPTED_EXIT_CODE}
    documented = {code: outcome for code, outcome in exit_code_rows().items() if code not in others}
    assert documented == {code: outcome.value for outcome, code in EXIT_CODES.items()}


def test_the_exit_codes_without_a_grade_are_documented() -> None:
    assert {USAGE_EXIT_CODE, BUSY_EXIT_CODE, INTERRUPTED_EXIT_CODE} <= exit_code_rows().keys()
    assert exit_code_rows()[HELD_EXIT_CODE] == "held"


def test_the_checks_page_lists_exactly_the_checks_of_the_rubric() -> None:
    listed = re.findall(r"^\| `(\w+\.\w+)` \|", text_of(DOCS / "checks.md"), re.MULTILINE)
    assert listed == read_rubric(ROOT / "rubric.yaml").checks()


def test_the_checks_page_has_a_section_for_each_criterion() -> None:
    sections = re.findall(r"^## `(\w+)`:.*\(task (\d)\)$", text_of(DOCS / "checks.md"), re.MULTILINE)
    criteria = read_rubric(ROOT / "rubric.yaml").criteria
    assert sections == [(criterion.id, str(criterion.task)) for criterion in criteria]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_point_to_files_and_headings_that_exist(page: Path) -> None:
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, fragment = link.partition("#")
        target = (page.parent / unquote(name)).resolve() if name else page
        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{link} leads out of the project"
        assert not fragment or fragment in anchors(target), f"{link} names no heading of {target.name}"


def test_the_readme_shows_a_report() -> None:
    assert "docs/images/report.png" in links(ROOT / "README.md")

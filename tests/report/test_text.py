"""Hostile text and numbers, as a report shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.text import minute, number, one_line, visible


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("plain Ж 漢字 ✓", "plain Ж 漢字 ✓"),
        ("a\x1b[2Jb", "a�[2Jb"),
        ("nul\x00 bell\x07 c1\x9b", "nul� bell� c1�"),
        ("abc\u202egpj.exe", "abc�gpj.exe"),
        ("surrogate \ud800", "surrogate �"),
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
    ],
)
def test_visible_shows_what_would_act(hostile: str, shown: str) -> None:
    assert visible(hostile) == shown


@given(st.text(st.characters(codec=None)))
def test_visible_text_prints_and_encodes(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not {char for char in shown if ord(char) < 32 or 0x7F <= ord(char) < 0xA0} - {"\n", "\t"}


@given(st.text(), st.integers(2, 40))
def test_one_line_is_one_line_of_at_most_the_limit(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1


def test_one_line_says_that_it_was_cut() -> None:
    assert one_line("a  b\n c") == "a b c"
    assert one_line("abcdef", 4) == "abc…"
    assert one_line(" " * 100 + "x", 4).endswith("…")


@pytest.mark.parametrize(
    ("value", "text"), [(8.0, "8"), (7.5, "7.5"), (20 / 3, "6.67"), (0.0, "0"), (100.0, "100")]
)
def test_points_have_no_needless_zeros(value: float, text: str) -> None:
    assert number(value) == text


def test_a_tiny_negative_rounding_error_is_zero() -> None:
    assert number(-1e-9) == "0"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-30T10:05:59+00:00", "2026-11-30 10:05 UTC"),
        ("2026-11-30T10:05:59Z", "2026-11-30 10:05 UTC"),
        ("2026-11-30T10:05:59+03:00", "2026-11-30 10:05 UTC+03:00"),
        ("some\nday", "some day"),
    ],
)
def test_a_moment_is_said_to_the_minute(moment: str, said: str) -> None:
    assert minute(moment) == said

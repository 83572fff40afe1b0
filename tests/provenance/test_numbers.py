"""Numbers in the notations of people and programs."""

import pytest

from harness.evidence.provenance.numbers import numbers_in, readings_in, ungrouped


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("60,000 images", 60000),
        ("60_000", 60000),
        ("60 000", 60000),
        ("60\u202f000", 60000),
        ("60.000 Bilder", 60000),
        ("60'000", 60000),
        ("72,94", 72.94),
        ("0..255", 255),
        ("0...255", 255),
        ("[0-255]", 255),
        ("[0,255]", 255),
        ("255.", 255),
        ("-1.5e-3", -0.0015),
        ("np.int64(6000)", 6000),
        ("{0: 6000, 1: 6000}", 6000),
    ],
)
def test_a_number_is_read_as_it_is_meant(text: str, number: float) -> None:
    assert number in readings_in(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.255", 255), ("version 3.15.255", 255), ("x255", 255), ("uint8", 8), ("0.600", 600), ("12000", 2000)],
)
def test_a_part_of_another_word_is_no_number(text: str, number: float) -> None:
    assert number not in readings_in(text)


def test_a_number_knows_its_last_digit() -> None:
    assert [number.step for number in numbers_in("6000 0.83 0.8336 1e-3")] == pytest.approx(
        [1, 0.01, 0.0001, 0.001]
    )
    assert numbers_in(f"1e{'9' * 5000}")[0] == float("inf")
    assert numbers_in("9" * 5000)[0] == float("inf")


def test_thousands_become_plain_digits() -> None:
    assert ungrouped("60,000 x 28 x 28, (10000, 28, 28), 6 000") == "60000 x 28 x 28, (10000, 28, 28), 6000"

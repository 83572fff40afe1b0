"""How checks put what they found into a sentence."""

import pytest

from harness.checks.words import listed


@pytest.mark.parametrize(
    ("names", "phrase"),
    [
        ([], "none"),
        (["relu", "tanh", "relu"], "relu, tanh"),
        (list("abcdefg"), "a, b, c, d, e, f, g"),
        (list("abcdefgh"), "a, b, c, d, e, f and 2 more"),
    ],
)
def test_a_list_in_a_sentence(names: list[str], phrase: str) -> None:
    assert listed(names) == phrase

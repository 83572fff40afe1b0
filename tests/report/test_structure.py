"""Two networks side by side."""

import html
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.evidence.network import Block, Branch, Compiled
from harness.grade.record import Grade, PairedDifference
from harness.report.feedback import render_feedback
from harness.report.structure import compare_structures, gain_sentence, optimizers_sentence
from tests.report.sample_grades import good

PORT = ["convolution 3×3, 32 filters", "convolution 3×3, 64 filters", "max pooling 2×2", "flatten", "softmax"]
BRANCHES = [["1×1 (64)"], ["1×1 (64)", "<b>3×3</b>"]]
PLAIN = {"optimizer": "Adam", "learning_rate": 0.001}
MODULE = Block(text="Inception module, 256 maps", branches=[Branch(layers=layers) for layers in BRANCHES])


def blocks(texts: Sequence[str]) -> list[Block]:
    return [Block(text=text) for text in texts]


def with_outlines(left: list[Block], right: list[Block]) -> Grade:
    """A grade whose ported network and Inception network have these layers."""
    grade = good()
    outlines = {"cnn": left, "inception": right}
    models = [
        model.model_copy(update={"outline": next((outlines[r] for r in model.roles if r in outlines), [])})
        for model in grade.networks
    ]
    return grade.model_copy(update={"networks": models})


def kinds(left: list[Block], right: list[Block]) -> list[str]:
    comparison = compare_structures(with_outlines(left, right))
    assert comparison is not None
    return [row.kind for row in comparison.rows]


def test_an_inserted_module_is_told_with_its_place() -> None:
    right = [*blocks(PORT[:3]), MODULE, *blocks(PORT[3:])]
    comparison = compare_structures(with_outlines(blocks(PORT), right))
    assert comparison is not None
    assert [row.kind for row in comparison.rows] == ["same"] * 3 + ["added"] + ["same"] * 2
    assert comparison.sentence == (
        f"‘{comparison.right}’ is ‘{comparison.left}’ with one thing more: Inception module, 256 maps, between "
        "max pooling 2×2 and flatten."
    )


def test_what_was_left_out_or_changed_is_told() -> None:
    right = [*blocks(PORT[:2]), MODULE, *blocks(["flatten", "dense layer of 10"])]
    assert kinds(blocks(PORT), right) == ["same", "same", "changed", "same", "changed"]
    comparison = compare_structures(with_outlines(blocks(PORT), right))
    assert comparison is not None
    assert comparison.sentence == (
        f"Where the two differ, ‘{comparison.right}’ has Inception module, 256 maps; dense layer of 10 and "
        f"‘{comparison.left}’ has max pooling 2×2; softmax."
    )


def test_equal_networks_are_told_as_such() -> None:
    comparison = compare_structures(with_outlines(blocks(PORT), blocks(PORT)))
    assert comparison is not None
    assert (
        comparison.sentence == f"‘{comparison.right}’ has the layers of ‘{comparison.left}’, and no others."
    )


def test_without_an_outline_nothing_is_compared() -> None:
    assert compare_structures(with_outlines([], [MODULE])) is None
    assert "From the port" not in render_feedback(with_outlines([], [MODULE]), notebook_name=None)


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_every_block_stands_in_its_column_once_and_in_order(left: list[str], right: list[str]) -> None:
    comparison = compare_structures(with_outlines(blocks(left or "a"), blocks(right or "a")))
    assert comparison is not None
    assert [row.left.text for row in comparison.rows if row.left] == (left or ["a"])
    assert [row.right.text for row in comparison.rows if row.right] == (right or ["a"])


def test_the_page_shows_both_and_escapes_them() -> None:
    right = [*blocks(PORT[:3]), MODULE, *blocks(PORT[3:])]
    page = render_feedback(with_outlines(blocks(PORT), right), notebook_name=None)
    assert page.count('class="block added"') == 1
    assert page.count('class="block same"') == 2 * len(PORT)
    assert "&lt;b&gt;3×3&lt;/b&gt;" in page
    assert "<b>3×3" not in page


@pytest.mark.parametrize(
    ("interval", "verdict"),
    [
        ((0.004, 0.02), "(95 % interval +0.004 to +0.020): ‘net’ is better."),
        ((-0.02, -0.004), "‘port’ is better."),
        ((-0.001, 0.02), "no difference beyond chance"),
    ],
)
def test_whether_the_module_helped_is_said_with_its_interval(
    interval: tuple[float, float], verdict: str
) -> None:
    gain = PairedDifference(
        first="port", second="net", images=5000, difference=sum(interval) / 2, interval=interval
    )
    assert verdict in gain_sentence(gain)
    page = render_feedback(good().model_copy(update={"gain": gain}), notebook_name=None)
    assert "On the same 5,000 hidden images" in page


def test_networks_with_other_optimizers_are_said_to_have_them() -> None:
    def graded(**compiled: Any) -> Grade:
        grade = with_outlines(blocks(PORT), blocks(PORT))
        networks = [
            one.model_copy(
                update={"compiled": Compiled.model_validate(compiled if "cnn" in one.roles else PLAIN)}
            )
            for one in grade.networks
        ]
        gain = PairedDifference(
            first="port", second="net", images=5000, difference=0.01, interval=(0.004, 0.02)
        )
        return grade.model_copy(update={"networks": networks, "gain": gain})

    other = graded(optimizer="Adadelta", learning_rate=0.001)
    said = optimizers_sentence(other)
    assert "is compiled with Adadelta (0.001) and" in said
    assert said in html.unescape(render_feedback(other, notebook_name=None))
    assert optimizers_sentence(graded(**PLAIN)) == optimizers_sentence(graded()) == ""

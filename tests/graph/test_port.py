"""How the Keras example is recognised, whole and in part."""

from collections.abc import Iterable

import pytest

from harness.assignments.fashion_mnist.port import EXAMPLE_PARAMETERS, PortMatch, match_port
from harness.words.phrase import Phrase
from harness.words.say import say

from .synthetic import Builder, committed


def network(
    filters: tuple[int, int] = (32, 64),
    activation: str = "Relu",
    pool: str = "MaxPool",
    units: int = 128,
    softmax: bool = True,
    extra: bool = False,
) -> PortMatch:
    builder = Builder(1)
    x = builder.conv(builder.input, filters[0], 3, activation)
    x = builder.conv(x, filters[1], 3, activation)
    if extra:
        x = builder.conv(x, filters[1], 5)
    attrs = {"ksize": [2, 2], "strides": [2, 2], "padding": "VALID", "data_format": "NHWC"}
    x = builder.add(pool, [x], [None, 14, 14, filters[1]], **attrs)
    flat = 14 * 14 * filters[1]
    x = builder.add("Reshape", [x, builder.constant(2)], [None, flat])
    for size, width in ((units, flat), (10, units)):
        kernel = builder.constant(width, size)
        x = builder.add("MatMul", [x, kernel], [None, size], kernel=[width, size])
        x = builder.with_constant("BiasAdd", x)
        x = builder.unary("Relu", x) if size == units else x
    x = builder.unary("Softmax", x) if softmax else x
    return match_port(builder.graph(x))


def told(phrases: Iterable[Phrase]) -> tuple[str, ...]:
    return tuple(map(say, phrases))


def differs(match: PortMatch) -> tuple[str, ...]:
    return told(difference.phrase for difference in match.differs)


def test_the_example_is_exact() -> None:
    match = match_port(committed("cnn"))
    assert match.exact
    assert match.score == 1
    assert match.parameters == EXAMPLE_PARAMETERS
    assert told(match.found) == (
        "convolution 3×3, 32 filters",
        "ReLU after the first convolution",
        "convolution 3×3, 64 filters",
        "ReLU after the second convolution",
        "max pooling 2×2",
        "flatten",
        "dense layer of 128",
        "ReLU after the first dense layer",
        "dense layer of 10",
        "softmax",
    )


@pytest.mark.parametrize("name", ["inception", "subclassed", "normalised"])
def test_an_inserted_module_spoils_nothing(name: str) -> None:
    match = match_port(committed(name))
    assert match.score == 1
    assert match.differs == ()
    assert told(match.inserted) == ("Inception module after the second convolution",)
    assert not match.exact


def test_padding_is_free_but_the_parameters_tell() -> None:
    match = network()
    assert match.score == 1
    assert not match.exact


def test_each_difference_is_named() -> None:
    assert differs(network(filters=(16, 64))) == ("first convolution with 16 filters, not 32",)
    assert differs(network(filters=(32, 32))) == ("second convolution with 32 filters, not 64",)
    assert differs(network(units=64)) == ("first dense layer with 64 units, not 128",)
    assert differs(network(softmax=False)) == ("no softmax at the output",)
    assert differs(network(pool="AvgPool")) == ("average pooling 2×2 in place of max pooling 2×2",)
    assert differs(network(activation="Tanh")) == (
        "tanh, not ReLU after the first convolution",
        "tanh, not ReLU after the second convolution",
    )


def test_a_layer_in_between_is_named_with_its_place() -> None:
    match = network(extra=True)
    assert match.differs == ()
    assert told(match.inserted) == ("convolution 5×5, 64 filters after the second convolution",)


def test_another_network_is_not_the_example() -> None:
    match = match_port(committed("unet"))
    assert match.score < 0.5
    assert "no dense layer of 128" in differs(match)
    assert "global average pooling in place of flatten" in differs(match)


def test_a_difference_belongs_to_one_part_whatever_its_words_are() -> None:
    match = network(filters=(16, 64), activation="Tanh", pool="AvgPool", softmax=False)
    assert told(match.differs_in("convolutions")) == (
        "first convolution with 16 filters, not 32",
        "tanh, not ReLU after the first convolution",
        "tanh, not ReLU after the second convolution",
    )
    assert told(match.differs_in("pooling_and_head")) == (
        "average pooling 2×2 in place of max pooling 2×2",
        "no softmax at the output",
    )
    assert not match.exact

"""How the Keras example is recognised, whole and in part."""

import pytest

from harness.assignments.fashion_mnist.port import EXAMPLE_PARAMETERS, PortMatch, match_port

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


def test_the_example_is_exact() -> None:
    match = match_port(committed("cnn"))
    assert match.exact
    assert match.score == 1
    assert match.parameters == EXAMPLE_PARAMETERS
    assert match.found == (
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
    assert match.sentence() == "The Keras example: every layer in its place, 1,199,882 parameters."


@pytest.mark.parametrize("name", ["inception", "subclassed", "normalised"])
def test_an_inserted_module_spoils_nothing(name: str) -> None:
    match = match_port(committed(name))
    assert match.score == 1
    assert match.differs == ()
    assert match.inserted == ("Inception module after the second convolution",)
    assert not match.exact


def test_padding_is_free_but_the_parameters_tell() -> None:
    match = network()
    assert match.score == 1
    assert not match.exact


def test_each_difference_is_named() -> None:
    assert network(filters=(16, 64)).differs == ("first convolution with 16 filters, not 32",)
    assert network(filters=(32, 32)).differs == ("second convolution with 32 filters, not 64",)
    assert network(units=64).differs == ("first dense layer with 64 units, not 128",)
    assert network(softmax=False).differs == ("no softmax at the output",)
    assert network(pool="AvgPool").differs == ("average pooling 2×2 in place of max pooling 2×2",)
    assert network(activation="Tanh").differs == (
        "tanh, not ReLU after the first convolution",
        "tanh, not ReLU after the second convolution",
    )


def test_a_layer_in_between_is_named_with_its_place() -> None:
    match = network(extra=True)
    assert match.differs == ()
    assert match.inserted == ("convolution 5×5, 64 filters after the second convolution",)


def test_another_network_is_not_the_example() -> None:
    match = match_port(committed("unet"))
    assert match.score < 0.5
    assert "no dense layer of 128" in match.differs
    assert "global average pooling in place of flatten" in match.differs

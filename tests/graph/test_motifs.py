"""What is said of a network's structure."""

import pytest

from harness.evidence.graph.opgraph import OpGraph
from harness.evidence.graph.sentences import describe
from harness.words.say import say

from .synthetic import Builder, committed


def described(graph: OpGraph) -> list[str]:
    return [say(sentence) for sentence in describe(graph)]


def test_the_example() -> None:
    assert described(committed("cnn")) == [
        "2 convolutions: 2 of 3×3.",
        "Max pooling: 1 of 2×2.",
        "2 dense layers: 128, 10.",
        "Softmax at the output.",
    ]


def test_an_inception_network() -> None:
    sentences = described(committed("inception"))
    assert sentences[0] == "8 convolutions: 4 of 1×1, 3 of 3×3, 1 of 5×5."
    assert any(sentence.startswith("Inception module with 4 branches") for sentence in sentences)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("dilated", "2 of 3×3 dilated by 2"),
        ("dilated", "Global average pooling."),
        ("dilated", "No softmax at the output: it gives logits."),
        ("densenet", "skip connection"),
        ("wrong_axis", "not along the channels"),
        ("added", "added, not stacked"),
    ],
)
def test_other_networks(name: str, words: str) -> None:
    assert any(words in sentence for sentence in described(committed(name)))


def test_residual_additions_and_separable_convolutions() -> None:
    builder = Builder()
    kernel = [3, 3, 16, 1]
    attrs = {"kernel": kernel, "strides": [1, 1], "padding": "SAME", "data_format": "NHWC"}
    depthwise = [builder.input, builder.constant(*kernel)]
    x = builder.add("DepthwiseConv2dNative", depthwise, [None, 28, 28, 16], **attrs)
    x = builder.conv(builder.unary("FusedBatchNormV3", x), 16, 1)
    x = builder.join("AddV2", [x, builder.conv(x, 16, 3)])
    sentences = described(builder.graph(x))
    assert "1 depthwise separable convolution." in sentences
    assert "1 residual addition of what came in." in sentences


def test_a_dense_network() -> None:
    builder = Builder()
    flat = builder.add("Reshape", [builder.input, builder.constant(2)], [None, 12544])
    out = builder.add("MatMul", [flat, builder.constant(12544, 10)], [None, 10], kernel=[12544, 10])
    assert described(builder.graph(out)) == [
        "No convolution.",
        "1 dense layer: 10.",
        "No softmax at the output: it gives logits.",
    ]

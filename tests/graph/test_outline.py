"""A network as a column of blocks."""

from harness.evidence.graph.outline import MAX_BLOCKS, outline
from harness.words.say import say

from .synthetic import Builder, committed


def test_the_example_layer_by_layer() -> None:
    assert [say(block.phrase) for block in outline(committed("cnn"))] == [
        "convolution 3×3, 32 filters, ReLU",
        "convolution 3×3, 64 filters, ReLU",
        "max pooling 2×2",
        "flatten",
        "dense layer of 128, ReLU",
        "dense layer of 10",
        "softmax",
    ]


def test_a_module_is_one_block_with_its_branches() -> None:
    blocks = outline(committed("inception"))
    (module,) = (block for block in blocks if block.branches)
    assert say(module.phrase) == "Inception module, 256 maps"
    assert tuple(tuple(map(say, branch)) for branch in module.branches) == (
        ("1×1 (64)",),
        ("1×1 (64)", "3×3 (64)"),
        ("1×1 (64)", "5×5 (64)"),
        ("max pool 3×3", "1×1 (64)"),
    )
    assert blocks.index(module) == 2


def test_strides_are_told_where_they_are_not_the_usual_ones() -> None:
    builder = Builder()
    strided = builder.conv(builder.input, 8, 3, None)
    builder.nodes[strided - 2]["attrs"]["strides"] = [2, 2]
    texts = [say(block.phrase) for block in outline(builder.graph(builder.pool(strided)))]
    assert texts == ["convolution 3×3, 8 filters, stride 2", "max pooling 3×3, stride 1×1"]


def test_a_long_network_is_cut() -> None:
    builder = Builder()
    x = builder.input
    for _ in range(MAX_BLOCKS + 7):
        x = builder.conv(x, 4, 3)
    blocks = outline(builder.graph(x))
    assert len(blocks) == MAX_BLOCKS + 1
    assert say(blocks[-1].phrase) == "… 7 more layers"

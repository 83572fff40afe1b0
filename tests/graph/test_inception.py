"""What is an Inception module, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.assignments.fashion_mnist.inception import (
    departures,
    departures_of_stack,
    is_lecture_module,
    missing,
    sentence,
)
from harness.evidence.graph.inception import BRANCH_KINDS, explain_absence, find_inception
from harness.words.phrase import phrase
from harness.words.say import say

from .synthetic import Builder, committed

NAMES = list(BRANCH_KINDS)
FILLERS = ["Identity", "Cast", "FusedBatchNormV3", "BiasAdd", "Mul", "AddV2", "StopGradient"]


def fill(builder: Builder, x: int, fillers: list[str]) -> int:
    """Puts normalisation and other operations without a kernel behind a tensor."""
    for op in fillers:
        x = builder.with_constant(op, x) if op in ("BiasAdd", "Mul", "AddV2") else builder.unary(op, x)
    return x


@given(
    order=st.permutations(NAMES),
    filters=st.lists(st.integers(1, 96), min_size=4, max_size=4),
    reduction=st.integers(1, 96),
    fillers=st.lists(st.lists(st.sampled_from(FILLERS), max_size=5), min_size=4, max_size=4),
    activation=st.sampled_from(["Relu", "Elu", "Tanh"]),
)
def test_branches_are_found_in_any_order_with_any_width(
    order: list[str], filters: list[int], reduction: int, fillers: list[list[str]], activation: str
) -> None:
    builder = Builder()
    start = builder.conv(builder.input, 8, 3, activation)
    tails = [builder.branch(name, start, n, reduction) for name, n in zip(order, filters, strict=True)]
    end = builder.concat([fill(builder, tail, ops) for tail, ops in zip(tails, fillers, strict=True)])
    graph = builder.graph(builder.conv(end, 4, 3))
    (module,) = find_inception(graph)
    assert (module.start, module.end) == (start, end)
    assert [branch.kind for branch in module.branches] == order
    assert list(module.filters) == filters
    assert module.channels == sum(filters)
    assert missing(module) == ()
    assert not module.naive
    assert is_lecture_module(module) == (filters == [64] * 4 and reduction == 64)
    assert (departures_of_stack(module) == []) == (filters == [64] * 4), (
        "how a branch reduces its input is free"
    )
    assert explain_absence(graph) == []


@given(names=st.permutations(NAMES), count=st.integers(2, 3))
def test_a_missing_branch_is_named(names: list[str], count: int) -> None:
    builder = Builder()
    tails = [builder.branch(name, builder.input, 64) for name in names[:count]]
    (module,) = find_inception(builder.graph(builder.concat(tails)))
    assert set(missing(module)) == set(names[count:])
    assert all(
        say(phrase(f"fashion_mnist.branch.{kind}")) in say(sentence(module)) for kind in missing(module)
    )
    assert not is_lecture_module(module)


@given(
    names=st.permutations(NAMES), cuts=st.lists(st.booleans(), min_size=2, max_size=2), plain=st.booleans()
)
def test_nested_concatenations_are_one(names: list[str], cuts: list[bool], plain: bool) -> None:
    builder = Builder()
    tensors = [builder.branch(name, builder.input, 64) for name in names]
    for at_front in cuts:
        part = tensors[:2] if at_front else tensors[-2:]
        inner = builder.concat(part) if plain else builder.unary("Identity", builder.concat(part))
        tensors = [inner, *tensors[2:]] if at_front else [*tensors[:-2], inner]
    (module,) = find_inception(builder.graph(builder.concat(tensors)))
    assert is_lecture_module(module)
    assert [branch.kind for branch in module.branches] == names


@given(axis=st.integers(1, 2))
def test_a_concatenation_along_height_or_width_is_no_module(axis: int) -> None:
    builder = Builder()
    end = builder.concat([builder.branch(name, builder.input, 64) for name in NAMES], axis)
    graph = builder.graph(end)
    assert find_inception(graph) == []
    assert [say(reason) for reason in explain_absence(graph)] == [
        f"4 parallel paths are joined along axis {axis}, not along the channels (axis 3)."
    ]


@pytest.mark.parametrize("chained", [True, False])
def test_an_addition_is_no_module(chained: bool) -> None:
    builder = Builder()
    tensors = [builder.branch(name, builder.input, 64) for name in NAMES]
    end = tensors[0]
    if chained:
        for tensor in tensors[1:]:
            end = builder.join("AddV2", [end, tensor])
    else:
        end = builder.join("AddN", tensors)
    graph = builder.graph(end)
    assert find_inception(graph) == []
    assert "added" in say(explain_absence(graph)[0])


@given(blocks=st.integers(1, 4), normalised=st.booleans())
def test_a_dense_connection_is_no_module(blocks: int, normalised: bool) -> None:
    builder = Builder()
    x = builder.input
    for _ in range(blocks):
        into = builder.unary("FusedBatchNormV3", x) if normalised else x
        x = builder.concat([x, builder.conv(builder.conv(into, 32, 1), 8, 3)])
    graph = builder.graph(x)
    assert find_inception(graph) == []
    assert "skip connection" in say(explain_absence(graph)[0])


def test_a_residual_block_with_a_projection_is_not_spoken_of() -> None:
    builder = Builder()
    x = builder.conv(builder.conv(builder.input, 8, 3), 8, 3, None)
    graph = builder.graph(builder.join("AddV2", [x, builder.conv(builder.input, 8, 1, None)]))
    assert find_inception(graph) == []
    assert explain_absence(graph) == []


def test_a_module_with_a_dense_connection_around_it_is_found_once() -> None:
    builder = Builder()
    end = builder.concat([builder.branch(name, builder.input, 64) for name in NAMES])
    after = builder.concat([end, builder.conv(end, 64, 3)])
    (module,) = find_inception(builder.graph(after))
    assert module.end == end


def test_branches_with_equal_kernels_are_no_module() -> None:
    builder = Builder()
    graph = builder.graph(builder.concat([builder.conv(builder.input, 8, 3) for _ in range(3)]))
    assert find_inception(graph) == []
    assert "same kernels" in say(explain_absence(graph)[0])


def test_parts_of_a_split_tensor_are_not_one_tensor() -> None:
    builder = Builder()
    first = builder.add("Split", [builder.input], [None, 28, 28, 8])
    second = builder.add("Output", [first], [None, 28, 28, 8], index=1)
    graph = builder.graph(builder.concat([builder.conv(first, 8, 3), builder.conv(second, 8, 5)]))
    assert find_inception(graph) == []


def test_two_inputs_are_not_one_tensor() -> None:
    builder = Builder()
    other = builder.add("Placeholder", [], [None, 28, 28, 16])
    tensors = [builder.conv(builder.input, 8, 3), builder.conv(other, 8, 5)]
    assert find_inception(builder.graph(builder.concat(tensors))) == []


def test_flattened_paths_are_no_module() -> None:
    builder = Builder()
    paths = [builder.conv(builder.input, 8, size) for size in (1, 3, 5)]
    flat = [builder.add("Reshape", [path, builder.constant(2)], [None, 28 * 28 * 8]) for path in paths]
    graph = builder.graph(builder.concat(flat, axis=1))
    assert find_inception(graph) == []
    assert "flattened" in say(explain_absence(graph)[0])


def test_the_naive_module_is_told_apart() -> None:
    builder = Builder()
    tails = [builder.conv(builder.input, 64, size) for size in (1, 3, 5)] + [builder.pool(builder.input)]
    (module,) = find_inception(builder.graph(builder.concat(tails)))
    assert module.naive
    assert missing(module) == ()
    assert module.unreduced == ("3x3", "5x5", "pool")
    assert say(sentence(module)).startswith("Naive Inception module with 4 branches")


@pytest.mark.parametrize("sizes", [[3, 3], [(1, 5), (5, 1)], [(1, 3), (3, 1), 3]])
def test_factorised_kernels_stand_for_what_they_see(sizes: list[int | tuple[int, int]]) -> None:
    builder = Builder()
    x = builder.conv(builder.input, 64, 1)
    for size in sizes:
        x = builder.conv(x, 64, size)
    tails = [builder.branch(name, builder.input, 64) for name in ("1x1", "3x3", "pool")]
    (module,) = find_inception(builder.graph(builder.concat([*tails, x])))
    assert missing(module) == ()
    assert not is_lecture_module(module)


def test_relu_after_the_concatenation_counts_for_every_branch() -> None:
    builder = Builder()
    tails = [builder.conv(builder.input, 64, 1, None)]
    tails += [builder.conv(builder.conv(builder.input, 64, 1), 64, size, None) for size in (3, 5)]
    tails += [builder.conv(builder.pool(builder.input), 64, 1, None)]
    end = builder.concat(tails)
    (bare,) = find_inception(builder.graph(end))
    assert [say(one) for one in departures(bare)] == ["not ReLU after every convolution"]
    (module,) = find_inception(builder.graph(builder.unary("Relu", end)))
    assert is_lecture_module(module)


def test_average_pooling_is_a_departure() -> None:
    builder = Builder()
    tails = [builder.branch(name, builder.input, 64) for name in ("1x1", "3x3", "5x5")]
    tails.append(builder.conv(builder.pool(builder.input, op="AvgPool"), 64, 1))
    (module,) = find_inception(builder.graph(builder.concat(tails)))
    assert missing(module) == ()
    assert [say(one) for one in departures(module)] == ["average, not max pooling"]


@pytest.mark.parametrize(("size", "count"), [((24, 24, 64), 1), ((24, 24, 32), 0), ((1, 1, 64), 1)])
def test_branches_may_be_cut_to_one_size(size: tuple[int, int, int], count: int) -> None:
    builder = Builder()
    start = builder.conv(builder.input, 8, 3)
    tails = [builder.branch(name, start, 64, 64) for name in NAMES]
    cut = [builder.add("StridedSlice", [tail], [None, *size]) for tail in tails]
    graph = builder.graph(builder.conv(builder.concat(cut), 4, 3))
    assert len(modules := find_inception(graph)) == count, "of channels a part would be another thing"
    assert [module.keeps_size for module in modules] == [False] * count


def test_a_composed_activation_is_not_a_layer() -> None:
    builder = Builder()
    x = builder.conv(builder.input, 64, 3, None)
    swish = builder.join("Mul", [x, builder.unary("Sigmoid", x)])
    (module,) = find_inception(builder.graph(builder.concat([swish, builder.conv(builder.input, 64, 5)])))
    assert [branch.kind for branch in module.branches] == ["3x3", "5x5"]


@pytest.mark.parametrize("name", ["inception", "subclassed", "normalised"])
def test_real_networks_have_the_lectures_module(name: str) -> None:
    (module,) = find_inception(committed(name))
    assert is_lecture_module(module)
    assert module.channels == 256
    assert say(sentence(module)).endswith("stacked to 256 maps: the lecture's module.")


def test_channels_may_come_first() -> None:
    (module,) = find_inception(committed("channels_first"))
    assert missing(module) == ()
    assert [say(one) for one in departures(module)] == [
        "not 64 filters at the end of every branch",
        "not 64 filters in every convolution before that",
    ]


@pytest.mark.parametrize("name", ["cnn", "densenet", "unet", "wrong_axis", "added", "dilated"])
def test_real_networks_without_a_module(name: str) -> None:
    assert find_inception(committed(name)) == []

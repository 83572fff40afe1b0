"""The op graph that leaves a sandbox: what is read, what is refused, and what a graph knows."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.assignments.fashion_mnist.inception import sentence
from harness.assignments.fashion_mnist.port import match_port
from harness.errors import HostileOutputError
from harness.evidence.graph.inception import explain_absence, find_inception
from harness.evidence.graph.opgraph import MAX_BYTES, UnreadableGraphError, read_graph
from harness.evidence.graph.sentences import describe
from harness.wire.limits import MAX_NODES
from harness.words.say import say

from .synthetic import DATA, Builder, committed


def document() -> dict[str, Any]:
    builder = Builder()
    return builder.document(builder.conv(builder.input, 8, 3))


def spoil(change: Callable[[dict[str, Any]], object]) -> bytes:
    spoiled = document()
    change(spoiled)
    return json.dumps(spoiled).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[" * 100_000,
        b"\xff\xfe",
        b" " * (MAX_BYTES + 1),
        spoil(lambda d: d.update(version=2)),
        spoil(lambda d: d.update(extra=1)),
        spoil(lambda d: d.update(nodes=[])),
        spoil(lambda d: d.update(outputs=[])),
        spoil(lambda d: d.update(parameters=-1)),
        spoil(lambda d: d["nodes"][1].update(id=7)),
        spoil(lambda d: d["nodes"][2].update(inputs=[2])),
        spoil(lambda d: d["nodes"][2].update(inputs=[99_999_999])),
        spoil(lambda d: d["nodes"][2].update(op="<script>")),
        spoil(lambda d: d["nodes"][2].update(shape=[1] * 17)),
        spoil(lambda d: d["nodes"][2].update(shape=[1e300])),
        spoil(lambda d: d["nodes"][2]["attrs"].update(kernel=["3", "3"])),
        spoil(lambda d: d["nodes"][2]["attrs"].update(value=float("nan"))),
        spoil(lambda d: d["nodes"][2]["attrs"].update(value=[1] * 10_000)),
        spoil(lambda d: d["outputs"][0].update(id=4_000)),
        spoil(lambda d: d["nodes"].extend([d["nodes"][0]] * MAX_NODES)),
    ],
)
def test_what_breaks_the_schema_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(HostileOutputError) as caught:
        read_graph(content)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_model_that_the_guest_found_too_large_is_not_hostile() -> None:
    with pytest.raises(UnreadableGraphError, match="more than 20000 operations"):
        read_graph(b'{"version": 1, "error": "The model has more than 20000 operations."}')


def test_committed_graphs_are_small_and_read() -> None:
    for path in DATA.glob("*.json"):
        assert path.stat().st_size < 60_000
        assert len(read_graph(path.read_bytes())) > 10


def test_edges_and_dominators() -> None:
    builder = Builder()
    left, right = builder.conv(builder.input, 8, 3), builder.conv(builder.input, 8, 5)
    end = builder.unary("Relu", builder.concat([left, right]))
    graph = builder.graph(end)
    join = graph.data_inputs(end)[0]
    assert graph.data_inputs(join) == (left, right)
    assert graph.dominator(join) == builder.input
    assert graph.dominator(builder.input) is None
    assert graph.consumers(join) == (end,)
    assert len(graph.consumers(builder.input)) == 2
    assert graph.main_line(end) == [builder.input, join, end]
    assert graph.common_dominator((left, right)) == builder.input
    assert graph.common_dominator((end, left)) == builder.input
    assert (graph.layers(left), graph.layers(end)) == (1, 1)


def test_the_dominator_of_a_long_chain_is_found() -> None:
    builder = Builder()
    x = start = builder.unary("Relu", builder.input)
    for _ in range(777):
        x = builder.unary("Relu", x)
    graph = builder.graph(builder.join("AddV2", [x, builder.conv(start, 16, 3)]))
    assert graph.dominator(len(graph) - 1) == start


def test_the_two_lines_of_the_example_pass() -> None:
    graph = committed("cnn")
    assert [graph[i].op for i in graph.main_line(graph.outputs[0].id) if not graph.passes(i)] == [
        "Placeholder",
        "Conv2D",
        "Conv2D",
        "MaxPool",
        "Reshape",
        "MatMul",
        "MatMul",
        "Softmax",
    ]


OPS = [
    "Conv2D",
    "DepthwiseConv2dNative",
    "MaxPool",
    "ConcatV2",
    "AddV2",
    "Relu",
    "Identity",
    "Transpose",
    "Mul",
]
OPS += ["Reshape", "MatMul", "Mean", "Softmax", "Const", "Placeholder", "Split", "Output", "Strange"]
PAIRS = st.lists(st.integers(1, 5), min_size=2, max_size=2)
ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        "kernel": st.lists(st.integers(0, 7), min_size=2, max_size=4),
        "strides": PAIRS,
        "dilations": PAIRS,
        "ksize": PAIRS,
        "padding": st.sampled_from(["SAME", "VALID", "EXPLICIT"]),
        "data_format": st.sampled_from(["NHWC", "NCHW"]),
        "axis": st.integers(-4, 5) | st.lists(st.integers(-4, 4), max_size=4),
        "perm": st.permutations([0, 1, 2, 3]) | st.lists(st.integers(-5, 5), max_size=5),
    },
)
SHAPES = st.none() | st.lists(st.none() | st.integers(0, 30), max_size=5)


@st.composite
def hostile_documents(draw: st.DrawFn) -> dict[str, Any]:
    nodes = []
    for node_id in range(draw(st.integers(1, 24))):
        inputs = draw(st.lists(st.integers(0, node_id - 1), max_size=4)) if node_id else []
        op = draw(st.sampled_from(OPS)) if node_id else "Placeholder"
        node = {"id": node_id, "op": op, "name": "n", "inputs": inputs, "shape": draw(SHAPES)}
        nodes.append(node | {"attrs": draw(ATTRIBUTES)})
    port = {"id": len(nodes) - 1, "name": "out", "shape": None, "dtype": "float32"}
    return {"version": 1, "inputs": [], "outputs": [port], "nodes": nodes, "parameters": 0}


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_documents())
def test_no_graph_that_fits_the_schema_breaks_the_host(content: dict[str, Any]) -> None:
    graph = read_graph(json.dumps(content).encode())
    for module in find_inception(graph):
        assert say(sentence(module))
    assert all(say(one) for one in describe(graph))
    assert 0 <= match_port(graph).score <= 1
    match = match_port(graph)
    assert all(say(one) for one in (*match.found, *match.inserted, *(one.phrase for one in match.differs)))
    assert all(say(one) for one in explain_absence(graph))

"""The guest's op graphs of real Keras networks, whatever style they are written in."""

import json
from pathlib import Path
from typing import Any

import pytest

from harness.assignments.fashion_mnist.inception import is_lecture_module, missing
from harness.assignments.fashion_mnist.port import match_port
from harness.evidence.graph.inception import find_inception
from harness.evidence.graph.opgraph import OpGraph, read_graph
from harness.words.say import say

from .synthetic import DATA

pytestmark = pytest.mark.guest


def graph_of(folder: Path, name: str) -> OpGraph:
    return read_graph((folder / f"{name}.json").read_bytes())


@pytest.mark.parametrize("name", ["cnn", "augmented_cnn", "mixed_cnn", "sample_port"])
def test_the_example_is_recognised_in_every_style(guest_graphs: Path, name: str) -> None:
    assert match_port(graph_of(guest_graphs, name)).exact


@pytest.mark.parametrize(
    "name",
    [
        "inception",
        "nested",
        "subclassed",
        "custom_layer",
        "lambda_layer",
        "nested_concatenation",
        "normalised",
    ],
)
def test_the_lectures_module_is_recognised_in_every_style(guest_graphs: Path, name: str) -> None:
    graph = graph_of(guest_graphs, name)
    (module,) = find_inception(graph)
    assert is_lecture_module(module)
    assert [say(layer) for layer in match_port(graph).inserted] == [
        "Inception module after the second convolution"
    ]


def test_the_sample_that_is_a_script_has_the_lectures_module_after_its_pooling(guest_graphs: Path) -> None:
    graph = graph_of(guest_graphs, "sample_inception")
    (module,) = find_inception(graph)
    assert is_lecture_module(module)
    match = match_port(graph)
    assert not match.differs
    assert [say(layer) for layer in match.inserted] == ["Inception module after the max pooling"]


def test_modules_come_in_the_networks_order(guest_graphs: Path) -> None:
    first, second = find_inception(graph_of(guest_graphs, "two_modules"))
    assert (missing(first), missing(second)) == ((), ("5x5",))


def test_a_missing_branch_is_named(guest_graphs: Path) -> None:
    (module,) = find_inception(graph_of(guest_graphs, "no_pool"))
    assert missing(module) == ("pool",)


def test_parameters_are_those_that_keras_counts(guest_graphs: Path, guest_summary: dict[str, Any]) -> None:
    for name, facts in guest_summary.items():
        assert graph_of(guest_graphs, name).parameters == facts["parameters"], name


def test_dilations_and_groups_are_read(guest_graphs: Path) -> None:
    graph = graph_of(guest_graphs, "dilated")
    convolutions = [node.attrs for node in graph.of_kind("Conv2D", "DepthwiseConv2dNative")]
    assert [attrs.dilations for attrs in convolutions] == [[1, 1], [2, 2], [2, 2], [2, 2], [1, 1]]
    assert [attrs.padding for attrs in convolutions] == ["SAME", "SAME", "VALID", "SAME", "SAME"]
    assert [attrs.groups for attrs in convolutions] == [1, 1, 1, None, 4]


@pytest.mark.parametrize("path", sorted(DATA.glob("*.json")), ids=lambda path: path.stem)
def test_committed_graphs_are_what_the_guest_writes(guest_graphs: Path, path: Path) -> None:
    def facts(content: str) -> list[tuple[Any, ...]]:
        nodes = json.loads(content)["nodes"]
        return [(node["op"], node["inputs"], node["shape"], node["attrs"]) for node in nodes]

    fresh = guest_graphs / path.name
    assert facts(fresh.read_text(encoding="utf-8")) == facts(path.read_text(encoding="utf-8"))

"""What of a network can learn: the operations that a gradient comes to from an output."""

from harness.evidence.graph.opgraph import OpGraph

STOPPING = frozenset({"StopGradient", "PreventGradient", "ZerosLike", "OnesLike", "Shape"}) | frozenset(
    {
        "Round",
        "Rint",
        "Floor",
        "Ceil",
        "Sign",
        "ArgMax",
        "ArgMin",
        "Greater",
        "GreaterEqual",
        "Less",
        "LessEqual",
    }
)
"""Operations that pass none to their inputs."""


def reached(graph: OpGraph) -> frozenset[int]:
    """The ids of the nodes that a gradient of any output comes to. What happens in training alone, such as a dropout of
    rate 1, is not seen."""
    found: set[int] = set()
    waiting = [port.id for port in graph.outputs]
    while waiting:
        node_id = waiting.pop()
        if node_id in found:
            continue
        found.add(node_id)
        if graph[node_id].op not in STOPPING:
            waiting += graph.data_inputs(node_id)
    return frozenset(found)

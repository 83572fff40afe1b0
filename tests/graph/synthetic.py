"""Writes op graphs by hand, as the guest does."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.evidence.graph.opgraph import OpGraph, read_graph

DATA = Path(__file__).parent / "data"


def committed(name: str) -> OpGraph:
    """One of the graphs that the guest environment wrote."""
    return read_graph((DATA / f"{name}.json").read_bytes())


class Builder:
    """Adds operations one by one; each method returns the new node's id. Images are (N, 28, 28, channels)."""

    def __init__(self, channels: int = 16) -> None:
        self.nodes: list[dict[str, Any]] = []
        self.input = self.add("Placeholder", [], [None, 28, 28, channels])

    def add(self, op: str, inputs: Sequence[int], shape: list[int | None], **attrs: Any) -> int:
        node_id = len(self.nodes)
        node = {"id": node_id, "op": op, "name": f"{op}_{node_id}", "inputs": list(inputs), "shape": shape}
        self.nodes.append(node | {"attrs": attrs})
        return node_id

    def shape(self, node_id: int) -> list[Any]:
        return list(self.nodes[node_id]["shape"])

    def constant(self, *shape: int) -> int:
        return self.add("Const", [], list(shape))

    def unary(self, op: str, x: int) -> int:
        return self.add(op, [x], self.shape(x))

    def with_constant(self, op: str, x: int) -> int:
        return self.add(op, [x, self.constant(self.shape(x)[-1])], self.shape(x))

    def conv(self, x: int, filters: int, size: int | tuple[int, int], activation: str | None = "Relu") -> int:
        height, width = (size, size) if isinstance(size, int) else size
        kernel = [height, width, self.shape(x)[3], filters]
        attrs = {"kernel": kernel, "strides": [1, 1], "dilations": [1, 1], "padding": "SAME"}
        shape = [*self.shape(x)[:3], filters]
        x = self.add("Conv2D", [x, self.constant(*kernel)], shape, data_format="NHWC", groups=1, **attrs)
        x = self.with_constant("BiasAdd", x)
        return self.unary(activation, x) if activation else x

    def pool(self, x: int, size: int = 3, op: str = "MaxPool") -> int:
        attrs = {"ksize": [size, size], "strides": [1, 1], "padding": "SAME", "data_format": "NHWC"}
        return self.add(op, [x], self.shape(x), **attrs)

    def concat(self, tensors: Sequence[int], axis: int = 3) -> int:
        shape = self.shape(tensors[0])
        shape[axis] = sum(self.shape(tensor)[axis] for tensor in tensors)
        return self.add("ConcatV2", [*tensors, self.constant()], shape, axis=axis)

    def join(self, op: str, tensors: Sequence[int]) -> int:
        return self.add(op, tensors, self.shape(tensors[0]))

    def branch(self, name: str, x: int, filters: int, reduction: int | None = None) -> int:
        """A branch of the lecture's module, with ``reduction`` filters in its first 1×1 convolution."""
        if name == "pool":
            return self.conv(self.pool(x), filters, 1)
        if name == "1x1":
            return self.conv(x, filters, 1)
        return self.conv(self.conv(x, reduction or filters, 1), filters, int(name[0]))

    def document(self, output: int) -> dict[str, Any]:
        ports = [
            {"id": i, "name": f"port_{i}", "shape": self.shape(i), "dtype": "float32"} for i in (0, output)
        ]
        ends = {"inputs": ports[:1], "outputs": ports[1:]}
        return {"version": 1, **ends, "nodes": self.nodes, "parameters": 1}

    def graph(self, output: int) -> OpGraph:
        return read_graph(json.dumps(self.document(output)).encode())

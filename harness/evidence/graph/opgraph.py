"""The op graph of a network: a strict schema for the JSON that leaves a sandbox, and the graph itself."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from harness.errors import HarnessError, HostileOutputError
from harness.wire.limits import GRAPH_VERSION, MAX_NODE_INPUTS, MAX_NODE_NAME, MAX_NODES, MAX_OP
from harness.words.phrase import phrase

MAX_BYTES = 16 * 1024**2
MAX_EDGES = 100_000

INPUT_OPS = frozenset({"Placeholder", "PlaceholderWithDefault"})
POOL_OPS = frozenset({"MaxPool", "AvgPool"})
MATMUL_OPS = frozenset({"MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3"})
HEAVY_OPS = (
    POOL_OPS
    | MATMUL_OPS
    | {
        "Conv2D",
        "DepthwiseConv2dNative",
        "Conv2DBackpropInput",
        "Conv3D",
        "Einsum",
        "While",
        "StatelessWhile",
    }
)
"""Operations that make a layer of their own; all others rescale, reshape or activate."""

ACTIVATIONS = {
    "Relu": "ReLU",
    "Relu6": "ReLU6",
    "LeakyRelu": "leaky ReLU",
    "Elu": "ELU",
    "Selu": "SELU",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Softplus": "softplus",
    "Softsign": "softsign",
}
ARITHMETIC = frozenset(
    {"Add", "AddV2", "Sub", "Mul", "RealDiv", "Div", "DivNoNan", "Maximum", "Minimum", "Pow"}
)
PASS_THROUGH = (
    ARITHMETIC
    | frozenset(ACTIVATIONS)
    | {"Identity", "IdentityN", "StopGradient", "PreventGradient", "EnsureShape", "CheckNumerics", "Cast"}
    | {"BiasAdd", "BiasAddV1", "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3", "Transpose"}
    | {"Pad", "PadV2", "MirrorPad", "Neg", "Abs", "Square", "Sqrt", "Rsqrt", "Exp", "Erf", "Erfc", "Log1p"}
)
"""Operations on one tensor (and constants) that keep its channels apart: a layer in between, not a layer of a
path. Arithmetic with a constant is a batch normalisation, folded for inference."""

CUTS = ("StridedSlice", "Slice")
"""Operations that take a part out of one tensor."""

Size = Annotated[int, Field(ge=0, le=2**40)]
Positive = Annotated[int, Field(ge=1, le=10**6)]
Pair = Annotated[list[Positive], Field(min_length=2, max_length=2)]
Axis = Annotated[int, Field(ge=-16, le=16)]
Shape = Annotated[list[Size | None], Field(max_length=16)]
Id = Annotated[int, Field(ge=0, lt=MAX_NODES)]
Name = Annotated[str, Field(max_length=MAX_NODE_NAME)]
OpName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_>]*$", max_length=MAX_OP)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Attributes(_Strict):
    """What is known of an operation beyond its shape; ``kernel`` is (h, w, in, out) or (in, out)."""

    kernel: Annotated[list[Size], Field(min_length=2, max_length=4)] | None = None
    strides: Pair | None = None
    dilations: Pair | None = None
    ksize: Pair | None = None
    padding: Literal["SAME", "VALID", "EXPLICIT"] | None = None
    data_format: Literal["NHWC", "NCHW"] | None = None
    groups: Positive | None = None
    axis: Axis | Annotated[list[Axis], Field(max_length=16)] | None = None
    perm: Annotated[list[Axis], Field(max_length=16)] | None = None
    index: Annotated[int, Field(ge=0, le=10**6)] | None = None
    value: int | float | None = None


class Node(_Strict):
    """One operation; ``inputs`` are ids smaller than its own, ``shape`` that of its (first) output."""

    id: Id
    op: OpName
    name: Name
    inputs: Annotated[list[Id], Field(max_length=MAX_NODE_INPUTS)]
    shape: Shape | None
    attrs: Attributes = Attributes()


class Port(_Strict):
    """An input or an output of the network."""

    id: Id
    name: Name
    shape: Shape | None
    dtype: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]


class Document(_Strict):
    """The JSON that `harness.guest.score.opgraph.extract` writes."""

    version: Annotated[int, Field(ge=GRAPH_VERSION, le=GRAPH_VERSION)]
    inputs: Annotated[list[Port], Field(max_length=64)]
    outputs: Annotated[list[Port], Field(min_length=1, max_length=64)]
    nodes: Annotated[list[Node], Field(min_length=1, max_length=MAX_NODES)]
    parameters: Size
    constants: Size = 0
    searches: Annotated[list[OpName], Field(max_length=100)] = []

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for position, node in enumerate(self.nodes):
            if node.id != position or any(source >= position for source in node.inputs):
                raise ValueError(f"node {position} is out of order")
        if any(port.id >= len(self.nodes) for port in (*self.inputs, *self.outputs)):
            raise ValueError("an input or output names a node that is not there")
        if sum(len(node.inputs) for node in self.nodes) > MAX_EDGES:
            raise ValueError(f"more than {MAX_EDGES} edges")
        return self


class _Refusal(_Strict):
    version: Annotated[int, Field(ge=GRAPH_VERSION, le=GRAPH_VERSION)]
    error: Annotated[str, Field(max_length=1000)]


class UnreadableGraphError(HarnessError):
    """The model has no graph of a size that can be looked at; its structure cannot be checked."""


class OpGraph:
    """A checked document with its edges in both directions and its dominators.

    Of an operation's inputs those that depend on an input of the network are *data*, all others constants. A
    node *dominates* another when every path of data from the network's inputs to the other leads through it.
    """

    def __init__(self, document: Document) -> None:
        self.nodes = document.nodes
        self.inputs = document.inputs
        self.outputs = document.outputs
        self.parameters = document.parameters
        self.constants = document.constants
        """Numbers that are written into the graph itself, beside its variables."""
        self.searches = document.searches
        """The operations of which a search or a hash may be made, among all that can run."""
        self._data: list[tuple[int, ...]] = []
        self._consumers: list[list[int]] = [[] for _ in self.nodes]
        self._layers: list[int] = []
        self._depth: list[int] = []
        self._ancestors: list[list[int]] = []
        """For each node its dominators 1, 2, 4, 8, … steps up."""
        constant: list[bool] = []
        for node in self.nodes:
            data = tuple(dict.fromkeys(source for source in node.inputs if not constant[source]))
            constant.append(not data and node.op not in INPUT_OPS)
            self._data.append(data)
            for source in data:
                self._consumers[source].append(node.id)
            self._layers.append(max((self._layers[d] for d in data), default=0) + (node.op in HEAVY_OPS))
            self._add_dominators(data)

    def __len__(self) -> int:
        return len(self.nodes)

    def __getitem__(self, node_id: int) -> Node:
        return self.nodes[node_id]

    def data_inputs(self, node_id: int) -> tuple[int, ...]:
        """The distinct inputs of a node that depend on an input of the network."""
        return self._data[node_id]

    def consumers(self, node_id: int) -> tuple[int, ...]:
        """The nodes that read a node, each once."""
        return tuple(self._consumers[node_id])

    def layers(self, node_id: int) -> int:
        """The most layers (`HEAVY_OPS`) on any path from an input to the node, itself included."""
        return self._layers[node_id]

    def dominator(self, node_id: int) -> int | None:
        """The nearest node, other than itself, that all its data comes through; None where there is none."""
        return self._ancestors[node_id][0] if self._ancestors[node_id] else None

    def common_dominator(self, node_ids: tuple[int, ...]) -> int | None:
        """The nearest node that dominates all of these or is one of them; None where there is none."""
        if not node_ids:
            return None
        common: int | None = node_ids[0]
        for node_id in node_ids[1:]:
            common = None if common is None else self._meet(common, node_id)
        return common

    def passes(self, node_id: int) -> bool:
        """Whether the node changes one tensor without being a layer: normalisation, activation, padding, a part cut out of
        images, a cast.

        So does a group of operations that leave one tensor and meet again with its shape and no layer in
        between: a swish, a group normalisation."""
        up = self.dominator(node_id)
        if len(self._data[node_id]) == 1:
            return self[node_id].op in PASS_THROUGH or (
                up is not None and self._is_cut(self[up], self[node_id])
            )
        same_shape = (
            up is not None and self[node_id].shape is not None and self[node_id].shape == self[up].shape
        )
        return same_shape and up is not None and self._layers[up] == self._layers[node_id]

    @staticmethod
    def _is_cut(whole: Node, part: Node) -> bool:
        """Whether a part is cut out of the height and width of images, and all channels are kept."""
        before, after = whole.shape or [], part.shape or []
        if part.op not in CUTS or not len(before) == len(after) == 4:
            return False
        changed = {axis for axis in range(4) if before[axis] != after[axis]}
        return changed <= {1, 2} or changed <= {2, 3}

    def main_line(self, output_id: int) -> list[int]:
        """The nodes that all data passes on its way to the output, from the input to the output."""
        line = [output_id]
        while (up := self.dominator(line[-1])) is not None:
            line.append(up)
        return line[::-1]

    def of_kind(self, *ops: str) -> Iterator[Node]:
        """The nodes with one of these operations whose data comes from an input."""
        return (node for node in self.nodes if node.op in ops and self._data[node.id])

    def _add_dominators(self, data: tuple[int, ...]) -> None:
        parent = self.common_dominator(data)
        self._depth.append(0 if parent is None else self._depth[parent] + 1)
        ancestors: list[int] = []
        while parent is not None:
            ancestors.append(parent)
            above, step = self._ancestors[parent], len(ancestors) - 1
            parent = above[step] if step < len(above) else None
        self._ancestors.append(ancestors)

    def _meet(self, one: int, other: int) -> int | None:
        if self._depth[one] < self._depth[other]:
            one, other = other, one
        surplus = self._depth[one] - self._depth[other]
        while surplus:
            step = surplus.bit_length() - 1
            one = self._ancestors[one][step]
            surplus -= 1 << step
        if one == other:
            return one
        for step in reversed(range(len(self._ancestors[one]))):
            above_one, above_other = self._ancestors[one], self._ancestors[other]
            if step < len(above_one) and step < len(above_other) and above_one[step] != above_other[step]:
                one, other = above_one[step], above_other[step]
        same = self.dominator(one) == self.dominator(other)
        return self.dominator(one) if same else None


def read_graph(content: bytes) -> OpGraph:
    """Reads the JSON of an op graph that left a sandbox.

    Raises `UnreadableGraphError` where the guest said that the model is too large to look at, and
    `HostileOutputError` where it is not such JSON: another schema, over 16 MiB, over 20,000 nodes, a loop.
    """
    if len(content) > MAX_BYTES:
        raise HostileOutputError(phrase("opgraph.large", bytes=len(content), most=MAX_BYTES))
    try:
        refusal = _Refusal.model_validate_json(content)
    except ValidationError:
        pass
    else:
        raise UnreadableGraphError(phrase("opgraph.refused", error=refusal.error))
    try:
        return OpGraph(Document.model_validate_json(content))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"][:6]) or phrase("opgraph.whole")
        raise HostileOutputError(
            phrase("opgraph.schema", where=where, why=first["msg"])
        ) from None  # the whole report may be longer than the graph

"""Finds Inception modules: parallel paths from one tensor that a concatenation stacks along the channels."""

from dataclasses import dataclass
from typing import Literal

from harness.evidence.graph.joins import ADDITIONS, CONCATENATIONS, joined_tensors, outermost_joins
from harness.evidence.graph.opgraph import ACTIVATIONS, Node, OpGraph
from harness.evidence.graph.paths import MAX_PATH, Step, channel_axis, steps_between

LECTURE_FILTERS = 64
MAX_BRANCHES = 16
MAX_WRITTEN = 6
MAX_STRIDE = 2

LectureBranch = Literal["1×1", "3×3", "5×5", "pool"]
LECTURE_BRANCHES: dict[LectureBranch, str] = {
    "1×1": "1×1",
    "3×3": "1×1 → 3×3",
    "5×5": "1×1 → 5×5",
    "pool": "max pool 3×3 → 1×1",
}
"""The branches of the lecture's module and how they are written."""

_SPLITS = ("Split", "SplitV", "Unpack")

_ADDED = "Parallel convolutions are added, not stacked along the channels, which makes no Inception module."
_BARE = "A concatenation keeps a tensor beside a convolution of it (a skip connection): no Inception module."
_FLAT = (
    "Parallel convolutions are joined only after they were flattened, not as feature maps along the channels."
)
_WRONG_AXIS = "{} parallel paths are joined along axis {}, not along the channels (axis {})."
_ALIKE = "Parallel paths with the same kernels are stacked; an Inception module has several kernel sizes."


@dataclass(frozen=True)
class Branch:
    """One path of a module: its layers from the common tensor to the concatenation, and its number of
    maps."""

    steps: tuple[Step, ...]
    filters: int | None

    @property
    def regular(self) -> bool:
        """True where it is a plain chain of convolutions and poolings."""
        return all(step.kind != "other" for step in self.steps)

    @property
    def kernels(self) -> tuple[tuple[str, tuple[int, int]], ...]:
        """What tells branches apart: kinds and sizes of the layers that see more than one place."""
        return tuple(("conv" if s.is_conv else "pool", s.kernel) for s in self.steps if s.kernel != (1, 1))

    @property
    def has_conv(self) -> bool:
        """True for a plain chain with a convolution in it."""
        return self.regular and any(step.is_conv for step in self.steps)

    @property
    def reduced(self) -> bool:
        """True where a 1×1 convolution goes before the larger kernels, or after the pooling."""
        first = self.steps[0]
        return _is_1x1(first) or (first.is_pool and len(self.steps) > 1 and _is_1x1(self.steps[1]))

    @property
    def lecture_branch(self) -> LectureBranch | None:
        """Which branch of the lecture it is, reduced or not; two 3×3 (or 1×n with n×1) stand for what they
        see."""
        strided = max((step.strides[0] for step in self.steps), default=1) > MAX_STRIDE
        if not self.regular or strided or any(step.dilations != (1, 1) for step in self.steps):
            return None
        pools = [step for step in self.steps if step.is_pool]
        seen = tuple(1 + sum(step.kernel[side] - 1 for step in self.steps if step.is_conv) for side in (0, 1))
        if pools:
            plain = len(pools) == 1 and self.steps[0].is_pool and pools[0].kernel == (3, 3) and seen == (1, 1)
            return "pool" if plain else None
        known: dict[tuple[int, ...], LectureBranch] = {(1, 1): "1×1", (3, 3): "3×3", (5, 5): "5×5"}
        return known.get(seen)

    def __str__(self) -> str:
        more = ["…"] if len(self.steps) > MAX_WRITTEN else []
        return " → ".join([str(step) for step in self.steps[:MAX_WRITTEN]] + more)


@dataclass(frozen=True)
class InceptionModule:
    """One module. ``start`` is the id of the node that all branches read, ``end`` that of the concatenation,
    ``channels`` the maps that it gives (None where the shape is not known), ``keeps_size`` whether height and
    width stay, ``activation`` the name of one that follows the concatenation."""

    start: int
    end: int
    branches: tuple[Branch, ...]
    channels: int | None
    keeps_size: bool
    activation: str | None

    @property
    def present(self) -> tuple[LectureBranch, ...]:
        """The branches of the lecture's module that it has."""
        have = {branch.lecture_branch for branch in self.branches}
        return tuple(name for name in LECTURE_BRANCHES if name in have)

    @property
    def missing(self) -> tuple[LectureBranch, ...]:
        """The branches of the lecture's module that it lacks."""
        return tuple(name for name in LECTURE_BRANCHES if name not in self.present)

    @property
    def unreduced(self) -> tuple[LectureBranch, ...]:
        """The branches (3×3, 5×5, pool) that lack their 1×1 convolution."""
        bare = {branch.lecture_branch for branch in self.branches if not branch.reduced}
        return tuple(name for name in ("3×3", "5×5", "pool") if name in bare)

    @property
    def naive(self) -> bool:
        """True where none of the larger branches has a 1×1 convolution: the naive module."""
        return bool(self.unreduced) and set(self.unreduced) == set(self.present) - {"1×1"}

    @property
    def filters(self) -> tuple[int | None, ...]:
        """The maps of each branch, in the order of the concatenation."""
        return tuple(branch.filters for branch in self.branches)

    @property
    def departures(self) -> tuple[str, ...]:
        """How it differs from the lecture's module, a phrase each; none where it is that module."""
        found = [f"no branch {LECTURE_BRANCHES[name]}" for name in self.missing]
        found += [f"no 1×1 convolution in the {name} branch" for name in self.unreduced]
        if len(self.branches) != len(LECTURE_BRANCHES):
            found.append(f"{len(self.branches)} branches, not four")
        steps = [step for branch in self.branches for step in branch.steps]
        layout = {"1×1": [(1, 1)], "3×3": [(1, 1), (3, 3)], "5×5": [(1, 1), (5, 5)], "pool": [(3, 3), (1, 1)]}
        for branch in self.branches:
            name = branch.lecture_branch
            other = (
                name is not None
                and name not in self.unreduced
                and [s.kernel for s in branch.steps] != layout[name]
            )
            if name is None or other:
                found.append(f"a branch {branch}")
        if any(step.kind == "average pool" for step in steps):
            found.append("average, not max pooling")
        if any(step.kind == "depthwise" for step in steps):
            found.append("depthwise convolutions")
        if any(step.kind == "conv" and step.filters != LECTURE_FILTERS for step in steps):
            found.append(f"not {LECTURE_FILTERS} filters in every convolution")
        if not self.keeps_size or any(step.strides != (1, 1) for step in steps):
            found.append('not stride 1 and "same" padding throughout')
        last = {branch.steps[-1] for branch in self.branches}
        if any(
            s.is_conv and (s.activation or (self.activation if s in last else None)) != "ReLU" for s in steps
        ):
            found.append("not ReLU after every convolution")
        return tuple(found)

    @property
    def is_lecture_module(self) -> bool:
        """True for the lecture's module: four branches, 64 filters each, 256 maps, "same", stride 1, ReLU."""
        return not self.departures and self.channels == LECTURE_FILTERS * len(LECTURE_BRANCHES)

    def sentence(self) -> str:
        """What it is, for a student."""
        branches = " | ".join(str(branch) for branch in self.branches)
        maps = f"{self.channels} maps" if self.channels is not None else "maps"
        kind = "Naive Inception module" if self.naive else "Inception module"
        start = f"{kind} with {len(self.branches)} branches ({branches}), stacked to {maps}"
        if self.is_lecture_module:
            return f"{start}: the lecture's module."
        return f"{start}; unlike the lecture's: {'; '.join(self.departures)}."


def find_inception(graph: OpGraph) -> list[InceptionModule]:
    """The Inception modules of a network, from its input to its output.

    A module is a concatenation along the channels of paths that all start from one tensor, none of them bare;
    at least two are plain chains with a convolution, and these differ in kernel size or one of them pools; at
    least one is a branch of the lecture's module. A concatenation that goes into nothing but another is part
    of it.
    """
    found = (_examine(graph, node) for node in outermost_joins(graph, CONCATENATIONS))
    return [module for module in found if isinstance(module, InceptionModule)]


def explain_absence(graph: OpGraph) -> list[str]:
    """Why joins of parallel convolutions in a network are no Inception modules, a sentence each; joins that
    no one would take for a module are not spoken of."""
    reasons = [
        reason
        for node in outermost_joins(graph, CONCATENATIONS)
        if isinstance(reason := _examine(graph, node), str)
    ]
    if any(adds_parallel_convolutions(graph, node) for node in outermost_joins(graph, ADDITIONS)):
        reasons.append(_ADDED)
    return list(dict.fromkeys(reasons))


def _is_1x1(step: Step) -> bool:
    return step.kind == "conv" and step.kernel == (1, 1)


def _examine(graph: OpGraph, join: Node) -> InceptionModule | str | None:
    """The module that ends in a concatenation, why there is none, or None where it joins no convolutions."""
    tensors = joined_tensors(graph, join)
    start = graph.common_dominator(tuple(tensors))
    if len(tensors) > MAX_BRANCHES or start is None or graph[start].op in _SPLITS:
        return None
    paths = [steps_between(graph, start, tensor) for tensor in tensors]
    if any(path is None for path in paths):
        return None
    axis = join.attrs.axis if isinstance(join.attrs.axis, int) else None
    branches = tuple(
        Branch(path or (), _filters(graph[tensor], axis)) for path, tensor in zip(paths, tensors, strict=True)
    )
    kernels = {branch.kernels for branch in branches if any(step.is_conv for step in branch.steps)}
    if any(not branch.steps for branch in branches):
        return _BARE if kernels else None
    if join.shape is not None and len(join.shape) != 4:
        return _FLAT if len(kernels) > 1 else None
    convolving = [branch for branch in branches if branch.has_conv]
    if len(convolving) < 2:
        return None
    channels = {channel_axis(graph, start, tensor) for tensor in tensors} - {None}
    if axis is None or channels != {axis}:
        return _WRONG_AXIS.format(len(branches), axis, ", ".join(str(channel) for channel in channels))
    if len({branch.kernels for branch in convolving}) < 2:
        return _ALIKE
    if all(branch.lecture_branch is None for branch in branches):
        return None
    return InceptionModule(
        start=start,
        end=join.id,
        branches=branches,
        channels=_filters(join, axis),
        keeps_size=_keeps_size(graph[start], join, branches, axis),
        activation=_activation_after(graph, join.id),
    )


def adds_parallel_convolutions(graph: OpGraph, join: Node) -> bool:
    """Whether an addition joins three or more paths from one tensor whose convolutions differ: a module that was
    added where it should be stacked."""
    tensors = joined_tensors(graph, join)
    start = graph.common_dominator(tuple(tensors))
    # Two paths that are added are a residual block with a projection, and no attempt at a module.
    if start is None or not 3 <= len(tensors) <= MAX_BRANCHES:
        return False
    branches = [Branch(steps_between(graph, start, tensor) or (), None) for tensor in tensors]
    return all(branch.steps for branch in branches) and len({b.kernels for b in branches if b.has_conv}) > 1


def _filters(node: Node, axis: int | None) -> int | None:
    if node.shape is None or axis is None or not 0 <= axis < len(node.shape):
        return None
    return node.shape[axis]


def _keeps_size(start: Node, end: Node, branches: tuple[Branch, ...], axis: int | None) -> bool:
    before, after = start.shape or [], end.shape or []
    size = [side for position, side in enumerate(after) if position not in (0, axis)]
    if len(before) == len(after) == 4 and None not in size:
        return size in (before[1:3], before[2:4])
    return all(
        step.padding == "SAME" or step.kernel == (1, 1) for branch in branches for step in branch.steps
    )


def _activation_after(graph: OpGraph, node_id: int) -> str | None:
    for _ in range(MAX_PATH):
        consumers = graph.consumers(node_id)
        if len(consumers) != 1 or not graph.passes(consumers[0]):
            return None
        node_id = consumers[0]
        if graph[node_id].op in ACTIVATIONS:
            return ACTIVATIONS[graph[node_id].op]
    return None

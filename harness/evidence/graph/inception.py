"""Finds Inception modules: parallel paths from one tensor that a concatenation stacks along the channels.

The kinds of branches are those of the paper (arXiv:1409.4842, figure 2).
"""

from dataclasses import dataclass
from typing import Literal, get_args

from harness.evidence.graph.joins import ADDITIONS, CONCATENATIONS, joined_tensors, outermost_joins
from harness.evidence.graph.opgraph import ACTIVATIONS, Node, OpGraph
from harness.evidence.graph.paths import MAX_PATH, Step, channel_axis, steps_between
from harness.words.phrase import Phrase, phrase

MAX_BRANCHES = 16
MAX_WRITTEN = 6
MAX_STRIDE = 2

BranchKind = Literal["1x1", "3x3", "5x5", "pool"]
BRANCH_KINDS: tuple[BranchKind, ...] = get_args(BranchKind)

_SPLITS = ("Split", "SplitV", "Unpack")


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
    def kind(self) -> BranchKind | None:
        """Which branch of the paper's module it is, reduced or not; two 3×3 (or 1×n with n×1) stand for what they
        see."""
        strided = max((step.strides[0] for step in self.steps), default=1) > MAX_STRIDE
        if not self.regular or strided or any(step.dilations != (1, 1) for step in self.steps):
            return None
        pools = [step for step in self.steps if step.is_pool]
        seen = tuple(1 + sum(step.kernel[side] - 1 for step in self.steps if step.is_conv) for side in (0, 1))
        if pools:
            plain = len(pools) == 1 and self.steps[0].is_pool and pools[0].kernel == (3, 3) and seen == (1, 1)
            return "pool" if plain else None
        known: dict[tuple[int, ...], BranchKind] = {(1, 1): "1x1", (3, 3): "3x3", (5, 5): "5x5"}
        return known.get(seen)

    def phrase(self) -> Phrase:
        """Its first layers."""
        steps = [step.phrase() for step in self.steps[:MAX_WRITTEN]]
        return phrase("inception.branch", steps=steps, more=len(self.steps) > MAX_WRITTEN)


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
    def kinds(self) -> tuple[BranchKind, ...]:
        """The kinds of branches that it has, in the order of the paper."""
        have = {branch.kind for branch in self.branches}
        return tuple(kind for kind in BRANCH_KINDS if kind in have)

    @property
    def unreduced(self) -> tuple[BranchKind, ...]:
        """The kinds of branches that lack their 1×1 convolution."""
        bare = {branch.kind for branch in self.branches if not branch.reduced}
        return tuple(kind for kind in BRANCH_KINDS if kind in bare and kind != "1x1")

    @property
    def naive(self) -> bool:
        """True where none of the larger branches has a 1×1 convolution: the naive module."""
        return bool(self.unreduced) and set(self.unreduced) == set(self.kinds) - {"1x1"}

    @property
    def filters(self) -> tuple[int | None, ...]:
        """The maps of each branch, in the order of the concatenation."""
        return tuple(branch.filters for branch in self.branches)

    def phrase(self) -> Phrase:
        """What it is, without a full stop."""
        return phrase(
            "inception.module",
            naive=self.naive,
            count=len(self.branches),
            branches=[branch.phrase() for branch in self.branches],
            channels=self.channels,
        )


def find_inception(graph: OpGraph) -> list[InceptionModule]:
    """The Inception modules of a network, from its input to its output.

    A module is a concatenation along the channels of paths that all start from one tensor, none of them bare;
    at least two are plain chains with a convolution, and these differ in kernel size or one of them pools; at
    least one is a branch of the paper's module. A concatenation that goes into nothing but another is part
    of it.
    """
    found = (_examine(graph, node) for node in outermost_joins(graph, CONCATENATIONS))
    return [module for module in found if isinstance(module, InceptionModule)]


def explain_absence(graph: OpGraph) -> list[Phrase]:
    """Why joins of parallel convolutions in a network are not Inception modules, a sentence each; joins that
    no one would take for a module are not spoken of."""
    reasons = [
        reason
        for node in outermost_joins(graph, CONCATENATIONS)
        if isinstance(reason := _examine(graph, node), Phrase)
    ]
    if any(adds_parallel_convolutions(graph, node) for node in outermost_joins(graph, ADDITIONS)):
        reasons.append(phrase("inception.added"))
    return list(dict.fromkeys(reasons))


def _is_1x1(step: Step) -> bool:
    return step.kind == "conv" and step.kernel == (1, 1)


def _examine(graph: OpGraph, join: Node) -> InceptionModule | Phrase | None:
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
        return phrase("inception.skip") if kernels else None
    if join.shape is not None and len(join.shape) != 4:
        return phrase("inception.flattened") if len(kernels) > 1 else None
    convolving = [branch for branch in branches if branch.has_conv]
    if len(convolving) < 2:
        return None
    found = (channel_axis(graph, start, tensor) for tensor in tensors)
    channels = {channel for channel in found if channel is not None}
    if axis is None or channels != {axis}:
        return phrase("inception.wrong_axis", paths=len(branches), axis=axis, channels=sorted(channels))
    if len({branch.kernels for branch in convolving}) < 2:
        return phrase("inception.same_kernels")
    if all(branch.kind is None for branch in branches):
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

"""The lecture's Inception module, and how one that was found differs from it.

Four parallel branches over one input, 64 filters each, stride 1, "same" padding, ReLU, stacked to 256 maps.
"""

from collections.abc import Iterable

from harness.evidence.graph.inception import BRANCH_KINDS, Branch, BranchKind, InceptionModule
from harness.evidence.graph.paths import Step
from harness.words.phrase import Phrase, phrase

FILTERS = 64
MAPS = FILTERS * len(BRANCH_KINDS)
INSERTED = 0.7
"""Share of the port's parts around a module that was inserted into it."""
_KERNELS: dict[BranchKind, list[tuple[int, int]]] = {
    "1x1": [(1, 1)],
    "3x3": [(1, 1), (3, 3)],
    "5x5": [(1, 1), (5, 5)],
    "pool": [(3, 3), (1, 1)],
}
"""The windows of each branch, layer by layer."""


def missing(module: InceptionModule) -> tuple[BranchKind, ...]:
    """The branches of the lecture's module that it lacks."""
    return tuple(kind for kind in BRANCH_KINDS if kind not in module.kinds)


def is_lecture_module(module: InceptionModule) -> bool:
    """True for the lecture's module itself."""
    return not departures(module)


def likeness(module: InceptionModule) -> tuple[int, int, int]:
    """How much of the lecture's module it is: its branches, those of them that have their 1×1 convolution, and how little
    else is different."""
    return len(module.kinds), -len(module.unreduced), -len(departures(module))


def departures(module: InceptionModule) -> list[Phrase]:
    """How it differs from the lecture's module; none where it is that module."""
    found = _departures_of_branches(module) + _departures_of_maps(module)
    if any(step.filters != FILTERS for branch in module.branches for step in _convolutions(branch)[:-1]):
        found.append(phrase("fashion_mnist.inception.reductions", filters=FILTERS))
    return found or departures_of_stack(module)


def departures_of_stack(module: InceptionModule) -> list[Phrase]:
    """How what it stacks differs from the lecture's module, whatever its branches are. To how few maps a branch reduces its
    input on the way is free, as it is in the paper."""
    found = _departures_of_maps(module)
    if not found and module.channels != MAPS:
        found.append(phrase("fashion_mnist.inception.maps", maps=MAPS))
    return found


def faults_of_branches(module: InceptionModule, dead: Iterable[Branch]) -> dict[BranchKind, Phrase]:
    """What is wrong with each of the lecture's branches, where something is; of those that are ``dead``, that no answer depends
    on them."""
    faults: dict[BranchKind, Phrase] = {
        branch.kind: phrase("fashion_mnist.inception.dead", branch=branch_name(branch.kind))
        for branch in dead
        if branch.kind is not None
    }
    faults |= {
        branch.kind: phrase("fashion_mnist.inception.average_pooling")
        for branch in module.branches
        if branch.kind is not None and _averages(branch)
    }
    faults |= {
        kind: phrase("fashion_mnist.inception.no_1x1", branch=branch_name(kind)) for kind in module.unreduced
    }
    return faults | {
        kind: phrase("fashion_mnist.inception.no_branch", branch=_written(kind)) for kind in missing(module)
    }


def _maps(branch: Branch) -> int | None:
    """How many a branch makes; one without a convolution, those that it gets."""
    convolutions = _convolutions(branch)
    return convolutions[-1].filters if convolutions else branch.filters


def _averages(branch: Branch) -> bool:
    return any(step.kind == "average_pool" for step in branch.steps)


def _convolutions(branch: Branch) -> list[Step]:
    return [step for step in branch.steps if step.kind == "conv"]


def _departures_of_branches(module: InceptionModule) -> list[Phrase]:
    """How its branches differ from the lecture's, layer by layer."""
    found = [phrase("fashion_mnist.inception.no_branch", branch=_written(kind)) for kind in missing(module)]
    found += [phrase("fashion_mnist.inception.no_1x1", branch=branch_name(kind)) for kind in module.unreduced]
    if len(module.branches) != len(BRANCH_KINDS):
        found.append(phrase("fashion_mnist.inception.count", count=len(module.branches)))
    for branch in module.branches:
        kind, kernels = branch.kind, [step.kernel for step in branch.steps]
        if kind is None or (kind not in module.unreduced and kernels != _KERNELS[kind]):
            found.append(phrase("fashion_mnist.inception.other_branch", branch=branch.phrase()))
    if any(map(_averages, module.branches)):
        found.append(phrase("fashion_mnist.inception.average_pooling"))
    if any(step.kind == "depthwise" for branch in module.branches for step in branch.steps):
        found.append(phrase("fashion_mnist.inception.depthwise"))
    return found


def _departures_of_maps(module: InceptionModule) -> list[Phrase]:
    """How the maps that its branches make differ from the lecture's, but for their number together."""
    found = list[Phrase]()
    steps = [step for branch in module.branches for step in branch.steps]
    if any(_maps(branch) != FILTERS for branch in module.branches):
        found.append(phrase("fashion_mnist.inception.filters", filters=FILTERS))
    if not module.keeps_size or any(step.strides != (1, 1) for step in steps):
        found.append(phrase("fashion_mnist.inception.size"))
    last = {branch.steps[-1] for branch in module.branches}
    given = [
        step.activation or (module.activation if step in last else None) for step in steps if step.is_conv
    ]
    if any(activation != "ReLU" for activation in given):
        found.append(phrase("fashion_mnist.inception.relu"))
    return found


def branch_name(kind: BranchKind) -> Phrase:
    """A branch by its window."""
    return phrase(f"inception.kind.{kind}")


def sentence(module: InceptionModule) -> Phrase:
    """What it is, and how it differs from the lecture's."""
    unlike = departures(module)
    if not unlike:
        return phrase("fashion_mnist.inception.same", module=module.phrase())
    return phrase("fashion_mnist.inception.unlike", module=module.phrase(), departures=unlike)


def _written(kind: BranchKind) -> Phrase:
    """A branch with all its layers."""
    return phrase(f"fashion_mnist.branch.{kind}")

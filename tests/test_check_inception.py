"""Points for the branches of a module, and for what it stacks, do not hang on one another."""

import json

import pytest

from harness.assignments.fashion_mnist.checks.check_inception import check_four_branches, check_stack_of_256
from harness.evidence.graph.inception import BRANCH_KINDS
from harness.evidence.network import Compiled, Network
from harness.grade.record import Status
from tests.asked import ask
from tests.graph.synthetic import Builder

PASSED, PARTIAL, FAILED = Status.PASSED, Status.PARTIAL, Status.FAILED


def module(*kinds: str, filters: int = 64) -> Network:
    """A network that is a module of these branches: the lecture's, or one that takes the place of one of them."""
    builder = Builder()
    x = builder.input
    others = {
        "3x3 bare": lambda: builder.conv(x, filters, 3),
        "3x3 twice": lambda: builder.conv(builder.conv(builder.conv(x, filters, 1), filters, 3), filters, 3),
        "7x7": lambda: builder.conv(builder.conv(x, filters, 1), filters, 7),
        "average": lambda: builder.conv(builder.pool(x, op="AvgPool"), filters, 1),
        "pool bare": lambda: builder.pool(x),
    }
    tails = [others[kind]() if kind in others else builder.branch(kind, x, filters) for kind in kinds]
    graph = json.dumps(builder.document(builder.concat(tails)))
    told = {"id": "m1", "names": ["net"], "kind": "functional", "graph_json": graph}
    return Network.model_validate(told | {"trained_as": [Compiled()]})


@pytest.mark.parametrize(
    ("kinds", "filters", "branches", "stack"),
    [
        (BRANCH_KINDS, 64, (PASSED, ""), (PASSED, "")),
        (BRANCH_KINDS, 32, (PASSED, ""), (FAILED, "not 64 filters")),
        (("1x1", "3x3", "5x5"), 64, (PARTIAL, "has 3 of"), (PARTIAL, "not 256 maps")),
        (("1x1", "3x3", "5x5"), 32, (PARTIAL, "has 3 of"), (FAILED, "not 64 filters")),
        (("1x1", "3x3", "3x3 twice", "pool"), 64, (PASSED, ""), (PASSED, "")),
        (("1x1", "3x3", "7x7", "pool"), 64, (PARTIAL, "no branch 1×1 → 5×5"), (PASSED, "")),
        (("1x1", "3x3", "5x5", "average"), 64, (PARTIAL, "average, not max pooling"), (PASSED, "")),
        (("1x1", "3x3 bare", "5x5", "pool"), 64, (PARTIAL, "no 1×1 convolution in the 3×3"), (PASSED, "")),
        (("1x1", "3x3", "5x5", "pool bare"), 64, (PARTIAL, "has 3 of"), (FAILED, "not 64 filters")),
        (("3x3 bare", "average"), 64, (FAILED, "has 0 of"), (PARTIAL, "not 256 maps")),
    ],
)
def test_each_branch_counts_for_itself_and_the_stack_whatever_its_branches(
    kinds: tuple[str, ...], filters: int, branches: tuple[Status, str], stack: tuple[Status, str]
) -> None:
    network = module(*kinds, filters=filters)
    for check, (status, said) in ((check_four_branches, branches), (check_stack_of_256, stack)):
        found, words = ask(check, inception=network)
        assert (found, said in words) == (status, True), words

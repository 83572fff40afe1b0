"""What a module gives that the network does not use, cannot train, or uses in part."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.assignments.fashion_mnist.checks.check_inception import (
    check_four_branches,
    check_inserted,
    check_present,
    check_trained,
)
from harness.assignments.fashion_mnist.roles import cast
from harness.evidence.network import Compiled, Layer, Network
from harness.grade.record import Status
from harness.grading.predict_stage import Scorer
from harness.sandbox.contract import Limits
from harness.wire.limits import MAX_FELT
from tests.asked import ask
from tests.graph.synthetic import DATA, Builder
from tests.scored import network as scored
from tests.test_trust import Recorder

LECTURE = (DATA / "inception.json").read_text(encoding="utf-8")
NODES = json.loads(LECTURE)["nodes"]
END = next(node for node in NODES if node["op"] == "ConcatV2")
TAILS = [NODES[source]["name"] for source in END["inputs"][:-1]]
PASSED, PARTIAL, FAILED, SKIPPED = Status.PASSED, Status.PARTIAL, Status.FAILED, Status.SKIPPED


def network(felt: dict[str, float] | None = None, graph: str = LECTURE, **facts: Any) -> Network:
    metrics = scored(0.8).hidden
    told = {"id": "m1", "names": ["net"], "kind": "functional", "graph_json": graph, "hidden": metrics}
    return Network.model_validate(told | {"felt": felt or {}, "trained_as": [Compiled()], **facts})


def asked(model: Network, smoke: bool = False) -> dict[str, tuple[Status, str]]:
    """What the four checks say of a submission whose only network this is."""
    found = {}
    for check in (check_present, check_four_branches, check_inserted, check_trained):
        found[check.__name__] = ask(check, models=[model], smoke=smoke, inception=model)
    return found


def statuses(model: Network, smoke: bool = False) -> list[Status]:
    return [status for status, _ in asked(model, smoke).values()]


@pytest.mark.parametrize(
    "felt",
    [{}, {END["name"]: 1.0}, {END["name"]: 0.02}, {END["name"]: 1.0, TAILS[0]: 1e-4}, {"another": 0.0}],
    ids=["not measured", "all of it", "a little", "one branch a little", "another is not felt"],
)
def test_a_module_in_use_has_its_points(felt: dict[str, float]) -> None:
    assert statuses(network(felt)) == [PASSED] * 4


@pytest.mark.parametrize("share", [0.0, 1e-7, 0.002])
def test_a_module_that_is_only_there_has_those_for_its_branches(share: float) -> None:
    said = asked(network({END["name"]: share}))
    assert [status for status, _ in said.values()] == [FAILED, PASSED, FAILED, FAILED]
    assert "does not use it" in said["check_present"][1]
    assert f"{share:.2%}" in said["check_present"][1]


def test_a_dry_run_does_not_judge_a_gate_that_had_no_time_to_open() -> None:
    assert statuses(network({END["name"]: 0.0}), smoke=True) == [SKIPPED, PASSED, SKIPPED, SKIPPED]


def test_branches_that_are_cut_off_again_are_named() -> None:
    status, said = asked(network({END["name"]: 1.0, TAILS[1]: 0.0, TAILS[2]: 0.0}))["check_four_branches"]
    assert status is PARTIAL
    assert said.count("×") == 2, said


def test_among_too_many_or_where_it_cannot_be_measured_it_is_not_known() -> None:
    many = {f"decoy {number}": 1.0 for number in range(MAX_FELT)}
    for unknown in (network(many), network().model_copy(update={"felt": None})):
        assert statuses(unknown) == [SKIPPED, PASSED, SKIPPED, SKIPPED]


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ('{"a": 1.0, "b": 0}', {"a": 1.0, "b": 0.0}),
        ("{}", {}),
        ("null", None),
        ('{"a": -1}', None),
        ('{"a": 1e9}', None),
        ('{"a": "1"}', None),
        ('{"a": [0.5]}', None),
        ("[1.0]", None),
        (json.dumps({"a" * 1000: 1.0}), None),
        (json.dumps({f"n{number}": 1.0 for number in range(MAX_FELT + 1)}), None),
    ],
)
def test_what_a_sandbox_tells_of_it_is_read_strictly(
    tmp_path: Path, told: str, taken: dict[str, float] | None
) -> None:
    line = f'{{"event": "scored", "model": "m1", "reason": null, "felt": {told}}}'
    images = np.zeros((1, 28, 28), np.uint8)
    scorer = Scorer(Recorder([line]), {}, images, images[:1], 10, Limits(), "none", lambda event: None)
    assert scorer.predict({"m1": tmp_path}).felt == {"m1": taken}


def stopped(where: str) -> str:
    """A port's module whose gradient is stopped: behind it, in one of its branches, or beside it."""
    builder = Builder()
    start = builder.conv(builder.input, 32, 3)
    tails = [builder.branch(name, start, 64) for name in ("1x1", "3x3", "5x5", "pool")]
    if where == "branch":
        tails[1] = builder.unary("StopGradient", tails[1])
    end = x = builder.concat(tails)
    if where == "behind":
        x = builder.unary("StopGradient", end)
    if where == "rounded":
        x = builder.unary("Round", end)
    if where == "beside":
        x = builder.join("Mul", [end, builder.unary("StopGradient", end)])
    return json.dumps(builder.document(builder.conv(x, 10, 1)))


@pytest.mark.parametrize(
    ("where", "status"),
    [("nowhere", PASSED), ("beside", PASSED), ("behind", SKIPPED), ("branch", SKIPPED), ("rounded", SKIPPED)],
)
def test_what_no_gradient_comes_to_is_not_said_to_be_trained(where: str, status: Status) -> None:
    found, said = asked(network(graph=stopped(where)))["check_trained"]
    assert found is status
    assert ("no gradient" in said) is (status is SKIPPED)


@pytest.mark.parametrize(("rate", "status"), [(0.5, PASSED), (0.999, PASSED), (1.0, SKIPPED)])
def test_a_dropout_of_all_lets_nothing_be_trained(rate: float, status: Status) -> None:
    layers = [Layer(type="Dropout", name="dropout", rate=rate)]
    assert asked(network(layers=layers))["check_trained"][0] is status


def test_a_network_that_uses_its_module_is_the_one_that_counts() -> None:
    idle = network({END["name"]: 0.0})
    used = network({END["name"]: 1.0}, id="m2", hidden=scored(0.55).hidden)
    assert cast([idle, used])["inception"] == "m2"
    assert ask(check_present, models=[idle, used])[0] is PASSED

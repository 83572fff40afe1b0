"""Which network of several plays a part, and how a network is described that has several modules."""

import json
from itertools import permutations

import pytest

from harness.assignments.fashion_mnist.checks.check_inception import check_four_branches, check_stack_of_256
from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.assignments.fashion_mnist.roles import cast
from harness.evidence.network import ClassScore, Compiled, Layer, Metrics, Network
from tests.graph.synthetic import DATA, Builder

GRAPHS = {
    name: (DATA / f"{name}.json").read_text(encoding="utf-8") for name in ("cnn", "inception", "densenet")
}


def scores(f1: float) -> Metrics:
    one = {"precision": f1, "recall": f1, "f1": f1, "support": 50}
    classes = [ClassScore.model_validate({"label": i, "name": n, **one}) for i, n in enumerate(CLASS_NAMES)]
    interval = (f1, f1)
    return Metrics(
        images=500,
        macro_f1=f1,
        macro_f1_interval=interval,
        accuracy=f1,
        per_class=classes,
        confusion_matrix=[[1]],
    )


def network(
    number: int,
    graph: str = GRAPHS["cnn"],
    *,
    name: str = "net",
    rates: tuple[float, ...] = (),
    optimizer: str = "Adam",
    loss: str = "sparse_categorical_crossentropy",
    f1: float | None = 0.8,
    trained: bool = True,
) -> Network:
    compiled = Compiled(loss=loss, optimizer=optimizer)
    return Network(
        id=f"m{number}",
        names=[name],
        kind="Sequential",
        layers=[Layer(type="Dropout", name=f"dropout_{rate}", rate=rate) for rate in rates],
        compiled=compiled,
        trained_as=[compiled] if trained else [],
        graph_json=graph,
        hidden=None if f1 is None else scores(f1),
    )


@pytest.mark.parametrize(("role", "graph"), [("cnn", "cnn"), ("inception", "inception")])
def test_what_was_seen_to_be_trained_plays_the_part_and_not_what_a_file_held(role: str, graph: str) -> None:
    trained = network(1, GRAPHS[graph], f1=0.8)
    loaded = network(2, GRAPHS[graph], name="loaded_model", f1=0.81, trained=False)
    for networks in permutations([trained, loaded]):
        assert cast(networks)[role] == "m1"
    assert cast([loaded])[role] == "m2"


def test_a_tie_of_ports_is_broken_by_what_else_is_asked_for_then_by_what_was_learned() -> None:
    ranked = [
        network(1, rates=(0.25, 0.5), optimizer="Adadelta", f1=0.3),
        network(2, rates=(0.25, 0.5), f1=0.9),
        network(3, rates=(0.25,), optimizer="Adadelta", f1=0.9),
        network(4, optimizer="Adadelta", f1=0.4),
        network(5, f1=0.9),
        network(6, f1=0.8),
        network(7, f1=None),
        network(8, loss="mse", f1=0.95),
        network(9, GRAPHS["densenet"], rates=(0.25, 0.5), optimizer="Adadelta"),
    ]
    for place, expected in enumerate(ranked[:-1]):
        for order in (ranked[place:], ranked[place:][::-1]):
            assert cast(order)["cnn"] == expected.id


def test_a_network_that_was_only_built_plays_no_part() -> None:
    built = network(1, name="cnn_model", f1=0.02, trained=False)
    other = network(2, GRAPHS["densenet"], f1=0.02)
    assert cast([built, other]) == {"cnn": "m2", "best": "m2"}
    assert cast([built]) == {}
    read_from_a_file = network(1, name="cnn_model", f1=0.8, trained=False)
    assert cast([read_from_a_file, other]) == {"cnn": "m1", "best": "m1"}


def test_a_name_wins_over_structure_and_likeness_among_names() -> None:
    port = network(1, rates=(0.25, 0.5), optimizer="Adadelta")
    named = [network(2, GRAPHS["densenet"], name="cnn_model"), network(3, name="cnn_model")]
    for order in permutations([port, *named]):
        assert cast(order)["cnn"] == "m3"


def test_what_gives_pictures_is_no_port() -> None:
    document = json.loads(GRAPHS["cnn"])
    document["outputs"][0]["shape"] = [None, 28, 28, 1]
    painter = network(1, json.dumps(document), f1=None)
    assert not painter.classifies(10)
    assert "cnn" not in cast([painter])


def modules(*kinds: str) -> str:
    """The graph of a network of modules, one after the other: the lecture's, one without reductions, a narrow one."""
    builder = Builder()
    x = builder.input
    for kind in kinds:
        filters = 32 if kind == "narrow" else 64
        names = ("1x1", "3x3", "5x5", "pool")
        tails = [
            builder.conv(x, filters, (3, 3) if name == "3x3" else (5, 5))
            if kind == "naive" and name in ("3x3", "5x5")
            else builder.branch(name, x, filters, filters)
            for name in names
        ]
        x = builder.concat(tails)
    document = {"version": 1, "inputs": [], "parameters": 1, "nodes": builder.nodes}
    port = {"name": "out", "shape": [None, 10], "dtype": "float32", "id": x}
    return json.dumps({**document, "outputs": [port]})


@pytest.mark.parametrize("kinds", list(permutations(["naive", "lecture", "narrow"])))
def test_of_several_modules_the_best_is_described(kinds: tuple[str, ...]) -> None:
    several = network(1, modules(*kinds))
    check_four_branches(several)
    check_stack_of_256(several)
    narrow = network(2, modules(*(kind for kind in kinds if kind != "lecture")))
    check_four_branches(narrow)
    for order in ([several, narrow], [narrow, several]):
        assert cast(order)["inception"] == "m1"

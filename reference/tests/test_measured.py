"""The committed results are of the zoo as it is."""

import json
from collections.abc import Callable
from pathlib import Path

import keras
import pytest

from reference.zoo.cost import multiply_adds
from reference.zoo.experiments import EXPERIMENTS
from reference.zoo.networks import NETWORKS

pytestmark = pytest.mark.one_backend

RESULTS = Path(__file__).resolve().parents[1] / "results.json"


def rows() -> list[dict]:
    return json.loads(RESULTS.read_text(encoding="utf-8"))["rows"]


MEASURED = [row["network"] for row in rows() if row["network"]]


def test_every_network_of_the_zoo_is_measured_in_its_order():
    assert list(NETWORKS) == MEASURED


def test_every_variant_of_a_measured_experiment_is_measured_in_the_order_of_the_zoo():
    measured = [(row["experiment"], row["variant"]) for row in rows() if row["experiment"]]
    begun = {experiment for experiment, _ in measured}
    known = [(name, variant.name) for name, one in EXPERIMENTS.items() for variant in one.variants]
    assert [one for one in known if one[0] in begun] == measured


@pytest.mark.parametrize("name", MEASURED)
def test_the_network_is_the_one_that_was_measured(name: str, built: Callable[[str], keras.Model]):
    row = next(row for row in rows() if row["network"] == name)
    if row["training"] is None:
        assert row["failed"]
        return
    model = built(name)
    assert model.count_params() == row["training"]["parameters"]
    assert multiply_adds(model) == row["training"]["multiply_adds"]
    assert NETWORKS[name].batch_size == row["training"]["batch_size"]

"""The list that the host side reads."""

import json

import pytest

from reference.zoo.experiments import EXPERIMENTS
from reference.zoo.list import catalogue
from reference.zoo.networks import NETWORKS

pytestmark = pytest.mark.one_backend


def test_lists_everything_in_order_as_json():
    found = json.loads(json.dumps(catalogue()))
    assert [one["name"] for one in found["networks"]] == list(NETWORKS)
    assert all(one["title"] and one["source"] for one in found["networks"])
    variants = {one["name"]: [variant["name"] for variant in one["variants"]] for one in found["experiments"]}
    known = {name: [variant.name for variant in one.variants] for name, one in EXPERIMENTS.items()}
    assert variants == known
    assert list(variants) == list(known)
    assert all(one["epochs"] >= 1 and one["question"] for one in found["experiments"])
    (best,) = (one["variants"] for one in found["experiments"] if one["name"] == "best")
    assert [(one["name"], one["backend"]) for one in best] == [("cpu", "tensorflow"), ("gpu", "jax")]
    cpu, gpu = best
    assert (cpu["seconds"] <= 45 * 60, gpu["seconds"] <= 25 * 60) == (True, True)

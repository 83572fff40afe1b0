"""What a student tried, and what of it was compared on equal terms."""

from typing import Any

import pytest

from harness.evidence.inventory import Tried, activation_name, family, inventory
from harness.evidence.network import Layer, Network
from harness.evidence.schema import Evidence, Fit

LAYERS = [("Conv2D", "relu"), ("BatchNormalization", None), ("MaxPooling2D", None), ("Dense", "softmax")]


def model(number: int, layers: list[tuple[str, str | None]] = LAYERS, parameters: int = 100) -> Network:
    return Network(
        id=f"m{number}",
        name=f"net{number}",
        kind="Sequential",
        parameters=parameters,
        exported=True,
        layers=[Layer(type=c, name=c, activation=a) for c, a in layers],
    )


def fit(number: int, of: int, **compiled: Any) -> Fit:
    settings = {"loss": "mse", "optimizer": "SGD", "metrics": ["accuracy"], **compiled}
    return Fit.model_validate(
        {"fit": f"f{number}", "model": f"m{of}", "completed": True, "seconds": 1, **settings}
    )


def found(*models: Network, fits: list[Fit]) -> dict[str, Tried]:
    evidence = Evidence(networks={one.id: one for one in models}, fits=fits)
    return {tried.kind: tried for tried in inventory(evidence)}


def test_layers_are_counted_by_family_in_trained_networks() -> None:
    tried = found(model(1), model(2), model(3), fits=[fit(1, 1), fit(2, 2)])
    assert tried["convolutional_layers"].names == {"Conv2D": 2}
    assert tried["normalisation_layers"].names == {"BatchNormalization": 2}
    assert tried["pooling_layers"].names == {"MaxPooling2D": 2}
    assert tried["core_layers"].names == {"Dense": 2}
    assert tried["activations"].names == {"relu": 2, "softmax": 2}
    assert tried["optimizers"] == Tried(kind="optimizers", names={"SGD": 2})
    assert list(tried)[-4:] == ["activations", "losses", "metrics", "optimizers"]


@pytest.mark.parametrize(
    ("second", "compared"),
    [
        ({"optimizer": "Adam"}, {"optimizers": ["SGD", "Adam"]}),
        ({"loss": "categorical_crossentropy"}, {"losses": ["mse", "categorical_crossentropy"]}),
        ({"optimizer": "Adam", "loss": "categorical_crossentropy"}, {}),
        ({}, {}),
    ],
)
def test_one_choice_is_compared_where_all_else_is_equal(
    second: dict[str, str], compared: dict[str, list[str]]
) -> None:
    for models in ([model(1), model(2)], [model(1)]):
        tried = found(*models, fits=[fit(1, 1), fit(2, len(models), **second)])
        assert {kind: one.compared for kind, one in tried.items() if one.compared} == compared


def test_activations_are_compared_on_networks_of_equal_layers() -> None:
    tanh = [("Conv2D", "tanh"), *LAYERS[1:]]
    tried = found(model(1), model(2, tanh), fits=[fit(1, 1), fit(2, 2)])
    assert tried["activations"].compared == ["relu", "tanh"]
    other = found(model(1), model(2, tanh, parameters=200), fits=[fit(1, 1), fit(2, 2)])
    assert other["activations"].compared == []


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        ("SeparableConv2D", "convolutional_layers"),
        ("Conv2DTranspose", "convolutional_layers"),
        ("GlobalAveragePooling2D", "pooling_layers"),
        ("SpatialDropout2D", "regularisation_layers"),
        ("LayerNormalization", "normalisation_layers"),
        ("RandomFlip", "preprocessing_layers"),
        ("Concatenate", "merge_layers"),
        ("LeakyReLU", "activation_layers"),
        ("MyOwnLayer", "other_layers"),
    ],
)
def test_families(layer: str, name: str) -> None:
    assert family(layer) == name


def test_nothing_was_tried_where_nothing_was_trained() -> None:
    assert inventory(Evidence(models={"m1": model(1)})) == []
    assert inventory(Evidence(fits=[fit(1, 1)]))[0].kind == "losses"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("softmax_v2", "softmax"),
        ("softmax", "softmax"),
        ("Softmax", "softmax"),
        ("leaky_re_lu_3", "leaky_relu"),
        ("LeakyReLU", "leaky_relu"),
        ("leaky_relu", "leaky_relu"),
        ("ReLU", "relu"),
        ("re_lu", "relu"),
        ("relu6", "relu6"),
        ("log_softmax_v2", "log_softmax"),
        ("p_re_lu_1", "prelu"),
        ("tanh", "tanh"),
        ("<lambda>", "<lambda>"),
    ],
)
def test_an_activation_has_one_name(given: str, name: str) -> None:
    assert activation_name(given) == name

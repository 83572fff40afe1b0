"""What a student tried: layers, activations, losses, metrics and optimizers of the networks that were trained."""

import re
from collections import defaultdict
from collections.abc import Hashable
from typing import Literal, get_args

from pydantic import Field

from harness.evidence.network import Network, Record
from harness.evidence.schema import Evidence, Fit
from harness.words.phrase import Phrase, phrase

TriedKind = Literal[
    "core_layers",
    "convolutional_layers",
    "pooling_layers",
    "merge_layers",
    "normalisation_layers",
    "regularisation_layers",
    "recurrent_layers",
    "preprocessing_layers",
    "activation_layers",
    "other_layers",
    "activations",
    "losses",
    "metrics",
    "optimizers",
]
"""In the order of the feedback."""

FAMILIES: dict[TriedKind, frozenset[str]] = {
    "core_layers": frozenset(
        {
            *("Dense", "EinsumDense", "Activation", "Embedding", "Masking", "Lambda", "Identity"),
            *("Flatten", "Reshape", "Permute", "RepeatVector"),
        }
    ),
    "merge_layers": frozenset(
        {"Concatenate", "Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract", "Dot"}
    ),
    "activation_layers": frozenset({"ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"}),
}
ENDINGS: tuple[tuple[TriedKind, tuple[str, ...]], ...] = (
    ("pooling_layers", ("Pooling1D", "Pooling2D", "Pooling3D")),
    ("convolutional_layers", ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "Conv1DTranspose")),
    ("normalisation_layers", ("Normalization",)),
    (
        "regularisation_layers",
        ("Dropout", "Dropout1D", "Dropout2D", "GaussianNoise", "ActivityRegularization"),
    ),
    (
        "preprocessing_layers",
        ("Rescaling", "Resizing", "CenterCrop", "ZeroPadding2D", "Cropping2D"),
    ),
    ("recurrent_layers", ("LSTM", "GRU", "SimpleRNN", "Bidirectional")),
)
NUMBERED = re.compile(r"_v?\d+$")
AS_A_FUNCTION = {
    "relu": "relu",
    "leakyrelu": "leaky_relu",
    "elu": "elu",
    "selu": "selu",
    "softmax": "softmax",
    "logsoftmax": "log_softmax",
    "prelu": "prelu",
    "swish": "silu",
}
"""Names of one activation as a layer or a function, in small letters without underscores, and the one that Keras has
for the function."""
NOT_TRIED = {"InputLayer", "Sequential", "Functional", "Model"}
ORDER: tuple[TriedKind, ...] = get_args(TriedKind)
COMPARABLE: tuple[TriedKind, ...] = ("activations", "optimizers", "losses")


class Tried(Record):
    """One family of layers, or the activations, losses, metrics or optimizers, that a student tried.

    ``names`` counts the trained networks (trainings, for losses, metrics and optimizers) of each. ``compared`` are
    those that trainings equal in all else were made with.
    """

    kind: TriedKind
    names: dict[str, int]
    compared: list[str] = Field(default_factory=list)

    @property
    def phrase(self) -> Phrase:
        """What people call the family."""
        return phrase(f"tried.{self.kind}")


def family(layer: str) -> TriedKind:
    """The family of a layer class, as Keras' documentation orders them."""
    for name, members in FAMILIES.items():
        if layer in members:
            return name
    for name, endings in ENDINGS:
        if layer.endswith(endings):
            return name
    return "preprocessing_layers" if layer.startswith("Random") else "other_layers"


def activations(model: Network) -> list[str]:
    """The activations of a network's layers in order, without those that do nothing."""
    named = (activation_name(layer.activation) for layer in model.layers if layer.activation is not None)
    return [name for name in named if name != "linear"]


def activation_name(given: str) -> str:
    """The name of an activation, however it was given: TensorFlow calls its functions ``softmax_v2``, Keras a layer that
    serves as one ``leaky_re_lu_1``."""
    name = NUMBERED.sub("", given)
    return AS_A_FUNCTION.get(name.lower().replace("_", ""), name)


def _settings(fit: Fit, model: Network) -> dict[str, Hashable]:
    """All that two trainings of one comparison may differ in."""
    return {
        "layers": (tuple(layer.type for layer in model.layers), model.parameters),
        "activations": ", ".join(dict.fromkeys(a for a in activations(model) if a != "softmax")),
        "optimizers": fit.optimizer,
        "losses": fit.loss,
    }


def _compared(evidence: Evidence, aspect: TriedKind) -> list[str]:
    """The different values of one aspect among trainings that are alike in all others: the largest such group."""
    groups: dict[Hashable, dict[str, None]] = defaultdict(dict)
    for fit in evidence.fits:
        model = evidence.networks.get(fit.model)
        if model is None:
            continue
        settings = _settings(fit, model)
        value = settings.pop(aspect)
        if value:
            groups[tuple(settings.items())][str(value)] = None
    largest = max((list(values) for values in groups.values()), key=len, default=[])
    return largest if len(largest) > 1 else []


def _by_use(item: tuple[str, set[str]]) -> tuple[int, str]:
    return -len(item[1]), item[0]


def inventory(evidence: Evidence) -> list[Tried]:
    """Everything that was tried in networks that were trained, by family, each with the number of networks (of
    trainings, for losses, metrics and optimizers)."""
    trained = {fit.model for fit in evidence.fits}
    found: dict[TriedKind, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for model_id in trained & set(evidence.networks):
        model = evidence.networks[model_id]
        for layer in model.layers:
            if layer.type not in NOT_TRIED:
                found[family(layer.type)][layer.type].add(model_id)
        for activation in activations(model):
            found["activations"][activation].add(model_id)
    for fit in evidence.fits:
        compiled: tuple[tuple[TriedKind, list[str | None]], ...] = (
            ("losses", [fit.loss]),
            ("metrics", [*fit.metrics]),
            ("optimizers", [fit.optimizer]),
        )
        for kind, names in compiled:
            for name in names:
                if name:
                    found[kind][name].add(fit.fit)
    return [
        Tried(
            kind=kind,
            names={name: len(where) for name, where in sorted(found[kind].items(), key=_by_use)},
            compared=_compared(evidence, kind) if kind in COMPARABLE else [],
        )
        for kind in ORDER
        if kind in found
    ]

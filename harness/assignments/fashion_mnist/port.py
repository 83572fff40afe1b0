"""How much of the Keras CNN-MNIST example a network is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.evidence.graph.main_path import Layer, LayerKind, main_layers
from harness.evidence.graph.opgraph import OpGraph
from harness.words.phrase import Phrase, phrase

EXAMPLE_PARAMETERS = 1_199_882
"""Parameters of the example on images of 28×28×1."""
MAX_LISTED = 12
"""Inserted layers beyond these are counted only."""


Part = Literal["convolutions", "pooling_and_head"]
"""The parts of the example that give points one by one."""
Name = Literal[
    "first_convolution",
    "second_convolution",
    "max_pooling",
    "flatten",
    "first_dense_layer",
    "last_dense_layer",
]


@dataclass(frozen=True)
class _Expected:
    name: Name
    part: Part
    kind: LayerKind
    size: tuple[int, int] | None = None
    units: int | None = None
    relu: bool = False


_EXAMPLE = (
    _Expected("first_convolution", "convolutions", "convolution", (3, 3), 32, relu=True),
    _Expected("second_convolution", "convolutions", "convolution", (3, 3), 64, relu=True),
    _Expected("max_pooling", "pooling_and_head", "max_pooling", (2, 2)),
    _Expected("flatten", "pooling_and_head", "flatten"),
    _Expected("first_dense_layer", "pooling_and_head", "dense_layer", units=128, relu=True),
    _Expected("last_dense_layer", "pooling_and_head", "dense_layer", units=10),
)
_SUBSTITUTES = {
    ("max_pooling", "average_pooling"),
    ("flatten", "global_average_pooling"),
    ("flatten", "global_max_pooling"),
}
_FEATURES = len(_EXAMPLE) + sum(expected.relu for expected in _EXAMPLE) + 1


@dataclass(frozen=True)
class Difference:
    """What became of one feature of the example, and the part of the example that it belongs to."""

    part: Part
    phrase: Phrase


@dataclass(frozen=True)
class PortMatch:
    """How a network compares with the example.

    ``found`` names the features of the example that it has, in the example's order: six layers with their
    sizes, three ReLUs and the softmax. ``differs`` says what became of the others, ``inserted`` which layers
    it has besides and where. ``score`` is the share of features found, in [0, 1]. Dropout does not show in an
    exported network, and any padding of a convolution is taken.
    """

    found: tuple[Phrase, ...]
    differs: tuple[Difference, ...]
    inserted: tuple[Phrase, ...]
    score: float
    parameters: int

    @property
    def exact(self) -> bool:
        """True for the example itself: every feature and its 1,199,882 parameters."""
        return not self.differs and self.parameters == EXAMPLE_PARAMETERS

    def differs_in(self, part: Part) -> list[Phrase]:
        """What is different in one part of the example."""
        return [difference.phrase for difference in self.differs if difference.part == part]


def match_port(graph: OpGraph) -> PortMatch:
    """Compares the main line of a network with the example; of several outputs the one that is most alike
    counts.

    Layers that stand in between, an Inception module for one, do not spoil what stands before and after them.
    """
    matches = [_compare(line, graph.parameters) for line in main_layers(graph)]
    return max(matches, key=lambda match: match.score)


def _compare(line: list[Layer], parameters: int) -> PortMatch:
    layers = [layer for layer in line if layer.kind != "softmax"]
    aligned = _align(layers)
    found: list[Phrase] = []
    differs: list[Difference] = []
    for expected, position in zip(_EXAMPLE, aligned, strict=True):
        layer = None if position is None else layers[position]
        deviations = list(_deviations(expected, layer))
        differs += [Difference(expected.part, deviation) for deviation in deviations]
        if layer is None:
            continue
        if not deviations:
            found.append(layer.phrase())
        if expected.relu:
            name = _name(expected.name)
            if layer.activation == "ReLU":
                found.append(phrase("fashion_mnist.port.relu", layer=name))
            else:
                differs.append(Difference(expected.part, _no_relu(layer.activation, name)))
    if line and line[-1].kind == "softmax":
        found.append(phrase("fashion_mnist.port.softmax"))
    else:
        differs.append(Difference("pooling_and_head", phrase("fashion_mnist.port.no_softmax")))
    names = {position: expected.name for expected, position in zip(_EXAMPLE, aligned, strict=True)}
    return PortMatch(
        found=tuple(found),
        differs=tuple(differs),
        inserted=tuple(_shortened(list(_inserted(layers, names)))),
        score=len(found) / _FEATURES,
        parameters=parameters,
    )


def _name(name: Name) -> Phrase:
    return phrase(f"fashion_mnist.layer.{name}")


def _no_relu(activation: str | None, layer: Phrase) -> Phrase:
    if activation is None:
        return phrase("fashion_mnist.port.no_relu", layer=layer)
    return phrase("fashion_mnist.port.other_activation", activation=activation, layer=layer)


def _deviations(expected: _Expected, layer: Layer | None) -> Iterator[Phrase]:
    wanted = Layer(expected.kind, 0, expected.size, units=expected.units).phrase()
    if layer is None:
        yield phrase("fashion_mnist.port.missing", wanted=wanted)
        return
    if layer.kind != expected.kind:
        yield phrase("fashion_mnist.port.instead", layer=layer.phrase(), wanted=wanted)
        return
    name = _name(expected.name)
    if expected.size is not None and layer.size != expected.size:
        size = layer.size or (1, 1)
        yield phrase("fashion_mnist.port.size", layer=name, size=size, wanted=expected.size)
    if expected.units is not None and layer.units != expected.units:
        if expected.kind == "convolution":
            yield phrase("fashion_mnist.port.filters", layer=name, units=layer.units, wanted=expected.units)
        else:
            yield phrase("fashion_mnist.port.units", layer=name, units=layer.units, wanted=expected.units)
    # A pooling steps by its window, a convolution by one.
    strides = expected.size if expected.kind == "max_pooling" else (1, 1)
    if layer.strides is not None and layer.size == expected.size and layer.strides != strides:
        yield phrase("fashion_mnist.port.stride", layer=name, stride=layer.strides[0])


def _inserted(layers: list[Layer], names: dict[int | None, Name]) -> Iterator[Phrase]:
    before: Name | None = None
    for position, layer in enumerate(layers):
        if position in names:
            before = names[position]
        elif before is None:
            yield phrase("fashion_mnist.port.inserted_first", layer=layer.phrase())
        else:
            yield phrase("fashion_mnist.port.inserted", layer=layer.phrase(), before=_name(before))


def _shortened(phrases: list[Phrase]) -> list[Phrase]:
    more = len(phrases) - MAX_LISTED
    if more <= 0:
        return phrases
    return [*phrases[:MAX_LISTED], phrase("fashion_mnist.port.more", count=more)]


def _likeness(expected: _Expected, layer: Layer) -> float:
    """How well a layer stands for one of the example; 0 where it cannot."""
    if layer.kind != expected.kind:
        return 0.5 if (expected.kind, layer.kind) in _SUBSTITUTES else 0.0
    return 2.0 + 2.0 * (layer.units == expected.units) + (layer.size == expected.size)


def _align(layers: Sequence[Layer]) -> list[int | None]:
    """For each layer of the example the position of the layer that stands for it, in order, at most alike."""
    rows, columns = len(_EXAMPLE), len(layers)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in reversed(range(rows)):
        for column in reversed(range(columns)):
            likeness = _likeness(_EXAMPLE[row], layers[column])
            taken = likeness + best[row + 1][column + 1] if likeness else 0.0
            best[row][column] = max(taken, best[row + 1][column], best[row][column + 1])
    aligned: list[int | None] = []
    row = column = 0
    while row < rows and column < columns:
        likeness = _likeness(_EXAMPLE[row], layers[column])
        if likeness and best[row][column] == likeness + best[row + 1][column + 1]:
            aligned.append(column)
            row, column = row + 1, column + 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            aligned.append(None)
            row += 1
    return aligned + [None] * (rows - row)

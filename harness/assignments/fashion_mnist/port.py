"""How much of the Keras CNN-MNIST example a network is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.evidence.graph.main_path import Layer, LayerKind, main_layers
from harness.evidence.graph.opgraph import OpGraph
from harness.evidence.graph.paths import times

EXAMPLE_PARAMETERS = 1_199_882
"""Parameters of the example on images of 28×28×1."""
MAX_LISTED = 12
"""Inserted layers beyond these are counted only."""


@dataclass(frozen=True)
class _Expected:
    name: str
    kind: LayerKind
    size: tuple[int, int] | None = None
    units: int | None = None
    relu: bool = False


_EXAMPLE = (
    _Expected("first convolution", "convolution", (3, 3), 32, relu=True),
    _Expected("second convolution", "convolution", (3, 3), 64, relu=True),
    _Expected("max pooling", "max pooling", (2, 2)),
    _Expected("flatten", "flatten"),
    _Expected("first dense layer", "dense layer", units=128, relu=True),
    _Expected("last dense layer", "dense layer", units=10),
)
_SUBSTITUTES = {
    ("max pooling", "average pooling"),
    ("flatten", "global average pooling"),
    ("flatten", "global max pooling"),
}
_FEATURES = len(_EXAMPLE) + sum(expected.relu for expected in _EXAMPLE) + 1


@dataclass(frozen=True)
class PortMatch:
    """How a network compares with the example.

    ``found`` names the features of the example that it has, in the example's order: six layers with their
    sizes, three ReLUs and the softmax. ``differs`` says what became of the others, ``inserted`` which layers
    it has besides and where. ``score`` is the share of features found, in [0, 1]. Dropout does not show in an
    exported network, and any padding of a convolution is taken.
    """

    found: tuple[str, ...]
    differs: tuple[str, ...]
    inserted: tuple[str, ...]
    score: float
    parameters: int

    @property
    def exact(self) -> bool:
        """True for the example itself: every feature and its 1,199,882 parameters."""
        return not self.differs and self.parameters == EXAMPLE_PARAMETERS

    def sentence(self) -> str:
        """The comparison, for a student."""
        if self.exact:
            return f"The Keras example: every layer in its place, {self.parameters:,} parameters."
        differences = "; ".join(self.differs) or "none"
        inserted = f" Besides: {'; '.join(self.inserted)}." if self.inserted else ""
        share = f"{len(self.found)} of {_FEATURES} features of the Keras example"
        return f"{share}; differences: {differences}.{inserted} {self.parameters:,} parameters."


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
    found: list[str] = []
    differs: list[str] = []
    for expected, position in zip(_EXAMPLE, aligned, strict=True):
        layer = None if position is None else layers[position]
        deviations = list(_deviations(expected, layer))
        if deviations:
            differs += deviations
        else:
            found.append(str(layer))
        if expected.relu and layer is not None:
            if layer.activation == "ReLU":
                found.append(f"ReLU after the {expected.name}")
            else:
                given = f"{layer.activation}, not" if layer.activation else "no"
                differs.append(f"{given} ReLU after the {expected.name}")
    softmax_last = bool(line) and line[-1].kind == "softmax"
    (found if softmax_last else differs).append("softmax" if softmax_last else "no softmax at the output")
    names = {position: expected.name for expected, position in zip(_EXAMPLE, aligned, strict=True)}
    return PortMatch(
        found=tuple(found),
        differs=tuple(differs),
        inserted=tuple(_shortened(list(_inserted(layers, names)))),
        score=len(found) / _FEATURES,
        parameters=parameters,
    )


def _deviations(expected: _Expected, layer: Layer | None) -> Iterator[str]:
    if layer is None:
        yield f"no {_wanted(expected)}"
        return
    if layer.kind != expected.kind:
        yield f"{layer} in place of {_wanted(expected)}"
        return
    if expected.size is not None and layer.size != expected.size:
        yield f"{expected.name} {times(layer.size or (1, 1))}, not {times(expected.size)}"
    if expected.units is not None and layer.units != expected.units:
        things = "filters" if expected.kind == "convolution" else "units"
        yield f"{expected.name} with {layer.units} {things}, not {expected.units}"
    # A pooling steps by its window, a convolution by one.
    strides = expected.size if expected.kind == "max pooling" else (1, 1)
    if layer.strides is not None and layer.size == expected.size and layer.strides != strides:
        yield f"{expected.name} with stride {layer.strides[0]}"


def _wanted(expected: _Expected) -> str:
    return str(Layer(expected.kind, 0, expected.size, units=expected.units))


def _inserted(layers: list[Layer], names: dict[int | None, str]) -> Iterator[str]:
    place = "before the first convolution"
    for position, layer in enumerate(layers):
        if position in names:
            place = f"after the {names[position]}"
        else:
            yield f"{layer} {place}"


def _shortened(phrases: list[str]) -> list[str]:
    more = len(phrases) - MAX_LISTED
    return phrases if more <= 0 else [*phrases[:MAX_LISTED], f"{more} more layers"]


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

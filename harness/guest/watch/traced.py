"""What a network is given inside a compiled function, which shows no values while it runs: the part of its graph that
makes the network's input is run again, for the arguments that were seen."""

from typing import Any

import numpy as np

from . import inputs


class Traced:
    """A network's input in the graph of a compiled function, and what that function was given to make it of."""

    def __init__(self, tensor: Any, given: dict[str, np.ndarray], labels: Any) -> None:
        self.tensor, self.given, self.labels = tensor, given, labels

    def value(self) -> np.ndarray:
        """The input for what was given."""
        import tensorflow as tf

        with tf.compat.v1.Session(graph=self.tensor.graph) as session:
            return np.asarray(session.run(self.tensor.name, self.given))


def trace(x: Any, arguments: Any) -> Traced | None:
    """Where a network's input in a graph comes from: ``arguments`` of the compiled function, and values that it found
    outside itself. None where it comes from anything else, such as a variable."""
    if not hasattr(x, "graph"):
        return None
    import tensorflow as tf

    outside = {inner.name: outer for outer, inner in x.graph.captures}
    pairs = [pair for one in tf.nest.flatten(arguments) if (pair := _pair(one)) is not None]
    given, found = {}, None
    for place in _places(x):
        if place.name in outside:
            if place.dtype == "resource" or not known(outside[place.name]):
                return None
            given[place.name] = np.asarray(outside[place.name])
            continue
        fits = (p for p in pairs if place.dtype == p[0].dtype and place.shape.is_compatible_with(p[0].shape))
        pair = next(fits, None)
        if pair is None:
            return None
        given[place.name] = np.asarray(pair[0])
        found = found or pair
    if found is None:
        return None
    batch, labels = found
    others = (other for other, _ in pairs if other is not batch and len(other) == len(batch))
    return Traced(x, given, labels if labels is not None else next(others, None))


def known(x: Any) -> bool:
    """Whether the values of a tensor can be read; not those of one that only stands for others."""
    return isinstance(x, np.ndarray) or hasattr(x, "numpy")


def _places(tensor: Any) -> list[Any]:
    """The placeholders that a tensor in a graph is made of."""
    found: dict[str, Any] = {}
    seen, waiting = set[str](), [tensor]
    while waiting:
        one = waiting.pop()
        if one.op.name in seen:
            continue
        seen.add(one.op.name)
        if one.op.type == "Placeholder":
            found[one.name] = one
        waiting.extend(one.op.inputs)
    return list(found.values())


def _pair(value: Any) -> tuple[Any, Any] | None:
    """(images, labels or None) of an array or a pipeline; None for anything else."""
    if hasattr(value, "element_spec") and hasattr(value, "take"):
        _, seen = inputs.peek(value)
        return (seen.parts[0], seen.labels) if len(seen.parts) == 1 else None
    return (value, None) if known(value) and len(value.shape) else None

"""How much of what a network answers comes through each of its concatenations: measured, not read off its structure.

A module may be there and do nothing: multiplied by zero, behind a gate that stays shut, cut off again, in a branch that
nothing reads. So each concatenation of maps is given the values that another image has there, and all else stays: what the
answers then move by, as a share of what they move by from image to image, is how much it is felt.
"""

from collections.abc import Sequence

import numpy as np

from harness.wire.limits import MAX_FELT, MAX_NODE_NAME

from . import engine as tf
from .flatten import flatten
from .saved import Called
from .serve import restore

IMAGES = 32


def measure(called: Called, given: Sequence[np.ndarray], main: int) -> dict[str, float]:
    """For each concatenation of maps, and for each tensor that it joins, by its name in the op graph, the share of the
    answers that comes through it: 0 where the network does not feel it, 1 where all goes through it. At most `MAX_FELT`,
    the concatenations first.

    Args:
        called: the function of the network, as it was read.
        given: what each of its inputs is fed, in their order: (N, ...), of different images.
        main: the place of the output that counts.

    Empty where the network has none, or answers all images alike. Raises `EndlessError` where it cannot be flattened,
    `UnreadableError` where its weights cannot be read, `ValueError` where it gives NaN or infinity, and whatever
    TensorFlow does where it cannot be run so.
    """
    flat = flatten(called)
    names = {op.name: name[-MAX_NODE_NAME:] for op, name in zip(flat.operations, flat.names, strict=True)}
    joins = [op for op in flat.operations if op.type == "ConcatV2" and op.outputs[0].shape.rank == 4]
    if not joins:
        return {}
    tensors = [op.outputs[0] for op in joins] + [one for op in joins for one in op.inputs[:-1]]
    looked = {names[one.op.name]: one for one in tensors if one.value_index == 0}
    output, values = flat.outputs[main], restore(called)
    feed = {op.outputs[0]: values[flat.values[op.name]] for op in flat.operations if op.name in flat.values}
    feed |= dict(zip(flat.inputs, given, strict=True))
    found: dict[str, float] = {}
    with tf.Session(graph=output.graph) as session:
        plain = session.run(output, feed)
        moved = np.abs(np.roll(plain, 1, axis=0) - plain).mean()
        if moved == 0.0:
            return {}
        for name, tensor in list(looked.items())[:MAX_FELT]:
            # One by one: all of them together may not fit the memory.
            maps = session.run(tensor, feed)
            if np.shape(maps)[:1] != plain.shape[:1]:
                continue
            other = session.run(output, feed | {tensor: np.roll(maps, 1, axis=0)})
            share = float(np.abs(other - plain).mean() / moved)
            if not np.isfinite(share):
                raise ValueError("the network gives values that are not numbers")
            found[name] = share
    return found

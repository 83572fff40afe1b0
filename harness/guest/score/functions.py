"""The functions of a SavedModel: which of them a call reaches, what they are made of, and what of them is left out."""

from collections.abc import Iterator, Sequence
from typing import Any

from tensorflow.core.framework import types_pb2

from harness.wire.operations import ALLOWED, PRINTS

from ..channel import phrase
from . import engine as tf
from .refused import ForbiddenError, UnreadableError

_KEPT = frozenset({"_lower_using_switch_merge"})
"""Attributes that begin with ``_`` and stay: loops and branches run much slower without. The others tell what the writer
took for true (shapes, places to run at), or ask for another compiler."""


def _called(node: Any) -> Iterator[Any]:
    """The names of functions among a node's attributes: each a ``NameAttrList``."""
    waiting = list(node.attr.values())
    while waiting:
        value = waiting.pop()
        for function in (*([value.func] if value.HasField("func") else []), *value.list.func):
            yield function
            waiting += function.attr.values()


def reached(name: str, library: dict[str, Any]) -> list[str]:
    """The function and all that it calls, each once."""
    found, waiting = {name: None}, [name]
    while waiting:
        for node in library[waiting.pop()].node_def:
            for called in (node.op, *(function.name for function in _called(node))):
                if called in library:
                    if called not in found:
                        found[called] = None
                        waiting.append(called)
                elif called != node.op and called:
                    raise UnreadableError(phrase("scored.calls_missing", name=called))
    return list(found)


def operations(functions: Sequence[Any]) -> tuple[frozenset[str], int]:
    """All kinds of operations of these functions, and the numbers in all their constants. Raises `ForbiddenError`."""
    own, found, numbers = {function.signature.name for function in functions}, set[str](), 0
    if taken := own & (ALLOWED | PRINTS):
        raise UnreadableError(phrase("scored.named_as_operation", name=min(taken)))
    for function in functions:
        for node in function.node_def:
            if node.op not in own:
                found.add(node.op)
            if node.op == "Const":
                numbers += elements(node.attr["value"].tensor)
    if beyond := found - ALLOWED - PRINTS:
        raise ForbiddenError(min(beyond))
    return frozenset(found - PRINTS), numbers


def elements(tensor: Any) -> int:
    """How many numbers a ``TensorProto`` holds: those that are written, not those that its shape repeats one for. A text
    counts by its bytes."""
    if tensor.tensor_content:
        known = tensor.dtype in types_pb2.DataType.values()
        return len(tensor.tensor_content) // max(tf.as_dtype(tensor.dtype).size if known else 1, 1)
    texts = sum(len(text) for text in tensor.string_val)
    return texts + sum(
        len(getattr(tensor, field.name))
        for field, _ in tensor.ListFields()
        if field.name.endswith("_val") and field.name != "string_val"
    )


def clean(function: Any, names: dict[str, str]) -> None:
    """Renames what the function calls, in place, and leaves out what it claims, where it runs, and what only prints."""
    function.signature.name = names[function.signature.name]
    for key in list(function.attr):
        del function.attr[key]
    printing = {node.name for node in function.node_def if node.op in PRINTS}
    kept = [node for node in function.node_def if node.op not in PRINTS]
    for node in kept:
        node.op = names.get(node.op, node.op)
        node.device = ""
        if node.op == "PlaceholderWithDefault":
            _forget_shape(node)
        for key in [key for key in node.attr if key.startswith("_") and key not in _KEPT]:
            del node.attr[key]
        for called in _called(node):
            called.name = names.get(called.name, called.name)
        if printing:
            node.input[:] = [one for one in node.input if one.removeprefix("^") not in printing]
    if printing:
        cleaned = [type(node).FromString(node.SerializeToString()) for node in kept]
        del function.node_def[:]
        function.node_def.extend(cleaned)
        for key in [key for key, source in function.control_ret.items() if source in printing]:
            del function.control_ret[key]
            function.signature.control_output.remove(key)


def _forget_shape(node: Any) -> None:
    """Makes ``PlaceholderWithDefault``, which within a function hands on what it is given, say no other shape for it."""
    node.op = "Identity"
    node.attr["T"].type = node.attr["dtype"].type
    del node.attr["dtype"], node.attr["shape"]

"""What a name of the program stands for."""

import ast
from dataclasses import dataclass, field, replace

from harness.evidence.provenance.origin import NOTHING, Origin

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class Value:
    """An origin; and what the name stands for, where it is more than a value.

    Attributes: ``path``, the dotted name of something imported; ``code`` of a function of the student's, with the
    names of its module, ``home``, and the object it is a method of, ``owner``; ``members`` of an object, class or
    module of the student's, shared by all who hold it; ``number``, where the source alone says which one it is, whether
    it is ``typed`` as such, and whether it is a ``truth``, which a factor may be and change nothing.
    """

    origin: Origin = NOTHING
    path: str = ""
    code: Function | None = None
    home: "dict[str, Value] | None" = None
    owner: "Value | None" = None
    members: "dict[str, Value]" = field(default_factory=dict)
    is_class: bool = False
    number: float | None = None
    truth: bool = False
    typed: bool = False


UNKNOWN = Value()
Names = dict[str, Value]


def member(value: Value, name: str) -> Value:
    """``value.name``: a member of the student's own object, class or module, or a part of a library's module, or
    something that is read off the value."""
    own = value.members.get(name)
    if own is not None:
        decorators = decorated(own.code)
        bound = "classmethod" in decorators or not (value.is_class or "staticmethod" in decorators)
        is_method = own.code is not None and own.home is not value.members
        return replace(own, owner=value) if is_method and bound else own
    if value.members:
        return Value(value.origin)
    return Value(value.origin.computed(), path=f"{value.path}.{name}" if value.path else "")


def decorated(code: Function | None) -> set[str]:
    """The names of a function's decorators."""
    return (
        set() if code is None or isinstance(code, ast.Lambda) else {last_name(d) for d in code.decorator_list}
    )


def last_name(node: ast.expr) -> str:
    """What a function is called by, without the object or module that it belongs to."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_text(node: ast.expr) -> bool:
    """True where an expression joins texts."""
    if isinstance(node, ast.BinOp):
        return is_text(node.left) or is_text(node.right)
    if isinstance(node, ast.Call):
        return last_name(node.func) in ("str", "repr", "format", "join", "ljust", "rjust")
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))

"""Arithmetic whose result the source alone decides, whatever the data are."""

import ast
import math
import operator
from collections.abc import Callable
from contextlib import suppress
from itertools import zip_longest

TINY = 1e-6
"""What is multiplied by less passes nothing on that anyone would see."""
MOST = 1e300
MOST_DIGITS = 20

_FOLDED: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
ROUNDING: dict[str, Callable[[float], float]] = {
    "int": math.trunc,
    "float": float,
    "abs": abs,
    "round": round,
    "sum": float,
    "min": float,
    "max": float,
    "mean": float,
}
"""Functions that make of one known number another; of a series of zeros, all of these make zero."""


def known(value: object) -> float | None:
    """The number that a literal is; None for any other, and for what no float can hold."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < MOST:
        return float(value)
    return None


def folded(node: ast.BinOp, left: float | None, right: float | None) -> float | None:
    """The number that an operation gives whatever the data are: of two that are known; times 0, or nearly 0; to the power
    of 0; less itself, or divided by itself. None where the data decide."""
    if left is not None and right is not None:
        found = None
        if (function := _FOLDED.get(type(node.op))) is not None:
            with suppress(ArithmeticError):
                found = known(function(left, right))
        return found
    if isinstance(node.op, ast.Mult) and any(one is not None and abs(one) < TINY for one in (left, right)):
        return 0.0
    if isinstance(node.op, ast.BitAnd) and 0.0 in (left, right):
        return 0.0
    if isinstance(node.op, ast.Pow) and right == 0.0:
        return 1.0
    if isinstance(node.op, (ast.Sub, ast.Div, ast.FloorDiv)) and _same(node.left, node.right):
        return 0.0 if isinstance(node.op, ast.Sub) else 1.0
    return None


def _same(one: ast.expr, other: ast.expr) -> bool:
    """Whether two expressions are spelled alike; ends at the first difference."""
    for left, right in zip_longest(ast.walk(one), ast.walk(other)):
        if type(left) is not type(right):
            return False
        for name in ("id", "attr", "arg", "value"):
            ours, theirs = getattr(left, name, None), getattr(right, name, None)
            if not isinstance(ours, ast.AST) and ours != theirs:
                return False
    return True


def rounded(name: str, given: list[float | None]) -> float | None:
    """What a function of `ROUNDING` makes of one known number, with how many digits it keeps or without."""
    if name not in ROUNDING or not given or given[0] is None:
        return None
    if name == "round" and len(given) == 2:
        return None if given[1] is None or abs(given[1]) > MOST_DIGITS else round(given[0], int(given[1]))
    if name in ("sum", "mean", "min", "max") and (given[0] != 0.0 or len(given) > 1):
        return None
    return float(ROUNDING[name](given[0]))

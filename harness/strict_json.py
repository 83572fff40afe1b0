"""JSON of strangers: what Python's reader takes beyond the standard, or can make no number of, is refused."""

import json
import math
from typing import Any, NoReturn

MAX_DIGITS = 25
"""Of a whole number. The largest of 64 bits has 20; one that no float can hold would break whoever computes with it."""


def loads(text: str) -> Any:
    """The value of a JSON text; every number in it is finite, and no whole number has more than `MAX_DIGITS` digits.

    Raises `ValueError` where the text is no such JSON: ``NaN``, ``Infinity``, ``1e999``, nested too deep.
    """
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
    except RecursionError:
        raise ValueError("the JSON is nested too deep") from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number is larger than a float can hold")
    return value


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"a whole number has more than {MAX_DIGITS} digits")
    return int(text)

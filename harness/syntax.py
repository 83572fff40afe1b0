"""Python source becomes a syntax tree here and nowhere else in the host's process."""

import ast
import threading

_ONE_AT_A_TIME = threading.Lock()


def tree_of(source: str | bytes) -> ast.Module:
    """The syntax tree of a module. Raises what `ast.parse` raises.

    One at a time: CPython before 3.12.2 counts the depth of all threads together and raises `SystemError` where two
    of them build trees (https://github.com/python/cpython/issues/106905).
    """
    with _ONE_AT_A_TIME:
        return ast.parse(source)

"""Methods of tables and columns that pandas dropped."""

from collections.abc import Callable
from typing import Any

from ..patches.declare import Patch, When, instead
from .adapted import tell

Methods = dict[str, tuple[str, Callable[..., Any]]]
"""What a method is called, what it is called now, and what does its work."""


def changes() -> list[Patch]:
    """Of tables and columns, and of pandas itself."""
    both: Methods = {
        "as_matrix": ("to_numpy", lambda table, columns=None: _columns(table, columns).to_numpy()),
        "iteritems": ("items", lambda table: table.items()),
    }
    table: Methods = {
        "append": ("pandas.concat", _appended),
        "applymap": ("map", lambda table, function, *args, **kwargs: table.map(function, *args, **kwargs)),
    }
    column: Methods = {
        "append": ("pandas.concat", _joined),
        "ravel": ("to_numpy().ravel()", lambda column, order="C": column.to_numpy().ravel(order)),
        "reshape": (
            "to_numpy().reshape",
            lambda column, *shape, **kw: column.to_numpy().reshape(*shape, **kw),
        ),
        "nonzero": ("to_numpy().nonzero()", lambda column: column.to_numpy().nonzero()),
    }
    found = []
    kinds = [("DataFrame", {**both, **table}), ("Series", {**both, **column})]
    for kind, methods in kinds:
        for name, (now, method) in methods.items():
            found.append(_missing(f"{kind}.{name}", _telling(f"{kind}.{name}", now, method)))
        found.append(_missing(f"{kind}.ix", property(_telling(f"{kind}.ix", "loc", lambda table: table.loc))))
    return [
        *found,
        _missing("value_counts", _telling("pandas.value_counts", "Series.value_counts", _counted)),
    ]


def _missing(path: str, value: Any) -> Patch:
    return Patch("pandas", path, "Offers what pandas dropped.", instead(value), when=When.MISSING)


def _appended(table: Any, other: Any, ignore_index: bool = False, **_: Any) -> Any:
    import pandas as pd

    others = other if isinstance(other, list) else [other]
    rows = [pd.DataFrame([one]) if isinstance(one, (dict, pd.Series)) else one for one in others]
    return pd.concat([table, *rows], ignore_index=ignore_index)


def _joined(column: Any, other: Any, ignore_index: bool = False, **_: Any) -> Any:
    import pandas as pd

    others = other if isinstance(other, (list, tuple)) else [other]
    return pd.concat([column, *others], ignore_index=ignore_index)


def _counted(values: Any, **kwargs: Any) -> Any:
    import pandas as pd

    return pd.Series(values).value_counts(**kwargs)


def _columns(table: Any, columns: Any) -> Any:
    return table if columns is None else table[columns]


def _telling(was: str, now: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        tell(was, now)
        return function(*args, **kwargs)

    return call

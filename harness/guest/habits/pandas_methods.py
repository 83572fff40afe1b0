"""Methods of tables and columns that pandas dropped."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..import_hook import after_import
from .adapted import tell


def attach() -> None:
    """Offers them from now on."""
    after_import("pandas", _pandas)


def _pandas(pandas: ModuleType) -> None:
    """Methods of tables and columns."""

    def appended(table: Any, other: Any, ignore_index: bool = False, **_: Any) -> Any:
        others = other if isinstance(other, list) else [other]
        rows = [pandas.DataFrame([one]) if isinstance(one, (dict, pandas.Series)) else one for one in others]
        return pandas.concat([table, *rows], ignore_index=ignore_index)

    def joined(column: Any, other: Any, ignore_index: bool = False, **_: Any) -> Any:
        others = other if isinstance(other, (list, tuple)) else [other]
        return pandas.concat([column, *others], ignore_index=ignore_index)

    both: dict[str, tuple[str, Callable[..., Any]]] = {
        "as_matrix": ("to_numpy", lambda table, columns=None: _columns(table, columns).to_numpy()),
        "iteritems": ("items", lambda table: table.items()),
    }
    table = {
        "append": ("pandas.concat", appended),
        "applymap": ("map", lambda table, function, *args, **kwargs: table.map(function, *args, **kwargs)),
    }
    column = {
        "append": ("pandas.concat", joined),
        "ravel": ("to_numpy().ravel()", lambda column, order="C": column.to_numpy().ravel(order)),
        "reshape": (
            "to_numpy().reshape",
            lambda column, *shape, **kw: column.to_numpy().reshape(*shape, **kw),
        ),
        "nonzero": ("to_numpy().nonzero()", lambda column: column.to_numpy().nonzero()),
    }
    for kind, methods in ((pandas.DataFrame, {**both, **table}), (pandas.Series, {**both, **column})):
        for name, (now, method) in methods.items():
            if not hasattr(kind, name):
                setattr(kind, name, _telling(f"{kind.__name__}.{name}", now, method))
        if not hasattr(kind, "ix"):
            kind.ix = property(_telling(f"{kind.__name__}.ix", "loc", lambda table: table.loc))
    if not hasattr(pandas, "value_counts"):
        counted = lambda values, **kwargs: pandas.Series(values).value_counts(**kwargs)  # noqa: E731
        pandas.value_counts = _telling("pandas.value_counts", "Series.value_counts", counted)  # type: ignore[attr-defined]


def _columns(table: Any, columns: Any) -> Any:
    return table if columns is None else table[columns]


def _telling(was: str, now: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        tell(was, now)
        return function(*args, **kwargs)

    return call

"""Gives old arguments their new names."""

from collections.abc import Callable, Mapping
from typing import Any

from ..channel import Told
from .adapted import tell


def rename(
    what: str, names: Mapping[str, str | None], given: dict[str, Any], gone: Told = ""
) -> dict[str, Any]:
    """The arguments ``given`` to a call of ``what``, old ones under their new names; those whose new name is None are
    dropped, and ``gone`` is told."""
    for old, new in names.items():
        if old in given:
            value = given.pop(old)
            if new is not None:
                given[new] = value
            tell(f"{what}({old}=…)", new or gone)
    return given


def renaming(what: str, names: Mapping[str, str | None], gone: Told = "") -> Callable[..., Any]:
    """As `rename` does, around a function."""

    def around(original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return original(*args, **rename(what, names, kwargs, gone))

    return around

"""Names and modules that are asked for and not there: looked up last, so that whatever exists wins."""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from ..import_hook import after_import

Find = Callable[[str], Callable[[], ModuleType] | None]


def names(module: str, find: Callable[[str], Any]) -> None:
    """Once ``module`` is imported, ``find(name)`` is asked for names that it lacks; it gives the value, or None."""

    def attach(loaded: ModuleType) -> None:
        before = getattr(loaded, "__getattr__", None)

        def lookup(name: str) -> Any:
            if before is not None:
                try:
                    return before(name)
                except AttributeError:
                    pass
            value = None if name.startswith("__") else find(name)
            if value is None:
                raise AttributeError(f"module '{loaded.__name__}' has no attribute '{name}'")
            setattr(loaded, name, value)
            return value

        loaded.__getattr__ = lookup  # type: ignore[method-assign]

    after_import(module, attach)


class _Loader(importlib.abc.Loader):
    def __init__(self, make: Callable[[], ModuleType]) -> None:
        self._make = make

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        made = self._make()
        module = ModuleType(spec.name, made.__doc__)
        public = [name for name in dir(made) if not name.startswith("_") or name == "__version__"]
        module.__dict__.update({name: getattr(made, name) for name in public}, __all__=public)
        if (lookup := vars(made).get("__getattr__")) is not None:
            module.__getattr__ = lookup  # type: ignore[method-assign]
        return module

    def exec_module(self, module: ModuleType) -> None:
        pass


class _Finder(importlib.abc.MetaPathFinder):
    """Asked after all others: ``find(name)`` gives a function that makes a module to copy, or None."""

    def __init__(self, find: Find) -> None:
        self._find = find

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        make = self._find(fullname)
        if make is None:
            return None
        return importlib.machinery.ModuleSpec(fullname, _Loader(make), is_package=True)


def modules(find: Find) -> None:
    """Modules that nothing else finds are made by what ``find(name)`` gives."""
    sys.meta_path.append(_Finder(find))

"""Runs a function right after a module was imported, so that nothing is imported which a student does not use."""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Sequence
from types import ModuleType

from .channel import never_in_the_way

_waiting: dict[str, list[Callable[[ModuleType], None]]] = {}


class _Loader(importlib.abc.Loader):
    def __init__(self, inner: importlib.abc.Loader) -> None:
        self._inner = inner

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._inner.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        # Tools that look a module's source up (linecache, inspect) ask the loader that really read it.
        module.__loader__ = self._inner
        if module.__spec__ is not None:
            module.__spec__.loader = self._inner
        self._inner.exec_module(module)
        for act in _waiting.pop(module.__name__, []):
            with never_in_the_way(f"preparing {module.__name__}"):
                act(module)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self) -> None:
        self._inside: set[str] = set()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in _waiting or fullname in self._inside:
            return None
        self._inside.add(fullname)
        try:
            for finder in sys.meta_path:
                if finder is self or not hasattr(finder, "find_spec"):
                    continue
                spec = finder.find_spec(fullname, path, target)
                if spec is not None and spec.loader is not None:
                    spec.loader = _Loader(spec.loader)
                    return spec
        finally:
            self._inside.discard(fullname)
        return None


_finder = _Finder()


def after_import(name: str, act: Callable[[ModuleType], None]) -> None:
    """Calls ``act(module)`` once, after the module of this name was imported, or now if it already was."""
    if name in sys.modules:
        act(sys.modules[name])
        return
    _waiting.setdefault(name, []).append(act)
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)

"""Makes ``import tensorflow`` quicker: most of its time goes into what hardly anybody uses, and into looking for garbage.

With TensorFlow 2.21 and Keras 3.15, of 5.3 seconds of processor time 1.6 load scikit-learn and Matplotlib, for
``keras.wrappers`` and ``keras.visualization`` alone, 0.8 load the interfaces of TensorFlow 1 and of feature columns, 0.1 loads
``requests`` and 0.1 the Keras of TensorFlow 1, 0.2 compile the 18,000 names of types in its annotations, which are 150, 0.1 make
signatures anew, and 0.6 go to the garbage collector, which finds nothing: a module stays. All of Keras takes 1.5 then. Nor does
the collector find anything later, in 0.4 seconds each time that it looks through all that there is, as
``keras.utils.clear_session`` has it do.
"""

import functools
import gc
import importlib
import importlib.abc
import inspect
import sys
import threading
import typing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import FunctionType, ModuleType
from typing import Any

from . import keras_private

COLLECTING_LATER = frozenset({"tensorflow", "keras"})
NOT_NEEDED_TO_SCORE = ("keras", "matplotlib", "pandas", "sklearn")
"""What TensorFlow imports where it is there, and loading a SavedModel does not use."""

_lock = threading.RLock()


def quicker() -> None:
    """To be called before the first import. Nothing that a notebook can see is another: a package whose loading was put
    off is loaded as soon as something of it is asked for."""
    sys.meta_path.insert(0, _Finder())


def for_scoring() -> None:
    """Without Keras; and of TensorFlow what is asked for by the names of its modules alone, for the package imports all that
    there is of it. It is imported when one of its own names is looked up. Only the build without GPUs: the whole package knows
    where the other finds its libraries."""
    sys.modules.update(dict.fromkeys(NOT_NEEDED_TO_SCORE))  # type: ignore[arg-type]  # None makes an import fail
    quicker()
    typing.__dict__["compile"] = cache(compile)
    spec = PathFinder.find_spec("tensorflow")
    if spec is not None and PathFinder.find_spec("nvidia") is None:
        sys.modules["tensorflow"] = _bare(spec)
        keras_private.begin_as_version_2()


def _bare(spec: ModuleSpec) -> ModuleType:
    """A package that is its folder, until a name is looked up in it."""

    def look_up(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {bare.__name__!r} has no attribute {name!r}")
        with _lock:
            if sys.modules[bare.__name__] is bare:
                del sys.modules[bare.__name__]
        return getattr(importlib.import_module(bare.__name__), name)

    bare = ModuleType(spec.name)
    bare.__spec__, bare.__path__ = spec, list(spec.submodule_search_locations or [])
    bare.__getattr__ = look_up  # type: ignore[method-assign]
    return bare


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        around: type[SourceFileLoader]
        if fullname in keras_private.RARELY_USED:
            around = _Late
        elif fullname in keras_private.OLD_KERAS:
            around = _LateWithModules
        elif fullname in COLLECTING_LATER:
            around = _CollectingLater
        else:
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = around(spec.loader.name, spec.loader.path)
        return spec


class _CollectingLater(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        if not gc.isenabled():
            super().exec_module(module)
            return
        # What is garbage now would be kept below.
        gc.collect()
        gc.disable()
        try:
            with _names_of_types_compiled_once(), _signatures_made_once():
                super().exec_module(module)
        finally:
            gc.freeze()
            gc.enable()


@contextmanager
def _names_of_types_compiled_once() -> Iterator[None]:
    """`typing` compiles each string that stands for a type, however often it has compiled it."""
    typing.__dict__["compile"] = cache(compile)
    try:
        yield
    finally:
        typing.__dict__.pop("compile", None)


@contextmanager
def _signatures_made_once() -> Iterator[None]:
    """TensorFlow asks for the signature of each function that it decorates three times."""
    plain = inspect.signature
    once = cache(plain)

    @functools.wraps(plain)
    def signature(of: Any, **how: Any) -> inspect.Signature:
        # That of a function which has its own, or stands for another one, may be another later.
        if how or type(of) is not FunctionType or of.__dict__.keys() & {"__signature__", "__wrapped__"}:
            return plain(of, **how)
        return once(of)

    inspect.__dict__["signature"] = signature
    try:
        yield
    finally:
        inspect.__dict__["signature"] = plain


class _Late(SourceFileLoader):
    """Loads a package when a name is looked up in it that it does not have yet. `importlib.util.LazyLoader` would load it
    for ``__file__``, which `inspect` reads of every module."""

    def exec_module(self, module: ModuleType) -> None:
        load, waiting = super().exec_module, [True]

        def loaded() -> ModuleType:
            with _lock:
                if waiting:
                    waiting.clear()
                    del module.__getattr__, module.__dir__
                    load(module)
            return module

        def look_up(name: str) -> Any:
            if name.startswith("__") and name not in {"__all__", "__version__"}:
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            return self.module_of(module, name) or getattr(loaded(), name)

        module.__getattr__ = look_up  # type: ignore[method-assign]
        module.__dir__ = lambda: dir(loaded())  # type: ignore[method-assign]

    def module_of(self, package: ModuleType, name: str) -> ModuleType | None:
        """The package's module of that name, where it can be had without the package."""
        return None


class _LateWithModules(_Late):
    """Of a package whose modules are called as nothing else in it: one that is asked for is loaded alone."""

    def module_of(self, package: ModuleType, name: str) -> ModuleType | None:
        path = f"{package.__name__}.{name}"
        found = PathFinder.find_spec(path, package.__path__)
        return None if found is None else importlib.import_module(path)

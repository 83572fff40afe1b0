"""Applies declared changes, each as soon as its module is imported, so that nothing is imported which is not used."""

import functools
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType

import wrapt
from packaging.specifiers import SpecifierSet

from harness.wire.events import Event

from ..channel import never_in_the_way, send
from .declare import GONE, Before, Change, Offer, Patch, When


def apply(changes: Iterable[Change]) -> None:
    """Applies patches by their layers, and those of one layer in the order that they are given in.

    A patch that cannot be applied becomes a note, and never an error of the student's.
    """
    changes = list(changes)
    by_module: dict[str, list[Patch]] = {}
    for patch in sorted((one for one in changes if isinstance(one, Patch)), key=lambda one: one.layer):
        by_module.setdefault(patch.module, []).append(patch)
    for offer in changes:
        if isinstance(offer, Offer):
            sys.meta_path.append(_Offering(offer))
        elif isinstance(offer, Before):
            sys.meta_path.insert(0, _Preparing(offer))
    for module, patches in by_module.items():
        wrapt.register_post_import_hook(functools.partial(_patch, patches), module)


def _patch(patches: list[Patch], module: ModuleType) -> None:
    for patch in patches:
        with never_in_the_way(f"patching {patch.module}.{patch.path}"):
            if _in_versions(patch):
                _apply(patch, module)


def _in_versions(patch: Patch) -> bool:
    package = sys.modules[patch.module.partition(".")[0]]
    return not patch.versions or SpecifierSet(patch.versions).contains(package.__version__, prereleases=True)


def _apply(patch: Patch, module: ModuleType) -> None:
    head, _, name = patch.path.rpartition(".")
    try:
        owner = module if patch.owner is None else patch.owner()
        parent = wrapt.resolve_path(owner, head)[2] if head else owner
        there = hasattr(parent, name)
    except (ImportError, AttributeError):
        there = False
        parent = None
    if not there and (parent is None or patch.when is When.THERE):
        what = f"{patch.path} of {patch.module} is not there and was not patched: {patch.does}"
        send({"event": Event.NOTE, "message": what})
        return
    if there and patch.when is When.MISSING:
        return
    new = patch.make(getattr(parent, name, None))
    if new is not GONE:
        wrapt.apply_patch(parent, name, new)
    elif there:
        delattr(parent, name)


class _Loader(importlib.abc.Loader):
    def __init__(self, make: Callable[[], ModuleType]) -> None:
        self._make = make

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        made = self._make()
        # A module of a class of its own, one that can be called for instance, is copied to another of that class.
        kind = type(made) if type(made).__init__ is ModuleType.__init__ else ModuleType
        module = kind(spec.name, made.__doc__)
        public = [name for name in dir(made) if not name.startswith("_") or name == "__version__"]
        module.__dict__.update({name: getattr(made, name) for name in public}, __all__=public)
        if (lookup := vars(made).get("__getattr__")) is not None:
            module.__getattr__ = lookup  # type: ignore[method-assign]
        return module

    def exec_module(self, module: ModuleType) -> None:
        pass


class _Offering(importlib.abc.MetaPathFinder):
    """Asked after all others."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        make = self._offer.find(fullname)
        if make is None:
            return None
        return importlib.machinery.ModuleSpec(fullname, _Loader(make), is_package=True)


class _Preparing(importlib.abc.MetaPathFinder):
    """Finds nothing."""

    def __init__(self, before: Before) -> None:
        self._before = before

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == self._before.module:
            with never_in_the_way(self._before.does):
                self._before.act()

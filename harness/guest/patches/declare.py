"""Records of what is patched: which attribute, in which versions, in which order, and what that does.

What takes the place of a function is a function again, and no object around it: AutoGraph does not convert the wrapper
objects of ``wrapt`` (it warns, in the student's notebook), and they can neither be pickled nor deep-copied.
"""

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from types import ModuleType
from typing import Any

Around = Callable[..., Any]
"""``around(original, *args, **kwargs)``, called in the place of a function; of a method, the object is in ``args``."""


class Layer(IntEnum):
    """Patches of one attribute are applied in this order: each is around those before it."""

    WATCH = auto()
    """What is looked at: nearest to the library, so that an old call is seen as the new one that it becomes."""
    MEMORY = auto()
    """What networks are taught and answer is remembered, for what is computed of it later."""
    PLACES = auto()
    """Paths of another machine lead to folders of this run."""
    CALLS = auto()
    """Calls that were written for another version."""
    FILES = auto()
    """Names of files that another version took."""
    DATA = auto()
    """The data set, where nothing else has a file of that name."""


class When(Enum):
    """Where a patch applies."""

    THERE = auto()
    """The attribute must be there; a note says where it is not."""
    MISSING = auto()
    """Only where it is not there."""
    EITHER = auto()


@dataclass(frozen=True)
class Patch:
    """One attribute that is replaced as soon as a module was imported.

    Args:
        module: after whose import it is applied; at once where it was imported before.
        path: the attribute, with dots, from the module or from ``owner``.
        does: a sentence.
        make: gives the new value for the old one (None where there is none).
        layer: its place among other patches of the same attribute.
        when: whether the attribute must be there.
        owner: gives the object that ``path`` starts from, in the place of the module.
        versions: of the module's package, as pip writes them (``>=3,<4``); empty where it applies to all.
    """

    module: str
    path: str
    does: str
    make: Callable[[Any], Any]
    layer: Layer = Layer.CALLS
    when: When = When.THERE
    owner: Callable[[], Any] | None = None
    versions: str = ""


@dataclass(frozen=True)
class Offer:
    """Modules that nothing else finds: ``find(name)`` gives a function that makes a module to copy, or None."""

    find: Callable[[str], Callable[[], ModuleType] | None]
    does: str


@dataclass(frozen=True)
class Before:
    """What is done each time just before a module is looked for."""

    module: str
    act: Callable[[], None]
    does: str


Change = Patch | Offer | Before


def around(function: Around) -> Callable[[Any], Any]:
    """A ``make`` that puts ``function(original, *args, **kwargs)`` in the place of a function."""

    def make(original: Any) -> Any:
        @functools.wraps(original)
        def call(*args: Any, **kwargs: Any) -> Any:
            return function(original, *args, **kwargs)

        return call

    return make


GONE = object()
"""What a ``make`` gives where the attribute is to be removed."""


def instead(value: Any) -> Callable[[Any], Any]:
    """A ``make`` that gives the value, whatever was there."""
    return lambda original: value


def names(module: str, find: Callable[[str], Any], does: str) -> Patch:
    """``find(name)`` is asked for names that a module lacks, after all others; it gives the value, or None."""

    def make(before: Callable[[str], Any] | None) -> Callable[[str], Any]:
        loaded = sys.modules[module]

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

        return lookup

    return Patch(module, "__getattr__", does, make, when=When.EITHER)

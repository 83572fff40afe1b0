"""Names, modules and arguments that NumPy, scikit-learn, Python itself and others dropped, and fonts."""

import builtins
import collections.abc
import functools
import importlib
import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from ..channel import phrase
from ..patches.declare import Change, Offer, Patch, When, around, instead, names
from .adapted import asked_by_a_package, tell
from .calls import renaming

BUILTINS = ("int", "float", "complex", "object", "str")
NUMPY = {
    "bool8": "bool_", "float_": "float64", "int0": "intp", "long": "int64", "unicode": "str_", "unicode_": "str_",
    "string_": "bytes_", "Inf": "inf", "Infinity": "inf", "PINF": "inf", "infty": "inf", "NaN": "nan", "NAN": "nan",
    "product": "prod", "cumproduct": "cumprod", "sometrue": "any", "alltrue": "all", "in1d": "isin",
    "trapz": "trapezoid", "msort": "sort", "round_": "round", "row_stack": "vstack", "mat": "asmatrix",
}  # fmt: skip
"""Old names of NumPy, and the new ones."""
MODULES = {
    "sklearn.externals.joblib": "joblib",
    "sklearn.externals.six": "six",
    "sklearn.cross_validation": "sklearn.model_selection",
    "sklearn.grid_search": "sklearn.model_selection",
}
"""Old modules, and those that hold the same names."""
ARGUMENTS: dict[tuple[str, str], dict[str, str | None]] = {
    ("sklearn.linear_model", "LogisticRegression"): {"multi_class": None},
    ("sklearn.linear_model", "LogisticRegressionCV"): {"multi_class": None},
    ("sklearn.manifold", "TSNE"): {"n_iter": "max_iter"},
    ("sklearn.preprocessing", "OneHotEncoder"): {"sparse": "sparse_output"},
}
"""Dropped arguments of classes, and the new ones, if any."""
NAMES_OF_FEATURES = (
    ("sklearn.preprocessing", "OneHotEncoder"),
    ("sklearn.preprocessing", "PolynomialFeatures"),
    ("sklearn.feature_extraction", "DictVectorizer"),
    ("sklearn.feature_extraction.text", "CountVectorizer"),
    ("sklearn.compose", "ColumnTransformer"),
)
"""Classes whose ``get_feature_names`` is ``get_feature_names_out`` now."""
FONTS = ("japanize_matplotlib", "koreanize_matplotlib", "matplotlib_fontja")
"""Packages that are imported for the letters of titles alone."""


def changes() -> list[Change]:
    """Names, modules and arguments."""
    changes: list[Change] = [Offer(_module, "Modules that scikit-learn dropped, and fonts.")]
    does = "Gives old names to student code."
    for module, find in (
        ("numpy", _numpy),
        ("collections", _of("collections", collections.abc)),
        ("time", {"clock": ("time.perf_counter", "time", "perf_counter")}),
        ("PIL.Image", {"ANTIALIAS": ("Image.LANCZOS", "PIL.Image", "LANCZOS")}),
        ("scipy", {"interp": ("numpy.interp", "numpy", "interp")}),
        ("matplotlib.cm", {"get_cmap": ("matplotlib.pyplot.get_cmap", "matplotlib.pyplot", "get_cmap")}),
    ):
        changes.append(
            names(module, _of_students(_named(module, find) if isinstance(find, dict) else find), does)
        )
    changes.append(names("IPython.core.display", _ipython, "Gives names that IPython.display holds now."))
    for (module, kind), renamed in ARGUMENTS.items():
        make = functools.partial(_arguments, kind=kind, renamed=renamed)
        changes.append(Patch(module, f"{kind}.__init__", "Drops or renames old arguments.", make))
    for module, kind in NAMES_OF_FEATURES:
        old = f"{kind}.get_feature_names"
        changes.append(Patch(module, old, "Offers an old name.", instead(_features), when=When.MISSING))
    return changes


def _features(transformer: Any, *args: Any) -> list[str]:
    tell("get_feature_names", "get_feature_names_out")
    return list(transformer.get_feature_names_out(*args))


def _of_students(find: Callable[[str], Any]) -> Callable[[str], Any]:
    """Other packages look for old names to learn how new a library is: they are told the truth."""

    def asked(name: str) -> Any:
        return None if asked_by_a_package(2) else find(name)

    return asked


def _named(module: str, names: dict[str, tuple[str, str, str]]) -> Callable[[str], Any]:
    def find(name: str) -> Any:
        if name not in names:
            return None
        now, new_module, new_name = names[name]
        tell(f"{module}.{name}", now)
        return getattr(importlib.import_module(new_module), new_name)

    return find


def _of(module: str, other: ModuleType) -> Callable[[str], Any]:
    """Names that lie in another module now."""

    def find(name: str) -> Any:
        value = getattr(other, name, None)
        if value is not None:
            tell(f"{module}.{name}", f"{other.__name__}.{name}")
        return value

    return find


def _numpy(name: str) -> Any:
    if name in BUILTINS:
        tell(f"numpy.{name}", name)
        return getattr(builtins, name)
    if name == "asscalar":
        tell("numpy.asscalar", "array.item()")
        return lambda array: array.item()
    if name == "NINF":
        tell("numpy.NINF", "-numpy.inf")
        return -np.inf
    if name not in NUMPY:
        return None
    tell(f"numpy.{name}", f"numpy.{NUMPY[name]}")
    return getattr(np, NUMPY[name])


def _ipython(name: str) -> Any:
    return _of("IPython.core.display", importlib.import_module("IPython.display"))(name)


def _module(name: str) -> Callable[[], ModuleType] | None:
    if name in FONTS:
        return lambda: _font(name)
    new = MODULES.get(name)
    if new is None:
        return None

    def make() -> ModuleType:
        tell(name, new)
        return importlib.import_module(new)

    return make


def _font(name: str) -> ModuleType:
    tell(name, phrase("adapted.no_font"))
    module = ModuleType(name, "Brings no font.")
    module.__dict__["japanize"] = lambda: None
    return module


def _arguments(original: Any, *, kind: str, renamed: dict[str, str | None]) -> Any:
    known = inspect.signature(original).parameters
    dropped = {old: new for old, new in renamed.items() if old not in known}
    return around(renaming(kind, dropped, phrase("adapted.decides_itself")))(original)

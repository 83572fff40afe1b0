"""Runs in the guest environment: applies patches to a module of its own and prints what came out, as JSON.

Usage: ``python patch_cases.py FOLDER``, with the file for events in HARNESS_EVENTS.
"""

import copy
import importlib
import inspect
import json
import pickle
import sys
import types
from pathlib import Path
from typing import Any

from harness.guest.patches.apply import apply
from harness.guest.patches.declare import GONE, Before, Layer, Offer, Patch, When, around, instead, names

SOURCE = """
__version__ = "3.1"
OLD = 1

def double(x, *, twice=False):
    return 2 * x

class Kind:
    def method(self, x):
        return x
"""

folder = Path(sys.argv[1])
(folder / "watched_here.py").write_text(SOURCE, encoding="utf-8")
sys.path.insert(0, str(folder))
order: list[str] = []


def calling(name: str) -> Any:
    def call(original: Any, *args: Any, **kwargs: Any) -> Any:
        order.append(name)
        return original(*args, **kwargs)

    return around(call)


def broken(original: Any) -> Any:
    raise KeyError("a fault of ours")


def offered() -> types.ModuleType:
    module = types.ModuleType("offered")
    module.answer = 42  # type: ignore[attr-defined]
    return module


asked: list[str] = []
HERE = "watched_here"
apply(
    [
        Patch(HERE, "double", "Outer.", calling("outer"), Layer.DATA),
        Patch(HERE, "double", "Inner.", calling("inner"), Layer.WATCH),
        Patch(HERE, "Kind.method", "A method.", calling("method")),
        Patch(HERE, "Kind.not_there", "Of another version.", calling("never")),
        Patch(HERE, "nothing.not_there", "Of another version.", calling("never"), when=When.MISSING),
        Patch(
            HERE,
            "method",
            "Of an owner that is not there.",
            calling("never"),
            owner=lambda: importlib.import_module("gone"),
        ),
        Patch(HERE, "OLD", "Breaks.", broken),
        Patch(HERE, "OLD", "Is there.", instead(2), Layer.DATA, When.MISSING),
        Patch(HERE, "Kind.added", "Is not there.", instead(3), Layer.DATA, When.MISSING),
        Patch(HERE, "__version__", "Of an older version.", instead("0"), versions="<3"),
        Patch(HERE, "Kind.__doc__", "Of this version.", instead("new"), versions=">=3,<4"),
        names(HERE, {"lent": 7}.get, "Lends a name."),
        Offer({"offered_here": offered}.get, "A module."),
        Before(HERE, lambda: asked.append("before"), "Asks first."),
    ]
)
found: dict[str, Any] = {"imported ahead": HERE in sys.modules}
module = importlib.import_module(HERE)
Kind, double = module.Kind, module.double
found |= {
    "value": double(4),
    "order": list(order),
    "method": Kind().method(5),
    "is a function": isinstance(double, types.FunctionType) and inspect.isfunction(Kind.method),
    "signature": str(inspect.signature(double)),
    "source": "return 2 * x" in inspect.getsource(double),
    "pickled": pickle.loads(pickle.dumps(double)) is double,
    "copied": copy.deepcopy(double) is double,
    "old": module.OLD,
    "added": Kind.added,
    "version": module.__version__,
    "doc": Kind.__doc__,
    "lent": module.lent,
    "lacking": hasattr(module, "neither"),
    "offered": importlib.import_module("offered_here").answer,
    "asked": asked,
}
apply(
    [
        Patch(HERE, "OLD", "At once.", instead(GONE)),
        Patch(HERE, "later", "At once.", instead(1), when=When.EITHER),
    ]
)
found |= {"gone": not hasattr(module, "OLD"), "later": module.later}
json.dump(found, sys.stdout)

"""Who may import what: the trust boundary between host and guest, held over the source itself."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
GUEST = "harness.guest"
WIRE = "harness.wire"
TRAINING = ("tensorflow", "keras", "tf_keras")
UNPICKLING = ("pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal")


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def imported(source: str, package: str) -> Iterator[tuple[int, str]]:
    """Line and absolute module name, for each import in a module of ``package``; ``from a.b import c`` gives ``a.b.c``,
    for c may be a module, and ``from a import b`` gives ``a.b`` alone."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}"
        elif isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            name = node.args[0]
            if called in ("import_module", "__import__", "importorskip") and isinstance(name, ast.Constant):
                yield node.lineno, str(name.value)


def guest_of(package: str) -> str | None:
    """The guest package that this one is, or is in: ours, or that of an assignment; None for code of the host."""
    of_assignment = re.match(r"harness\.assignments\.\w+\.guest(?=\.|$)", package)
    if of_assignment is not None:
        return of_assignment.group()
    return GUEST if within(package, GUEST) else None


def broken_rules(source: str, package: str) -> list[str]:
    """What breaks the import rule in the source of a module of ``package``, one sentence each."""
    found = []
    for line, module in imported(source, package):
        if within(package, WIRE):
            if not within(module, WIRE) and module.partition(".")[0] not in sys.stdlib_module_names:
                found.append(
                    f"line {line}: {WIRE} imports {module}, and may import the standard library alone"
                )
        elif (own := guest_of(package)) is not None:
            if within(module, "harness") and not within(module, GUEST, WIRE, own):
                found.append(f"line {line}: guest code imports {module}, which a sandbox does not hold")
        elif within(module, GUEST):
            found.append(f"line {line}: host code imports {module}")
        elif within(module, *TRAINING):
            found.append(f"line {line}: host code imports {module}, which belongs in a sandbox")
        elif within(module, *UNPICKLING):
            found.append(f"line {line}: host code imports {module}, which can run code from data")
    return found


def modules() -> list[Path]:
    return sorted((PROJECT / "harness").rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_module_keeps_the_import_rule(path: Path) -> None:
    package = ".".join(path.parent.relative_to(PROJECT).parts)
    assert broken_rules(path.read_text(encoding="utf-8"), package) == []


@pytest.mark.parametrize(
    ("source", "package"),
    [
        ("import tensorflow as tf", "harness.evidence.graph"),
        ("def f():\n    from keras.layers import Dense", "harness.checks"),
        ("import importlib\nimportlib.import_module('tensorflow')", "harness"),
        ("from harness.guest import probe", "harness.sandbox"),
        ("from ..guest import probe", "harness.sandbox"),
        ("from harness import guest", "harness"),
        ("import pickle", "harness.report"),
        ("from joblib import load", "harness.leaderboard"),
        ("from harness.errors import UsageError", "harness.guest"),
        ("from ..errors import UsageError", "harness.guest"),
        ("import harness", "harness.guest.deep"),
        ("from harness import errors", "harness.guest.deep"),
        ("import harness_host", "harness.wire"),
        ("import numpy", "harness.wire"),
        ("from harness.errors import UsageError", "harness.assignments.digits.guest"),
        ("from harness.assignments.digits.data import load", "harness.assignments.digits.guest.deep"),
        ("from harness.guest import channel", "harness.wire"),
        ("from ..errors import UsageError", "harness.wire"),
    ],
)
def test_rule_sees_a_breach(source: str, package: str) -> None:
    assert broken_rules(source, package)


@pytest.mark.parametrize(
    ("source", "package"),
    [
        ("import tensorflow as tf\nimport pickle", "harness.guest"),
        ("from . import events\nfrom .flatten import flatten", "harness.guest"),
        ("from ..events import write", "harness.guest.deep"),
        ("from harness.wire import files\nfrom harness.guest.channel import send", "harness.guest.deep"),
        ("from harness.wire.events import Event", "harness.evidence"),
        ("import re\nfrom enum import StrEnum\nfrom harness.wire.limits import MAX_LINE", "harness.wire"),
        ("from harness.errors import UsageError\nimport numpy as np", "harness.report"),
        ("from .contract import Backend\nfrom ..errors import UsageError", "harness.sandbox"),
        ("import keras_names", "harness.checks"),
        (
            "from harness.guest.visible import Visible\nfrom . import names",
            "harness.assignments.digits.guest",
        ),
    ],
)
def test_rule_lets_pass_what_is_allowed(source: str, package: str) -> None:
    assert broken_rules(source, package) == []


def test_this_environment_holds_no_training_library() -> None:
    assert not {"tensorflow", "keras"} & set(sys.modules)

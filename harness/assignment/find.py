"""Finds an assignment by its name: a folder beside the rubric, one of ours, or one of an installed package."""

import importlib.util
import sys
from pathlib import Path

from harness.assignment.assignment import Assignment
from harness.errors import UsageError
from harness.plugins import Group
from harness.words.phrase import Phrase, phrase

ATTRIBUTE = "ASSIGNMENT"
ASSIGNMENTS = Group(
    name="harness.assignments",
    noun=phrase("plugin.assignment"),
    option="assignment:",
    own={"fashion_mnist": f"harness.assignments.fashion_mnist:{ATTRIBUTE}"},
)


def find_assignment(name: str, folder: Path) -> Assignment:
    """The assignment of this name.

    In order: the package in ``folder / name`` (the folder is that of the rubric), ours, those that installed packages
    register as entry points of the group ``harness.assignments``. Each names an `Assignment`; a package in a folder
    calls it ``ASSIGNMENT``.

    Raises:
        UsageError: there is none of this name, or it is none.
        InfrastructureError: it cannot be imported.
    """
    package = folder / name / "__init__.py"
    if package.is_file():
        return _checked(_of_folder(name, package), name, str(package))
    return _checked(ASSIGNMENTS.load(name), name, phrase("assignment.entry_point", name=name))


def _of_folder(name: str, package: Path) -> object:
    module_name = f"harness_assignment_{name}"
    spec = importlib.util.spec_from_file_location(
        module_name, package, submodule_search_locations=[str(package.parent)]
    )
    if spec is None or spec.loader is None:
        raise UsageError(phrase("assignment.no_import", package=package))
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[module_name]
        raise UsageError(
            phrase("assignment.fails", folder=package.parent, kind=type(error).__name__, error=error)
        ) from error
    return getattr(module, ATTRIBUTE, None)


def _checked(found: object, name: str, where: str | Phrase) -> Assignment:
    if not isinstance(found, Assignment):
        raise UsageError(phrase("assignment.no_record", where=where, attribute=ATTRIBUTE, name=name))
    return found

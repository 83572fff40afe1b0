"""How a rubric names a check, and which function that is."""

import ast
import functools
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from harness.errors import UsageError, WrongValueError
from harness.plugins import Group
from harness.syntax import tree_of
from harness.words.phrase import phrase

PREFIX = "check_"
FIXTURES = "fixtures.py"
"""Beside the checks of an assignment: pytest fixtures for them."""
CHECKS = Group(name="harness.checks", noun=phrase("plugin.checks"), option="PACKAGE:module.function", own={})
"""Entry points of packages of checks: each names a package whose folder holds files ``check_*.py``."""


@dataclass(frozen=True)
class Place:
    """The file of a check and its function there."""

    file: Path
    function: str


def is_own(name: str) -> bool:
    """Whether it is a check of the teacher's own: ``FILE.py::check_NAME``, and not ``module.function``."""
    return "::" in name


def place_of(name: str, own: Path, folder: Path) -> Place:
    """Where a check is: ``module.function`` below ``own``, the folder of the assignment's checks;
    ``PACKAGE:module.function`` in an installed package of checks; ``FILE.py::check_NAME`` in a file below ``folder``,
    that of the rubric. Raises `WrongValueError` where it is not such a name."""
    if is_own(name):
        file, _, function = name.partition("::")
        return Place((folder / file).resolve(), function)
    package, colon, inside = name.rpartition(":")
    module, _, function = inside.partition(".")
    if not (module.isidentifier() and function.isidentifier()):
        raise WrongValueError(phrase("rubric.no_name", name=name))
    where = _package_folder(package) if colon else own
    return Place(where / f"{PREFIX}{module}.py", f"{PREFIX}{function}")


def _package_folder(name: str) -> Path:
    """The folder of an installed package of checks, which is not imported for it."""
    try:
        value = CHECKS.find(name).value
    except UsageError as error:
        raise WrongValueError(phrase("rubric.of_package", said=error)) from None
    try:
        spec = importlib.util.find_spec(value)
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise WrongValueError(phrase("rubric.no_package", name=name, value=value))
    return Path(spec.submodule_search_locations[0])


def title_at(place: Place) -> str:
    """The docstring of a check that `find_check` found, in one line; empty where it has none, or its file is gone."""
    try:
        return _functions(place.file.read_bytes()).get(place.function, "")
    except (OSError, SyntaxError, ValueError):
        return ""


def find_check(name: str, own: Path, folder: Path) -> Place:
    """Where a check is. Raises `WrongValueError` where there is none; nothing is imported."""
    place = place_of(name, own, folder)
    if not place.function.startswith(PREFIX):
        raise WrongValueError(phrase("rubric.prefix", name=name, prefix=PREFIX))
    if is_own(name) and not place.file.is_relative_to(folder.resolve()):
        raise WrongValueError(phrase("rubric.outside", name=name))
    try:
        known = _functions(place.file.read_bytes())
    except OSError as error:
        raise WrongValueError(
            phrase("rubric.check_unread", name=name, file=place.file, why=error.strerror)
        ) from None
    except (SyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        said = phrase("rubric.no_python", name=name, file=place.file.name, line=line, error=error)
        raise WrongValueError(said) from None
    if place.function not in known:
        said = phrase("rubric.no_check", name=name, file=place.file.name, function=place.function)
        raise WrongValueError(said)
    return place


@functools.lru_cache(maxsize=64)
def _functions(source: bytes) -> dict[str, str]:
    """The functions of a module, name to docstring in one line. Raises what `ast.parse` raises."""
    # A file holds many checks, and a rubric names them one by one, more than once.
    functions = [item for item in tree_of(source).body if isinstance(item, ast.FunctionDef)]
    return {item.name: " ".join((ast.get_docstring(item) or "").split()) for item in functions}

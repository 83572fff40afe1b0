"""How a rubric names a check, and which function that is."""

import ast
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
OURS = FOLDER.parent / "assignments" / "fashion_mnist" / "checks"
PREFIX = "check_"


@dataclass(frozen=True)
class Place:
    """The file of a check and its function there."""

    file: Path
    function: str


def is_own(name: str) -> bool:
    """Whether it is a check of the teacher's own: ``FILE.py::check_NAME``, and not ``module.function``."""
    return "::" in name


def place_of(name: str, folder: Path) -> Place:
    """Where a check is: ``module.function`` among those of the harness, ``FILE.py::check_NAME`` in a file below
    ``folder``, that of the rubric. Raises `ValueError` where the name is none."""
    if is_own(name):
        file, _, function = name.partition("::")
        return Place((folder / file).resolve(), function)
    module, _, function = name.partition(".")
    if not (module.isidentifier() and function.isidentifier()):
        raise ValueError(
            f"'{name}' names no check: write it as module.function, for example dataset.shapes, "
            "or as FILE.py::check_NAME for one of your own"
        )
    return Place(OURS / f"{PREFIX}{module}.py", f"{PREFIX}{function}")


def find_check(name: str, folder: Path) -> Place:
    """Where a check is. Raises `ValueError` where there is none; nothing is imported."""
    place = place_of(name, folder)
    if not place.function.startswith(PREFIX):
        raise ValueError(f"'{name}' names no check: the name of its function must begin with {PREFIX}")
    if is_own(name) and not place.file.is_relative_to(folder.resolve()):
        raise ValueError(f"'{name}' is not in the folder of the rubric or below it")
    try:
        tree = ast.parse(place.file.read_bytes())
    except OSError as error:
        raise ValueError(
            f"there is no check '{name}': {place.file} cannot be read ({error.strerror})"
        ) from None
    except (SyntaxError, ValueError) as error:
        line = f" line {error.lineno}" if isinstance(error, SyntaxError) else ""
        raise ValueError(f"'{name}': {place.file.name}{line} is no Python: {error}") from None
    if not any(isinstance(item, ast.FunctionDef) and item.name == place.function for item in tree.body):
        raise ValueError(f"there is no check '{name}': {place.file.name} defines no {place.function}")
    return place

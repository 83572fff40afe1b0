"""Imports what the first cells of a notebook are certain to import, before their turn, and where nobody can tell the difference.

A student may set before an import what the import reads: variables of the environment, paths, files. So only what is written
before any other statement than imports and constants is imported, and nothing where a file that was handed in could itself be
imported. The rest is imported when the cells run.
"""

import ast
import importlib
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import all_suffixes
from pathlib import Path
from typing import Any

LIBRARIES = frozenset(
    {
        "PIL",
        "cv2",
        "keras",
        "matplotlib",
        "numpy",
        "pandas",
        "scipy",
        "seaborn",
        "skimage",
        "sklearn",
        "tensorflow",
    }
)
"""What the locked environment holds and student code asks for: each is imported as a whole."""
PARTS = frozenset({"matplotlib.pyplot", "sklearn.metrics", "sklearn.model_selection"})
"""Parts of them that are large, and no part of the whole."""
PLOTTING = frozenset({"matplotlib", "seaborn"})
"""What is imported after ``%matplotlib inline`` is imported there."""
HARMLESS = (sys.stdlib_module_names | {"IPython"}) - {"antigravity", "idlelib", "test", "this"}
"""What may be imported before: it changes nothing for `LIBRARIES`."""
SCRIPT = "solution.py"
INLINE = "get_ipython().run_line_magic('matplotlib', 'inline')"


def import_ahead(shell: Any, sources: Sequence[str], folder: Path) -> list[str]:
    """Imports what the sources of the first cells, in their order, are certain to import; ``folder`` is what was handed in.

    Returns the names of the modules. One that cannot be imported ends it, and student code meets the same error.
    """
    names = list[str]()
    if not any(map(_can_be_imported, folder.iterdir())):
        for name in certain(shell, sources):
            try:
                importlib.import_module(name)
            except Exception:  # noqa: BLE001 - whatever it is, it is raised again in the student's cell
                break
            names.append(name)
    return names


def certain(shell: Any, sources: Sequence[str]) -> list[str]:
    """The names of the modules that are to be imported ahead; ``shell`` reads cells as they are read when they run."""
    found, inline = dict[str, None](), False
    for statement in _statements(shell, sources):
        if ast.unparse(statement) == INLINE:
            inline = True
            continue
        modules = _modules(statement)
        if modules is None:
            break
        for name in modules:
            whole = name.partition(".")[0]
            if whole in LIBRARIES and not (inline and whole in PLOTTING):
                found.setdefault(whole)
                if name in PARTS:
                    found.setdefault(name)
    return list(found)


def _statements(shell: Any, sources: Sequence[str]) -> Iterator[ast.stmt]:
    """Those of cells, up to the first cell that does not run at all."""
    for source in sources:
        try:
            tree = ast.parse(shell.transform_cell(source))
            compile(tree, "<ahead>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        yield from tree.body


def _modules(statement: ast.stmt) -> list[str] | None:
    """The modules that a statement imports, and no others can be told from it; None where it may do more than that."""
    if isinstance(statement, ast.Import):
        found = [alias.name for alias in statement.names]
    elif isinstance(statement, ast.ImportFrom) and not statement.level and statement.module:
        found = [statement.module, *(f"{statement.module}.{alias.name}" for alias in statement.names)]
    elif isinstance(statement, ast.Pass) or _is_constant(statement):
        found = []
    else:
        return None
    known = all(name.partition(".")[0] in LIBRARIES | HARMLESS for name in found)
    return found if known else None


def _is_constant(statement: ast.stmt) -> bool:
    """Whether it is a text, or gives a name to a number or a text."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Constant):
        return False
    return all(isinstance(one, ast.Name) and not one.id.startswith("_") for one in statement.targets)


def _can_be_imported(path: Path) -> bool:
    """Whether ``import`` may find it in its folder: there, it would come before every library."""
    stem = path.name.partition(".")[0]
    is_code = path.is_dir() or path.name.endswith(tuple(all_suffixes()))
    return is_code and stem.isidentifier() and path.name != SCRIPT

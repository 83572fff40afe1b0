"""Builds the notebook of the reference solution from its percent script.

    python tools/build_notebook.py [SCRIPT [NOTEBOOK]]     (reference/solution.py to reference/solution.ipynb)

In the script, a cell begins with ``# %%`` or ``# %% [markdown]``; Markdown stands behind ``# ``. The script imports
functions and classes of the package ``reference`` and so runs as it is. The notebook runs alone: in the place of such
an import stands the source of what it names, of what that needs of its own and of other ``reference`` modules, and the
imports that all of it uses. Equal sources give an equal notebook, to the byte.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "reference" / "solution.py"
PACKAGE = "reference"
CELL, MARKDOWN = "# %%", "# %% [markdown]"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True)
class Cell:
    """A cell of the script: where its text begins there, and the text."""

    markdown: bool
    line: int
    text: str


def read_cells(script: str) -> list[Cell]:
    """The cells of a percent script. Raises `ValueError` where something stands before the first of them."""
    heads: list[tuple[int, bool]] = []
    lines = script.splitlines()
    for number, line in enumerate(lines):
        if line.rstrip() in (CELL, MARKDOWN):
            heads.append((number, line.rstrip() == MARKDOWN))
    first = heads[0][0] if heads else len(lines)
    if "".join(lines[:first]).strip():
        raise ValueError(f"The script must begin with a cell, '{CELL}' or '{MARKDOWN}'.")
    cells = []
    ends = [number for number, _ in heads[1:]] + [len(lines)]
    for (number, markdown), end in zip(heads, ends, strict=True):
        body = lines[number + 1 : end]
        if markdown:
            body = [line.removeprefix("#").removeprefix(" ") for line in body]
        cells.append(Cell(markdown, number + 2, "\n".join(body).strip("\n")))
    return cells


@dataclass
class Module:
    """A module of ``reference``, or a cell, as far as its top level goes."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def definitions(self) -> dict[str, ast.stmt]:
        """The statement that makes each name of the module's own."""
        return {name: node for node in self.tree.body for name in _bound(node)}

    @cached_property
    def imports(self) -> dict[str, tuple[str, str | None]]:
        """For each imported name, the import that gives it alone, and the module below ``reference`` or None."""
        found: dict[str, tuple[str, str | None]] = {}
        for node in self.tree.body:
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                single = (
                    ast.Import([alias])
                    if isinstance(node, ast.Import)
                    else ast.ImportFrom(node.module, [alias], node.level)
                )
                found[name] = (ast.unparse(single), self._own(node, alias))
        return found

    def _own(self, node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str | None:
        module = alias.name if isinstance(node, ast.Import) else (node.module or "")
        relative = isinstance(node, ast.ImportFrom) and node.level > 0
        if not relative and module.split(".")[0] != PACKAGE:
            return None
        if relative or isinstance(node, ast.Import) or alias.asname is not None:
            raise ValueError(
                f"{self.name}:{node.lineno}: write 'from {PACKAGE}.… import NAME', absolute and without 'as'."
            )
        return module

    def source(self, node: ast.stmt) -> str:
        """The statement's text, with its decorators."""
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        return "\n".join(self.text.splitlines()[first - 1 : node.end_lineno])


def _bound(node: ast.stmt) -> Iterator[str]:
    """Names that a top-level statement binds, but for imports."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield node.name
        return
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id


def _used(node: ast.stmt) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


@dataclass
class Bundler:
    """Writes out what cells import from ``reference``. Each piece is written once, in the first cell that needs it."""

    root: Path
    _modules: dict[str, Module] = field(default_factory=dict)
    _origins: dict[str, str] = field(default_factory=dict)

    def expand(self, cell: Cell) -> str:
        """The cell's code without an import from ``reference``. Raises `ValueError` where a name is missing, or would
        mean two things in the one namespace that a notebook has."""
        code = Module(f"cell at line {cell.line}", cell.text)
        for name, (text, own) in code.imports.items():
            if own is None:
                self._claim(name, text)
        lines = cell.text.splitlines()
        # From the last to the first, so that line numbers stay true; bundled in reading order all the same.
        written = []
        for node in code.tree.body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE:
                names = {name for name, (_, own) in code.imports.items() if own == node.module}
                written.append((node, self._bundle(node.module or "", names & {a.name for a in node.names})))
        for node, text in reversed(written):
            lines[node.lineno - 1 : node.end_lineno] = text.splitlines()
        for name in code.definitions:
            self._claim(name, "the notebook")
        return "\n".join(lines).strip("\n")

    def _bundle(self, module: str, names: set[str]) -> str:
        needed: dict[str, set[str]] = {}
        imports: dict[str, str] = {}
        self._need(module, names, needed, imports)
        fresh = [text for name, text in imports.items() if self._claim(name, text)]
        pieces = ["\n".join(sorted(fresh))] if fresh else []
        for owner, wanted in needed.items():
            home = self._module(owner)
            new = {name for name in wanted if self._claim(name, owner)}
            statements = [node for node in home.tree.body if new & set(_bound(node))]
            pieces += [home.source(node) for node in statements]
        return "\n\n\n".join(pieces)

    def _need(
        self, module: str, names: set[str], needed: dict[str, set[str]], imports: dict[str, str]
    ) -> None:
        """Adds ``names`` of ``module`` and all that they use: other modules first, so that what is needed comes
        before what needs it."""
        home = self._module(module)
        seen: set[str] = set()
        elsewhere: dict[str, set[str]] = {}
        waiting = sorted(names)
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            if name not in home.definitions:
                raise ValueError(f"{module} defines no {name} at its top level.")
            for used in sorted(_used(home.definitions[name])):
                if used in home.definitions:
                    waiting.append(used)
                elif used in home.imports:
                    text, own = home.imports[used]
                    if own is None:
                        imports[used] = text
                    else:
                        elsewhere.setdefault(own, set()).add(used)
        for other in sorted(elsewhere):
            self._need(other, elsewhere[other], needed, imports)
        needed.setdefault(module, set()).update(seen)

    def _module(self, name: str) -> Module:
        if name not in self._modules:
            path = self.root.joinpath(*name.split(".")).with_suffix(".py")
            if not path.is_file():
                raise ValueError(f"There is no module {name}: {path} is missing.")
            self._modules[name] = Module(name, path.read_text(encoding="utf-8"))
        return self._modules[name]

    def _claim(self, name: str, origin: str) -> bool:
        """Notes where a name comes from; True where it is new. Raises `ValueError` where it comes from elsewhere."""
        known = self._origins.get(name)
        if known not in (None, origin):
            raise ValueError(f"'{name}' of '{origin}' would hide that of '{known}'; rename one of them.")
        self._origins[name] = origin
        return known is None


def build(script: Path, root: Path = ROOT) -> str:
    """The notebook of a percent script, as the text of an ``.ipynb`` file without outputs. Raises `ValueError` where
    the script, or what it imports from ``reference`` below ``root``, does not allow it."""
    bundler = Bundler(root)
    notebook = nbformat.v4.new_notebook(metadata=METADATA)
    for number, cell in enumerate(read_cells(script.read_text(encoding="utf-8")), start=1):
        identity = {"id": f"cell-{number:02d}"}
        if cell.markdown:
            notebook.cells.append(nbformat.v4.new_markdown_cell(cell.text, **identity))
        else:
            notebook.cells.append(nbformat.v4.new_code_cell(bundler.expand(cell), **identity))
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def main(arguments: list[str]) -> None:
    """Writes the notebook, beside the script unless told otherwise."""
    script = Path(arguments[0]) if arguments else SCRIPT
    target = Path(arguments[1]) if len(arguments) > 1 else script.with_suffix(".ipynb")
    try:
        text = build(script)
    except (OSError, ValueError, SyntaxError) as error:
        sys.exit(f"{script}: {error}")
    target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

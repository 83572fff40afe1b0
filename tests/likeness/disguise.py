"""A work as somebody would hand it in who wants that it is not seen to be a copy."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import nbformat

from harness.intake.collect import Found
from harness.intake.work import Part
from tests.conftest import ROOT

ALICE = ROOT / "submissions" / "alice" / "solution.ipynb"


def code_cells(path: Path = ALICE) -> list[str]:
    """The sources of the code cells of a notebook."""
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def renamed(cells: Sequence[str]) -> list[str]:
    """The cells with every name that they bind, but those of imports, called otherwise."""
    nodes = [node for cell in cells for node in ast.walk(ast.parse(cell))]
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    names = {name: f"my_{number}_value" for number, name in enumerate(sorted(bound))}
    return [
        re.sub(r"(?<!\.)\b[^\W\d]\w*\b", lambda found: names.get(found[0], found[0]), cell) for cell in cells
    ]


def commented(cells: Sequence[str]) -> list[str]:
    """The cells with a remark above every statement."""
    return [
        "\n".join(f"# step\n{ast.unparse(statement)}  # done" for statement in ast.parse(cell).body)
        for cell in cells
    ]


def split(cells: Sequence[str]) -> list[str]:
    """The cells with every statement in a cell of its own, and the clock of each shown."""
    return [f"%%time\n{ast.unparse(statement)}" for cell in cells for statement in ast.parse(cell).body]


def hand_in(folder: Path, cells: Sequence[str], words: str = "Some words.") -> Path:
    """Writes a submission of these code cells."""
    folder.mkdir(parents=True)
    made = [nbformat.v4.new_markdown_cell(words), *map(nbformat.v4.new_code_cell, cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=made), folder / "work.ipynb")
    return folder


def handed_in(folder: Path, cells: Sequence[str]) -> Found:
    """Writes a submission, and gives it as one of a class."""
    return Found(folder.name, (Part(hand_in(folder, cells)),))

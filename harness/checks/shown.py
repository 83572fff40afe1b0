"""What a notebook shows a reader: the numbers in its outputs that were computed, not typed."""

import ast
import re

from harness.evidence import Evidence

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")

ANYTHING = re.compile("")
PROGRESS_BAR = re.compile(r"^.*\d[mu]?s/(step|sample|epoch).*$", re.MULTILINE)
"""A line of `Model.fit` or `Model.evaluate`, as every Keras prints it."""


def numbers_in(text: str) -> list[float]:
    """All numbers of a text."""
    return [float(token) for token in NUMBER.findall(text)]


def typed_numbers(source: str) -> set[float]:
    """Numbers that a cell writes out without computing them: inside its texts, and as bare arguments of print."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!", "?"))]
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError):
        return set(numbers_in(source))
    found: set[float] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(numbers_in(node.value))
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("print", "display")
        ):
            for argument in node.args:
                found.update(numbers_in(ast.unparse(argument)) if _is_literal(argument) else ())
    return found


def _is_literal(node: ast.expr) -> bool:
    """True where nothing but literals stands below the node."""
    return not any(isinstance(part, (ast.Name, ast.Call, ast.Attribute)) for part in ast.walk(node))


def computed_numbers(evidence: Evidence, about: re.Pattern[str] = ANYTHING) -> list[float]:
    """Numbers that code cells printed or displayed and did not only repeat from what was typed, from those cells
    whose source or text speaks of ``about``. The hundreds of numbers of a progress bar are left out."""
    found = []
    for cell in evidence.notebook:
        if cell.code and cell.text and (about.search(cell.source) or about.search(cell.text)):
            typed = typed_numbers(cell.source)
            text = PROGRESS_BAR.sub("", cell.text)
            found += [number for number in numbers_in(text) if number not in typed]
    return found


def text_of(evidence: Evidence) -> str:
    """All that code cells printed or displayed as text."""
    return "\n".join(cell.text for cell in evidence.notebook if cell.code)


def shows_number(
    evidence: Evidence, wanted: float, tolerance: float, about: re.Pattern[str] = ANYTHING
) -> bool:
    """True where a computed number lies within ``tolerance`` of ``wanted``: one printed by a cell that speaks of
    ``about``, or one kept in a variable whose name does."""
    kept = [value.data[0] for value in evidence.values if not value.shape and about.search(value.name)]
    return any(abs(number - wanted) <= tolerance for number in [*computed_numbers(evidence, about), *kept])

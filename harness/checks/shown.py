"""What a notebook shows a reader: the numbers in its outputs that were computed, not typed."""

import ast
import re

from harness.evidence import Evidence

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


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


def computed_numbers(evidence: Evidence) -> list[float]:
    """Numbers that code cells printed or displayed and did not only repeat from what was typed."""
    found = []
    for cell in evidence.notebook:
        if cell.code and cell.text:
            typed = typed_numbers(cell.source)
            found += [number for number in numbers_in(cell.text) if number not in typed]
    return found


def text_of(evidence: Evidence) -> str:
    """All that code cells printed or displayed as text."""
    return "\n".join(cell.text for cell in evidence.notebook if cell.code)


def shows_number(evidence: Evidence, wanted: float, tolerance: float) -> bool:
    """True where a computed number, printed or kept in a variable, lies within ``tolerance`` of ``wanted``."""
    kept = [value.data[0] for value in evidence.values if not value.shape]
    return any(abs(number - wanted) <= tolerance for number in [*computed_numbers(evidence), *kept])

"""What reads a student's text takes time linear in it; operations are counted, not seconds."""

import ast
import importlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from harness.assignments.fashion_mnist.data.spec import CALLS
from harness.evidence.hints import _HINTS
from harness.evidence.provenance import parse
from harness.evidence.provenance.parse import Parser
from harness.evidence.provenance.trace import CellTrace, trace
from tests.conftest import ROOT
from tests.regex_steps import Counter, pumps

pytestmark = pytest.mark.slow

PACKAGE = ROOT / "harness"
OURS = ("guest", "sandbox", "assignment", "dataset")
"""What reads no student's text on the host: code that runs in a sandbox, what engines and teachers write."""
SIZES = (200, 400, 800)
EXPRESSION_SIZES = (400, 800)
FEW_STEPS, MOST_STEPS = 20, 500
"""For a character of the text: with fewer an expression is cheap enough, and more are too many however they grow."""
MOST_GROWTH = 2.3
"""Twice the text may take about twice the steps."""


def sources() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] not in OURS]


def expressions() -> dict[tuple[str, int], str]:
    """Every regular expression that is applied to texts, with its flags, and where it stands."""
    found = {(pattern, int(re.DOTALL)): "hints" for pattern, _ in _HINTS}
    for path in sources():
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        text = path.read_text(encoding="utf-8")
        if "import re\n" not in text:
            continue
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, re.Pattern):
                found[value.pattern, value.flags & ~re.UNICODE] = name
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not ast.unparse(node.func).startswith("re."):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                found.setdefault((str(node.args[0].value), 0), name)
    return found


EXPRESSIONS = expressions()


def grows(pattern: str, flags: int) -> str:
    """A text on which the expression takes more than linear time; empty where none was found."""
    for head, unit in pumps(pattern, flags):
        texts = [head + unit * (size // len(unit) + 1) for size in EXPRESSION_SIZES]
        long = Counter(pattern, flags, texts[-1]).find_all(MOST_STEPS * len(texts[-1]))
        if long < FEW_STEPS * len(texts[-1]):
            continue
        if long > MOST_STEPS * len(texts[-1]):
            return f"{head!r} + {unit!r} * n takes more than {MOST_STEPS} steps for each character"
        short = Counter(pattern, flags, texts[0]).find_all(long)
        if long > MOST_GROWTH * short:
            return f"{head!r} + {unit!r} * n takes {short}, then {long} steps"
    return ""


@pytest.mark.parametrize(("pattern", "flags"), EXPRESSIONS, ids=lambda value: str(value)[:40])
def test_a_regular_expression_takes_linear_time(pattern: str, flags: int) -> None:
    assert grows(pattern, flags) == "", EXPRESSIONS[pattern, flags]


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(\s*)(\w[\w, ]*?)\s*=\s*[%!].*$",
        r"%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z%]",
        r"матриц\w* (ошибок|путаницы)",
        r"Concatenate.*matching shapes",
        r"\d+x",
        r"with\b.*\bas\s+(.*):",
    ],
)
def test_the_count_finds_what_is_not_linear(pattern: str) -> None:
    assert grows(pattern, re.DOTALL) != ""


def test_the_count_finds_the_same_matches() -> None:
    assert Counter(r"(?<!\d)60000\D{1,12}(28|78[45])(?!\d)", 0, "x 60000, 28 ").find_all(10**6) > 12
    with pytest.raises(NotImplementedError, match="a repeated group"):
        Counter(r"(?:ab*)*c", 0, "ab").find_all(10)


def events(action: Callable[[], object]) -> int:
    """How many functions are called, and lines of ours run, meanwhile."""
    count = 0

    def one(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return one

    sys.settrace(one)
    sys.setprofile(one)
    try:
        action()
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    ["print ", "a, ", "x = !ls\n", "  %time x\n", "model?\n", "?", "=", "=!", " =", "\n", "((", "f(x)\n"],
)
def test_parsing_takes_linear_time(unit: str) -> None:
    counts = [events(lambda text=unit * size: Parser(10**7).parse(text)) for size in SIZES]  # type: ignore[misc]
    assert counts[2] <= MOST_GROWTH * counts[1] <= MOST_GROWTH**2 * counts[0]
    assert "import re\n" not in Path(parse.__file__).read_text(encoding="utf-8"), (
        "its cost would not be counted"
    )


@pytest.mark.parametrize(
    "cell",
    [
        lambda n: "".join(f"print('image {i}', len(y))\n" for i in range(n)),
        lambda n: "print(" + ", ".join(f"{i}.5" for i in range(n)) + ")",
        lambda n: "".join(f"x{i} = y.sum() + {i}\n" for i in range(n)),
    ],
    ids=["texts", "numbers", "names"],
)
def test_following_a_program_takes_linear_time(cell: Callable[[int], str]) -> None:
    load = "import numpy as np\ny = np.load('fashion.npz')\n"

    def follow(size: int) -> None:
        (found,) = trace([load + cell(size)], CALLS).cells
        assert found.followed
        found.numbers("1.5 2.5\n" * size)

    counts = [events(lambda size=size: follow(size)) for size in SIZES]  # type: ignore[misc]
    assert counts[2] <= MOST_GROWTH * counts[1] <= MOST_GROWTH**2 * counts[0]


def test_source_becomes_a_tree_in_one_place() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in sources()
        if re.search(r"\b(ast\.parse|ast\.literal_eval|compile)\(", path.read_text(encoding="utf-8").replace("re.compile", ""))
    }  # fmt: skip
    assert found == {"syntax.py"}
    strangers = {
        path.relative_to(PACKAGE).as_posix() for path in sources() if "tree_of(" in path.read_text("utf-8")
    }
    teachers = {"checks/names.py", "checks/identity.py"}
    assert strangers == {"syntax.py", "evidence/provenance/parse.py", *teachers}


def test_phrases_are_taken_out_but_not_of_longer_numbers() -> None:
    from harness.evidence.provenance.origin import Origin

    cell = CellTrace(shown=[Origin(data=True, texts=frozenset(["28", "of 10", "", "000"]))])
    assert cell.untyped("28 284 of 10 of 100 60000 28") == "  284   of 100 60000  "

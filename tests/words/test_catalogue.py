"""Every code that the source says has words, all words are said, and both agree on the values."""

import ast
import functools
import inspect
import string
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from jinja2 import Environment, nodes

from harness.assignments.fashion_mnist.port import Name
from harness.dataset.fresh import Change
from harness.doctor.course import FOLDERS
from harness.doctor.finding import State
from harness.evidence.graph.inception import BRANCH_KINDS
from harness.evidence.graph.main_path import LayerKind
from harness.evidence.graph.paths import Kind as StepKind
from harness.evidence.inventory import TriedKind
from harness.grade.audit import Finding
from harness.grade.decision import Verdict
from harness.grade.record import Status
from harness.outcome import Outcome
from harness.words.say import catalogue
from harness.words.template import Template

PROJECT = Path(__file__).resolve().parents[2]
MEMBERS: dict[str, tuple[str, ...]] = {
    "outcome": tuple(Outcome),
    "status": tuple(Status),
    "decision": tuple(Verdict),
    "regrade.what": tuple(Verdict),
    "batch.verdict": tuple(Verdict),
    "tried": get_args(TriedKind),
    "step": get_args(StepKind),
    "layer": get_args(LayerKind),
    "change": tuple(Change),
    "inception.kind": BRANCH_KINDS,
    "doctor.state": tuple(State),
    "doctor.folder": FOLDERS,
    "doctor.elsewhere": FOLDERS,
    "audited.checks": tuple(Finding),
    "audit.sure": tuple(Finding),
    "audited.network": tuple(Finding),
    "row": ("same", "added", "left_out", "changed"),
    "fashion_mnist.branch": BRANCH_KINDS,
    "fashion_mnist.layer": get_args(Name),
}
"""Groups whose codes are made of a member's value: ``phrase(f"outcome.{value}")``."""
UNDER_TEST = "tests."


def said(source: str) -> Iterator[tuple[int, str, frozenset[str] | None]]:
    """Line, code and names of the values of each phrase in a module; no code may hide in a variable."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "phrase":
            continue
        names = frozenset(keyword.arg or "**" for keyword in node.keywords)
        match node.args:
            case [ast.Constant(value=str(code))]:
                yield node.lineno, code, names
            case [ast.JoinedStr(values=[ast.Constant(value=str(prefix)), ast.FormattedValue()])]:
                for member in MEMBERS[prefix.removesuffix(".")]:
                    yield node.lineno, f"{prefix}{member}", names
            case _:
                yield node.lineno, f"line {node.lineno}: a code that cannot be read", names


@functools.cache
def said_in(path: Path) -> list[tuple[int, str, frozenset[str] | None]]:
    """What a module says."""
    return list(said(path.read_text(encoding="utf-8")))


def on_pages() -> Iterator[tuple[str, frozenset[str]]]:
    """Code and names of the values of each phrase in a template of a page: ``t("page.task", number=1)``."""
    for path in sorted((PROJECT / "harness").rglob("*.j2")):
        environment = Environment(autoescape=True)
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                names = frozenset(keyword.key for keyword in call.kwargs)
                if isinstance(call.args[0], nodes.Const):
                    yield call.args[0].value, names
                else:
                    yield from ((f"row.{kind}", names) for kind in MEMBERS["row"])


def fields(template: Template) -> frozenset[str]:
    if isinstance(template, str):
        return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)
    return frozenset(inspect.signature(template).parameters)


def modules() -> list[Path]:
    return sorted(path for path in (PROJECT / "harness").rglob("*.py") if path.name != "phrase.py")


def test_each_phrase_of_the_source_fits_its_template() -> None:
    words = catalogue()
    wrong = [
        f"{path.relative_to(PROJECT)}:{line}: {code} has {sorted(names or ())}"
        for path in modules()
        for line, code, names in said_in(path)
        if code not in words or names != fields(words[code])
    ]
    wrong += [
        f"a page: {code} has {sorted(names)}"
        for code, names in on_pages()
        if code not in words or names != fields(words[code])
    ]
    assert wrong == []


def test_all_words_are_said() -> None:
    used = {code for path in modules() for _, code, _ in said_in(path)} | {
        "text",
        "named",
    }
    used |= {code for code, _ in on_pages()}
    assert {code for code in catalogue() if not code.startswith(UNDER_TEST)} - used == set()


@pytest.mark.parametrize(
    "source",
    [
        'phrase("no.such.code")',
        'phrase("status.passed", more=1)',
        "phrase(code)",
        'phrase("text", **values)',
    ],
)
def test_a_phrase_without_words_is_seen(source: str) -> None:
    words = catalogue()
    ((_, code, names),) = said(source)
    assert code not in words or names != fields(words[code])


def test_groups_are_whole() -> None:
    for group, members in MEMBERS.items():
        assert {f"{group}.{member}" for member in members} == {
            code for code in catalogue() if code.startswith(f"{group}.")
        }

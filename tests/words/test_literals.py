"""No sentence that a person reads stands outside of the catalogues: it would be in one language alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
ERRORS = {
    *("HarnessError", "UsageError", "InfrastructureError", "AwayError", "HostileOutputError"),
    *("UnreadableGraphError", "SubmissionError", "RefusedError", "WrongValueError"),
}
"""Of ours, whose words reach a person. What other errors say (ValueError, AssertionError) only developers meet."""
SPEAKERS = {"say", "_say", "tell", "print", "plain"}
HELP = {"help", "description", "epilog", "title", "waiting"}
NAMED = {"Assignment", "Comparison"}
"""Records whose titles are names of an assignment; their Russian is a word of its catalogue (`harness.words.say.called`)."""


def words_of(node: ast.expr) -> str:
    """The literal text of an expression; what is put into it, and phrases that are said, are none."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        case ast.BinOp() | ast.IfExp() | ast.BoolOp():
            inner = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
            return " ".join(map(words_of, inner))
    return ""


def is_sentence(text: str) -> bool:
    """Whether text has two words at least; names, signs and formats have fewer."""
    return sum(part.strip(".,:;()'").isalpha() for part in text.split()) > 1


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence in a module that reaches a person: of an error, a line that is said, the help of an
    argument."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        # What follows the words is their style.
        found = node.args[:2] if name in ERRORS | SPEAKERS else []
        if name not in NAMED:
            found = [*found, *(one.value for one in node.keywords if one.arg in HELP)]
        yield from ((one.lineno, text) for one in found if is_sentence(text := words_of(one)))


def outside() -> list[str]:
    """Those of all modules of the host, each with its place."""
    found = list[str]()
    for path in sorted((PROJECT / "harness").rglob("*.py")):
        name = str(path.relative_to(PROJECT / "harness"))
        # A sandbox's own code speaks to the host; its notes are data. Conformance is for those who write backends.
        if name.startswith(("words/", "sandbox/conformance/")) or "guest/" in name:
            continue
        for line, text in literals(path.read_text(encoding="utf-8")):
            found.append(f"{name}:{line}: {text!r}")
    return found


def test_each_sentence_stands_in_a_catalogue() -> None:
    found = outside()
    assert found == [], (
        "give these a code, with words in harness/words/en and harness/words/ru:\n" + "\n".join(found)
    )


@pytest.mark.parametrize(
    "source",
    [
        'raise UsageError("There is no rubric.")',
        'raise UsageError(f"There is no rubric at {path}.")',
        'say(console, f"Not written: {name}")',
        'say("Nothing was " + done)',
        'say(console, "It works." if works else "It does not.")',
        'parser.add_argument("--jobs", help="how many at a time")',
        'console.print("Nothing was written.")',
    ],
)
def test_a_sentence_outside_is_seen(source: str) -> None:
    assert len(list(literals(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'raise UsageError(phrase("rubric.missing", rubric=rubric))',
        'raise ValueError("the shapes of both differ")',
        'say(console, told(phrase("grade.feedback", path=path)))',
        'say(console, f"{mark} {reason}")',
        'parser.add_argument("--jobs", metavar="NUMBER")',
    ],
)
def test_what_is_no_sentence_is_passed_over(source: str) -> None:
    assert list(literals(source)) == []

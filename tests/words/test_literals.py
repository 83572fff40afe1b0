"""No sentence that a person reads stands outside of the catalogues: it would be in one language alone."""

import ast
import functools
import re
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
HELP = {"help", "description", "epilog", "title", "waiting", "reason", "origin"}
FOR_DEVELOPERS = {"ValueError", "TypeError", "LookupError", "RuntimeError", "NotImplementedError"}
CODE = re.compile(r"[=%\\]|\(\w+,")
"""What is code, or a pattern, is that in every language."""
WORDS_OF_ASSIGNMENTS = re.compile(r"assignments/\w+/words\w*\.py")
NAMED = {"Assignment", "Comparison"}
"""Records whose titles are names of an assignment; their Russian is a word of its catalogue (`harness.words.say.called`)."""


@functools.lru_cache(maxsize=1)
def tree_of(source: str) -> ast.Module:
    """Several rules look at each module."""
    return ast.parse(source)


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


def sources_of(node: ast.expr, scope: ast.AST, functions: dict[str, ast.FunctionDef]) -> Iterator[ast.expr]:
    """What an expression may be: itself, what its scope gives the variable, what the function of this module returns."""
    yield node
    for one in ast.walk(scope):
        match node, one:
            case ast.Name(id=name), ast.Assign(targets=[ast.Name(id=target)], value=value) if name == target:
                yield value
            case ast.Name(id=name), ast.NamedExpr(target=ast.Name(id=target), value=value) if name == target:
                yield value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
        called = functions[node.func.id]
        for one in ast.walk(called):
            if isinstance(one, ast.Return) and one.value is not None:
                yield one.value


def held(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence that reaches a person by way of a variable or of a function of its module, or as a value
    of a phrase."""
    tree = tree_of(source)
    functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef):
            continue
        for node in ast.walk(scope):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = node.args[:2] if name in ERRORS | SPEAKERS else []
            given = [*given, *(one.value for one in node.keywords if name == "phrase")]
            for one in given:
                for origin in sources_of(one, scope, functions):
                    # Of two words, one of which is chosen, none is a sentence.
                    for part in (origin.body, origin.orelse) if isinstance(origin, ast.IfExp) else (origin,):
                        if is_sentence(text := words_of(part)):
                            yield part.lineno, text


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence in a module that reaches a person: of an error, a line that is said, the help of an
    argument."""
    for node in ast.walk(tree_of(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        # What follows the words is their style.
        found = node.args[:2] if name in ERRORS | SPEAKERS else []
        if name not in NAMED:
            found = [*found, *(one.value for one in node.keywords if one.arg in HELP)]
        yield from ((one.lineno, text) for one in found if is_sentence(text := words_of(one)))


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each whole sentence, from its capital letter to its full stop, that is no comment on code and no word of
    an error that only developers meet. Wherever it goes, some day somebody reads it."""
    tree = tree_of(source)
    passed = set[ast.AST]()
    for node in ast.walk(tree):
        name = ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
        # What stands alone is a comment: of a module, a class, a function, an attribute.
        comment = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if comment or isinstance(node, ast.JoinedStr) or name in FOR_DEVELOPERS:
            passed.update(one for one in ast.walk(node) if one is not node)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Constant, ast.JoinedStr)) and node not in passed:
            text = words_of(node)
            whole = text[:1].isupper() and text.rstrip().endswith((".", "!", "?"))
            if whole and is_sentence(text) and not CODE.search(text):
                yield node.lineno, text


def told_by_guests(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence that a module of a sandbox tells of code that was adapted."""
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tell", "rename", "renaming"):
            for part in node.args:
                if is_sentence(text := words_of(part)) and not CODE.search(text):
                    yield part.lineno, text


def outside() -> list[str]:
    """Those of all modules of the host, each with its place."""
    found = list[str]()
    for path in sorted((PROJECT / "harness").rglob("*.py")):
        name = str(path.relative_to(PROJECT / "harness"))
        source = path.read_text(encoding="utf-8")
        # Conformance is for those who write backends.
        if name.startswith(("words/", "sandbox/conformance/")) or WORDS_OF_ASSIGNMENTS.search(name):
            continue
        # A sandbox's own code speaks to the host; its notes are data.
        is_guest = "guest/" in name
        wrong = told_by_guests(source) if is_guest else [*literals(source), *held(source), *sentences(source)]
        for line, text in sorted(set(wrong)):
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
        'def act():\n    why = f"{path} is gone"\n    raise UsageError(why)',
        'def act():\n    if why := "it is gone":\n        say(console, why)',
        'def why(error):\n    return "Docker is away."\n\n\ndef act():\n    raise InfrastructureError(why(error))',
        'def act():\n    say(told(phrase("run.left", why="it was too long")))',
    ],
)
def test_a_sentence_that_is_held_or_returned_is_seen(source: str) -> None:
    assert len(set(held(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'where = "The page is under Artifacts."',
        'rows.append(f"The network {name} is too large.")',
        'def why():\n    """Why."""\n    return {"now": "Nothing was read."}',
    ],
)
def test_a_whole_sentence_is_seen_wherever_it_stands(source: str) -> None:
    assert len(list(sentences(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"""A module. It says so."""\nlimit = 3\n"""Of its lines."""',
        'raise ValueError("The shapes of both differ.")',
        'pattern = re.compile("No module named (.*)\\\\.")',
        'parser.add_argument("--why", example="harness reject bob")',
    ],
)
def test_what_is_no_sentence_for_a_person_is_passed_over(source: str) -> None:
    assert list(sentences(source)) == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('tell("cv2.imshow", "a picture in the output")', 1),
        ('tell(f"the folder {name}", phrase("adapted.folder_of_run"))', 1),
        ('rename("fit", NAMES, given, "nothing: Keras 3 needs it no longer")', 1),
        ('tell("seaborn.barplot(x, y)", "barplot(x=x, y=y)")', 0),
        ('tell(phrase("adapted.folder", name=name), "keras.utils")', 0),
    ],
)
def test_what_a_sandbox_tells_is_a_phrase(source: str, count: int) -> None:
    assert len(list(told_by_guests(source))) == count


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

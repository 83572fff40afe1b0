"""The layout of the code: imports between rooms go one way, no file is long, and the core knows no assignment."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_import_rule import imported

PROJECT = Path(__file__).resolve().parent.parent
HARNESS = PROJECT / "harness"
ORDER = (
    ("__main__",),
    ("cli",),
    ("doctor",),
    ("batch", "class_report", "deciding", "gradebook", "overriding", "regrading", "workplace"),
    ("enacting",),
    ("board", "course", "leaderboard", "likeness", "publish"),
    ("handing_over",),
    ("exporters",),
    ("grading", "report"),
    ("audit",),
    ("assignments",),
    ("assignment",),
    ("checks",),
    ("grade",),
    ("dataset",),
    ("evidence", "intake"),
    ("guest", "sandbox"),
    ("outcome", "plugins", "yaml_lines"),
    ("errors", "installation", "syntax", "wire"),
    ("words",),
)
"""From what a person calls down to what all else stands on; docs/architecture.md says what each room is for."""
MOST_LINES = 300
OF_AN_ASSIGNMENT = re.compile(
    r"fashion|mnist|\bcnn\b|t-shirt|control work|(?<![\d.x])(28|784|6_?000|60_?000|70_?000)(?![\d.])",
    re.IGNORECASE,
)
ALLOWED = {
    "harness/assignment/find.py": "the table of the assignments that the harness brings",
    "harness/plugins.py": "the name of our package",
    "harness/guest/habits/keras2_names.py": "the names of all data sets that Keras brings",
    "harness/sandbox/follow.py": "numbers of errors of the operating system",
    "harness/evidence/diagnosis.py": "numbers of errors of the operating system",
}
"""Files outside of assignments/ that may hold such a word, each with the reason."""


def level(room: str) -> int:
    return next(number for number, rooms in enumerate(ORDER) if room in rooms)


def arrows() -> Iterator[tuple[str, str, str]]:
    """Each import between two rooms: where it stands, the room there, and the room that it leads to."""
    for path in sorted(HARNESS.rglob("*.py")):
        parts = path.relative_to(PROJECT).with_suffix("").parts
        if parts[1] == "assignments" and "guest" in parts:
            continue  # runs in a sandbox; tests/test_import_rule.py says what it may import
        package = ".".join(path.parent.relative_to(PROJECT).parts)
        for line, module in imported(path.read_text(encoding="utf-8"), package):
            names = module.split(".")
            if names[0] != "harness" or len(names) < 2 or names[1] == "__version__":
                continue
            if parts[1] != names[1]:
                yield f"{path.relative_to(PROJECT)}:{line}", parts[1], names[1]


def test_imports_go_down() -> None:
    wrong = [f"{where} imports {to}" for where, room, to in arrows() if level(room) >= level(to)]
    assert wrong == []


def test_every_room_has_its_place() -> None:
    rooms = {
        path.stem for path in HARNESS.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert rooms - {"__init__"} == {room for rooms in ORDER for room in rooms}


@pytest.mark.parametrize("folder", ["harness", "tests", "reference", "tools", "benchmarks", "examples", "."])
def test_no_file_is_long(folder: str) -> None:
    long = {
        str(path.relative_to(PROJECT)): lines
        for path in sorted((PROJECT / folder).glob("*.py" if folder == "." else "**/*.py"))
        if (lines := len(path.read_bytes().splitlines())) > MOST_LINES
    }
    assert long.keys() <= {"reference/solution.py"}, "one reason to change a file"


def knows_an_assignment(text: str) -> list[int]:
    """The lines that name what belongs to one assignment."""
    return [number for number, line in enumerate(text.splitlines(), 1) if OF_AN_ASSIGNMENT.search(line)]


def test_the_core_knows_no_assignment() -> None:
    found = {}
    for path in sorted(HARNESS.rglob("*")):
        name = str(path.relative_to(PROJECT))
        if path.suffix not in (".py", ".j2", ".css") or name.startswith("harness/assignments/"):
            continue
        if lines := knows_an_assignment(path.read_text(encoding="utf-8")):
            found[name] = lines
    assert found.keys() <= ALLOWED.keys(), found
    assert found.keys() == ALLOWED.keys(), "a file that needs no exception any more"


@pytest.mark.parametrize(
    "line",
    ["if array.shape == (28, 28):", "ROWS = 60_000", "Fashion-MNIST", "the ported CNN", "reshape(-1, 784)"],
)
def test_the_search_finds_what_it_looks_for(line: str) -> None:
    assert knows_an_assignment(line) == [1]


@pytest.mark.parametrize("line", ["MAX = 10_000", "x = 0.28", "28.5 s", "1284", "x = 60"])
def test_the_search_takes_no_other_number(line: str) -> None:
    assert knows_an_assignment(line) == []

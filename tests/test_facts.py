"""What a teacher may want to look at: large literals, files and tables in graphs; and that no student's page shows it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from harness.audit.facts import LARGE_FILE, LOOKED_AT, MANY_CHARACTERS, facts
from harness.audit.literals import literal_characters, packed_characters
from harness.evidence.network import Network
from harness.intake.submission import read_submission
from harness.report.feedback import render_feedback
from harness.report.terminal import print_grade
from harness.words.phrase import phrase
from harness.words.say import say
from tests.hostile.notebooks import book, code
from tests.report import sample_grades

GRAPH = Path(__file__).parent / "graph" / "data" / "cnn.json"


@pytest.mark.parametrize(
    ("source", "characters"),
    [
        ("x = layer(y)", 0),
        ("x = [12, 345]", 5),
        ("x = 'ab\\'c' + name", 7),
        ('"""two\nlines \\""" "and" quotes"""', 33),
        ("x = 1  # a 'comment' of 99", 1),
        ("x = 'no end\ny = z", 8),
        ("x = '' + 'b'", 5),
        ("'\\", 2),
    ],
)
def test_texts_and_digits_are_literals(source: str, characters: int) -> None:
    assert literal_characters(source) == characters


@given(st.text(st.sampled_from("'\"\\#\n1a "), max_size=60))
def test_any_source_is_counted(source: str) -> None:
    assert 0 <= literal_characters(source) <= len(source)


PACKED = "c%Q0d" * 10


@pytest.mark.parametrize(
    ("source", "characters"),
    [
        (f"x = '{PACKED}'", 52),
        (f"x = '{PACKED}' + y", 52),
        (f"# {PACKED}\nx = 1", 50),
        (f'x = """\n{PACKED}\n{PACKED}\n"""', 100),
        ("x = " + "1234567890" * 5, 50),
        ("# " + "=" * 200, 0),
        ("# " + "─" * 200, 0),
        ("# " + "x" * 200, 0),
        (f"# {'─' * 20}{PACKED}{'─' * 20}", 50),
        ("x = " + "1234567890" * 5 + "5" * 60, 50),
        ("x = 'https://example.org/" + "a/b" * 50 + "'", 0),
        ("x = 'a sentence of many words " * 20 + "'", 0),
        ("model.add(Conv2D(32,kernel_size=(3,3),activation='relu',input_shape=(28,28,1)))", 0),
    ],
)
def test_texts_without_blanks_may_be_packed_numbers(source: str, characters: int) -> None:
    assert packed_characters(source) == characters


def test_packed_numbers_are_named(tmp_path: Path) -> None:
    book(tmp_path, code("x = 1"), code(f"weights = unpack('{PACKED * 8}')"))
    assert told(tmp_path) == [
        "Cell 2 holds 402 characters of text without blanks between them, such as packed numbers are written in. A "
        "picture as text "
        "is such, too."
    ]


def told(folder: Path, *networks: Network) -> list[str]:
    submission = read_submission(folder)
    return [say(one) for one in facts(submission, submission.entry(), networks)]


def test_large_literals_are_named_by_cell_and_module(tmp_path: Path) -> None:
    digits = "9" * MANY_CHARACTERS
    book(
        tmp_path, code("import helper"), {"cell_type": "markdown", "source": digits}, code(f"x = [{digits}]")
    )
    (tmp_path / "helper.py").write_text(f"TABLE = '{digits}'")
    assert told(tmp_path) == [
        "The module helper holds 20,002 characters of literals: texts and numbers that are written into the code.",
        "Cell 3 holds 20,000 characters of literals: texts and numbers that are written into the code.",
    ]


def test_large_files_are_named_and_those_of_everyday_size_are_not(tmp_path: Path) -> None:
    book(tmp_path, code(), code("x" * LARGE_FILE))
    (tmp_path / "table.npz").write_bytes(bytes(LARGE_FILE))
    (tmp_path / "picture.png").write_bytes(bytes(LARGE_FILE - 1))
    assert told(tmp_path) == ["table.npz was handed in beside the code and has 100 KB."]


def test_what_the_run_opened_of_it_is_named(tmp_path: Path) -> None:
    book(tmp_path, code())
    submission = read_submission(tmp_path)
    opened = [f"table{number}.npy" for number in range(7)]
    (found,) = facts(submission, submission.entry(), [], opened)
    names = "table0.npy, table1.npy, table2.npy, table3.npy, table4.npy"
    assert say(found) == f"While it ran, the code opened files that were handed in with it (7): {names}."


@pytest.mark.slow
def test_of_very_large_sources_as_much_is_looked_at_as_there_is_time_for(tmp_path: Path) -> None:
    book(tmp_path, code("'" * (LOOKED_AT + 9)), code("9" * MANY_CHARACTERS))
    (found,) = told(tmp_path)
    assert found.startswith("Cell 1 holds 4,000,000 characters")


def network(**more: object) -> Network:
    document = json.loads(GRAPH.read_text()) | more
    return Network(id="m1", names=["table"], kind="functional", graph_json=json.dumps(document))


def test_tables_and_searches_in_a_graph_are_named(tmp_path: Path) -> None:
    book(tmp_path, code())
    assert told(tmp_path, network()) == []
    assert told(tmp_path, network(constants=70_000, searches=["LowerBound", "TopKV2"])) == [
        "The graph of table holds 70,000 numbers beside its weights.",
        "The graph of table asks for LowerBound, TopKV2, of which a search or a hash can be made; honest layers use them, too.",
    ]


def test_a_teacher_reads_them_and_the_students_page_does_not_show_them() -> None:
    grade = sample_grades.good().saying(facts=[phrase("fact.large_file", name="table.npz", kilobytes=612.0)])
    console = Console(record=True, width=100)
    print_grade(grade, console)
    assert "For the teacher: table.npz was handed in" in console.export_text()
    assert "table.npz" not in render_feedback(grade, notebook_name=None)
    assert "table.npz" in grade.text()

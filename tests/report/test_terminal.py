"""Grades on the terminal."""

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.grade.record import Grade
from harness.outcome import Outcome
from harness.report.terminal import needs_human, print_batch, print_grade
from harness.words.phrase import phrase
from harness.words.say import say
from tests.report import sample_grades
from tests.report.sample_criteria import CONFUSION


def printed(grade: Grade | list[Grade], *, width: int = 140, terminal: bool = False) -> str:
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
    )
    if isinstance(grade, Grade):
        print_grade(grade, console)
    else:
        print_batch(grade, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_it_prints_points_criteria_scores_and_networks() -> None:
    grade = sample_grades.good()
    text = printed(grade)
    assert "88.17 of 100 points" in text
    assert grade.reason in text
    for criterion in grade.criteria:
        assert criterion.id in text
    assert "11.67 of 15" in text
    assert "macro-F1 0.907 (95 % interval 0.899 to 0.915), accuracy 0.908" in text
    for model in grade.networks:
        assert model.title in text
    assert "1,199,882" in text


def test_it_prints_the_confusion_matrix() -> None:
    rows = [line.split() for line in printed(sample_grades.good()).splitlines()]
    for name, counts in zip(CLASS_NAMES, CONFUSION, strict=True):
        assert [*name.split(), *map(str, counts)] in rows


def test_it_prints_the_failing_cell_and_line() -> None:
    text = printed(sample_grades.code_error())
    assert "Cell 14, line 6: ValueError" in text
    assert "▶    6  merged = layers.concatenate" in text
    assert "Hint: Two branches" in text


@pytest.mark.parametrize("width", [80, 100, 200])
@pytest.mark.parametrize(
    "make",
    [
        sample_grades.good,
        sample_grades.held,
        sample_grades.code_error,
        sample_grades.hostile,
        sample_grades.infrastructure,
    ],
)
def test_it_fits_100_columns(make: Callable[[], Grade], width: int) -> None:
    for text in (printed(make(), width=width), printed([make()], width=width)):
        assert max(map(len, text.splitlines())) <= min(width, 100)


def test_hostile_text_neither_styles_nor_moves() -> None:
    for text in (printed(sample_grades.hostile()), printed([sample_grades.hostile()])):
        assert "[/red]" in "".join(text.split()), "markup is shown, not obeyed"
        assert not {"\x1b", "\x00", "\x07", "\u202e"} & set(text)


def test_colours_come_on_a_terminal_alone() -> None:
    assert "\x1b[" in printed(sample_grades.good(), terminal=True)
    assert "\x1b" not in printed(sample_grades.good())


def test_what_is_no_mark_says_so() -> None:
    assert "This is not a mark" in printed(sample_grades.good(is_mark=False, smoke=True))
    assert "(not a mark)" in printed([sample_grades.good(is_mark=False, smoke=True)])


def test_the_points_of_a_held_grade_are_provisional() -> None:
    text = " ".join(printed(sample_grades.held()).split())
    assert "88.17 of 100 points (provisional)" in text
    assert "This is not a mark yet, and its points are provisional. A checker broke (words)" in text
    assert "graded (held, points provisional)" in printed([sample_grades.held()])
    assert "provisional" not in printed(sample_grades.good())


def test_a_batch_has_a_row_each_and_says_what_needs_a_human() -> None:
    grades = [
        sample_grades.good(),
        sample_grades.held(submission="dora"),
        sample_grades.code_error(),
        sample_grades.infrastructure(),
    ]
    text = printed(grades)
    rows = [line.split() for line in text.splitlines()]
    assert ["alice", "88.17", "of", "100", "0.907", "graded"] in rows
    sentence = " ".join(text[text.index("Needs a human") :].split())
    assert "dora (held: A checker broke (words): KeyError: 'text')" in sentence
    assert "alice" not in sentence
    assert "carol (infrastructure: Docker does not answer" in sentence
    assert "broken" not in sentence


def test_a_batch_that_needs_nobody_says_so() -> None:
    assert "Nothing needs a human." in printed([sample_grades.code_error()])


def test_nobody_is_needed_for_a_students_own_error() -> None:
    assert needs_human(sample_grades.code_error()) == ""


def test_a_row_says_why_nothing_ran_and_what_was_not_unpacked() -> None:
    remark = phrase("remark.of", name="a work.rar", remark=phrase("remark.strange"))
    reason = phrase("entry.none", script="solution.py", remark=remark, below=())
    grade = sample_grades.code_error(outcome=Outcome.NO_ENTRY, reason=say(reason))
    row = " ".join(printed([grade], width=400).split())
    assert "no entry file" in row
    assert say(reason) in row

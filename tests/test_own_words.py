"""The words that a teacher's own checks bring, in both languages."""

from pathlib import Path

import pytest

from harness.assignment.rubric import Rubric, read_rubric
from harness.errors import UsageError
from harness.grade.record import CriterionGrade, Grade
from harness.report.feedback import render_feedback
from harness.words.language import Language, speaking
from harness.words.phrase import phrase
from harness.words.say import catalogue, say
from harness.words.shown import Shown
from tests.forked import forked_checks as forked_checks
from tests.marking import mark
from tests.report import sample_grades
from tests.test_own_checks import case

pytestmark = pytest.mark.usefixtures("forked_checks")

CHECKS = '''
"""Checks of our own."""

from harness.checks.case import Case
from harness.words.phrase import phrase


def check_small(case: Case) -> None:
    """The network is small."""
    (network,) = case.networks
    assert network.parameters < 4, phrase("own.large", count=network.parameters)


def check_deep(case: Case) -> None:
    """The network is deep."""
    assert False, phrase("own.flat", network="net")
'''
RUBRIC = """
assignment: fashion_mnist
title: Наша работа
language: ru
criteria:
  - id: size
    title: Размер
    task: 4
    points: 4
    checks:
      - {check: "own.py::check_small", points: 3}
      - {check: "own.py::check_deep", points: 1}
"""
EN = """
own.large: {by: count, one: "It has {count} parameter.", other: "It has {count:,} parameters."}
own.flat: "{network} has one layer."
"""
RU = """
own.check_small: "Сеть невелика."
own.large: {by: count, one: "В ней {count} параметр.", few: "В ней {count} параметра.", many: "В ней {count:,} параметров."}
own.flat: "В сети {network} один слой."
"""


class Course:
    """A course folder with checks of its own."""

    def __init__(self, folder: Path) -> None:
        self.rubric = folder / "rubric.yaml"
        self._words = folder / "words"
        self._words.mkdir()
        (folder / "own.py").write_text(CHECKS, encoding="utf-8")
        self.rubric.write_text(RUBRIC, encoding="utf-8")

    def speaks(self, **languages: str) -> Rubric:
        """The rubric, read, with these files of words."""
        for name, text in languages.items():
            (self._words / f"{name}.yaml").write_text(text, encoding="utf-8")
        return read_rubric(self.rubric)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


def graded(rubric: Rubric, parameters: int) -> CriterionGrade:
    """What a process of checks makes of a network of this size."""
    return mark(rubric, case(parameters), None)[0]


def page(criterion: CriterionGrade, language: Language, shown: Shown = Shown.EXACT) -> str:
    grade: Grade = sample_grades.good(criteria=[criterion])
    with speaking(language):
        return render_feedback(grade, notebook_name=None, shown=shown)


@pytest.mark.parametrize(
    ("count", "english", "russian"),
    [
        (5, "It has 5 parameters.", "В ней 5 параметров."),
        (22, "It has 22 parameters.", "В ней 22 параметра."),
        (101, "It has 101 parameters.", "В ней 101 параметр."),
        (1211, "It has 1,211 parameters.", "В ней 1\u00a0211 параметров."),
    ],
)
def test_a_page_says_what_an_own_check_found_in_its_language(
    course: Course, count: int, english: str, russian: str
) -> None:
    rubric = course.speaks(en=EN, ru=RU)
    assert rubric.remarks == []
    criterion = graded(rubric, count)
    assert criterion.checks[0].reason == english
    in_russian, in_english = page(criterion, "ru"), page(criterion, "en")
    for words in ("Сеть невелика.", russian, "В сети net один слой."):
        assert words in in_russian
        assert words not in in_english
    assert "The network is small." in in_english
    assert english in in_english


def test_what_one_language_lacks_is_said_in_the_other_and_told(course: Course) -> None:
    rubric = course.speaks(
        en=EN, ru='own.large: {by: count, one: "{count}", few: "{count}", many: "Их {count}."}'
    )
    (remark,) = rubric.remarks
    assert say(remark) == "words/ru.yaml beside your checks lacks own.flat; those of 'en' are shown there."
    russian = page(graded(rubric, 5), "ru")
    assert "Их 5." in russian
    assert "net has one layer." in russian


def test_words_in_russian_alone_are_enough_for_a_russian_course(course: Course) -> None:
    rubric = course.speaks(ru=RU)
    assert rubric.remarks == []
    criterion = graded(rubric, 5)
    assert criterion.checks[0].reason == "В ней 5 параметров."
    assert "В ней 5 параметров." in page(criterion, "en")


def test_a_russian_course_is_told_that_it_has_english_words_alone(course: Course) -> None:
    (remark,) = course.speaks(en=EN).remarks
    assert "own.large, own.flat" in say(remark)


def test_a_sentence_that_cannot_be_said_in_russian_is_said_in_english(course: Course) -> None:
    course.speaks(en='own.flat: "{network} has one layer."', ru='own.flat: "{network:,.2f} плоская."')
    assert say(phrase("own.flat", network="net"), "ru") == "net has one layer."


def test_a_page_is_made_where_the_words_are_no_longer_there(course: Course, tmp_path: Path) -> None:
    criterion = graded(course.speaks(en=EN, ru=RU), 5)
    (tmp_path / "other").mkdir()
    Course(tmp_path / "other").speaks()
    assert "own.large" not in catalogue("ru")
    assert "It has 5 parameters." in page(criterion, "ru")
    assert "It has 5 parameters." not in page(criterion, "ru", Shown.NONE)


def test_the_words_go_along_with_the_checks(course: Course, tmp_path: Path) -> None:
    assert course.speaks(en=EN, ru=RU).own_word_files() == [
        tmp_path / "words" / "en.yaml",
        tmp_path / "words" / "ru.yaml",
    ]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ru", "own.a: {", "not YAML"),
        ("ru", "- own.a", "words/ru.yaml:1: a table of codes and sentences is needed"),
        ("ru", '\nother.a: "x"', "words/ru.yaml:2: 'other.a' is not a code here"),
        ("ru", 'own.A: "x"', "'own.A' is not a code here"),
        ("ru", 'own: "x"', "'own' is not a code here"),
        ("en", "own.a: 5", "a sentence is needed, or one for each plural form"),
        ("ru", 'own.a: {by: n, one: "x", other: "y"}', "all of these as texts: by, one, few, many"),
        ("en", 'own.a: "{"', "braces hold the name of a value"),
        ("en", 'own.a: "{0} {a.b}"', "braces hold the name of a value"),
        ("ru", 'own.flat: "{net} плоская"', "own.flat needs other values"),
    ],
)
def test_words_that_are_wrong_are_told_before_anything_runs(
    course: Course, language: str, text: str, told: str
) -> None:
    with pytest.raises(UsageError) as refused:
        course.speaks(**({"en": EN} | {language: text}))
    assert told in str(refused.value)


def test_an_own_check_cannot_change_what_the_harness_says(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(CHECKS, encoding="utf-8")
    course = Course(tmp_path)
    course.rubric.write_text(RUBRIC.replace("own.py", "run.py"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"run\.finished has words elsewhere already"):
        course.speaks(en='run.finished: "All is well."')

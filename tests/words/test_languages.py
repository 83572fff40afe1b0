"""Russian says all that English says, with the same values."""

import re
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from harness.assignment.lines import line_called, read_lines
from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.grade.record import Grade
from harness.leaderboard.runs import note
from harness.report.feedback import render_feedback
from harness.report.scored import networks_table
from harness.words.language import ENGLISH, speaking, spoken
from harness.words.phrase import Phrase, named, phrase, plain
from harness.words.ru.forms import form, of_points
from harness.words.say import called, catalogue, say
from harness.words.shown import Shown
from tests.report import sample_grades
from tests.words.test_catalogue import UNDER_TEST, fields

OWN = (
    "argparse.",
    "kind.",
    "fashion_mnist.title",
    "fashion_mnist.compared",
    "fashion_mnist.role.",
    "fashion_mnist.line.",
    "fashion_mnist.check.",
)
"""Codes of what has a name in English elsewhere, see `harness.words.say.called`."""
CYRILLIC = re.compile("[А-Яа-яЁё]")
MARKED = re.compile(r"<(\w+)[^>]* translate=\"no\"[^>]*>.*?</\1>", re.DOTALL)
UNSEEN = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)
LABEL = re.compile(r'(?:aria-label|data-label)="([^"]*)"')
TERMS = {
    "macro",
    "precision",
    "recall",
    "inception",
    "sequential",
    "softmax",
    "preprocess",
    "predict",
    "images",
}
TERMS |= {
    "flatten",
    "mnist",
    "fashion",
    "keras",
    "relu",
    "dropout",
    "dense",
    "model",
    "cnn",
    "adam",
    "sgd",
    "uint",
    "activation",
    "inputs",
    "outputs",
    "loss",
    "accuracy",
}
"""Names of code, of data and of what the lecture teaches, which Russian sentences have, too."""
MADE = (sample_grades.good, sample_grades.code_error, sample_grades.held, sample_grades.infrastructure)
"""Grades of each kind of outcome."""


def test_russian_has_words_for_all_that_english_says() -> None:
    english, russian = catalogue(), catalogue("ru")
    lacking = [code for code in english if code not in russian and not code.startswith(UNDER_TEST)]
    assert lacking == [], f"give these codes words in Russian: {', '.join(lacking)}"


def test_no_words_of_russian_are_left_over() -> None:
    english, russian = catalogue(), catalogue("ru")
    assert [code for code in russian if code not in english and not code.startswith((UNDER_TEST, *OWN))] == []


def test_both_languages_take_the_same_values() -> None:
    english, russian = catalogue(), catalogue("ru")
    other = [code for code in english if code in russian and fields(english[code]) != fields(russian[code])]
    assert other == []


def test_the_words_of_each_language_are_of_its_letters() -> None:
    for code, template in catalogue().items():
        if isinstance(template, str) and not code.startswith(UNDER_TEST):
            assert not CYRILLIC.search(template), code


def test_each_check_and_role_of_the_assignment_has_a_name_in_russian() -> None:
    russian = catalogue("ru")
    rubric = yaml.safe_load(ASSIGNMENT.rubric.read_text(encoding="utf-8"))
    checks = [check["check"] for one in rubric["criteria"] for check in one.get("checks", [])]
    wanted = [f"check.{check}" for check in checks] + [f"role.{role}" for role in ASSIGNMENT.roles]
    lines = [one.name for one in read_lines(ASSIGNMENT.lines).lines if one.role is None]
    with speaking("ru"):
        assert [line_called(ASSIGNMENT.name, name) for name in lines] == [
            "Softmax-регрессия",
            "LeNet-5",
            "Полносвязная сеть",
        ]
    assert [name for name in [*wanted, "title", "compared"] if f"fashion_mnist.{name}" not in russian] == []
    assert all({"en", "ru"} == one["title"].keys() for one in rubric["criteria"])


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "слоёв"),
        (1, "слой"),
        (2, "слоя"),
        (5, "слоёв"),
        (11, "слоёв"),
        (12, "слоёв"),
        (21, "слой"),
        (22, "слоя"),
        (25, "слоёв"),
        (101, "слой"),
        (111, "слоёв"),
        (114, "слоёв"),
    ],
)
def test_plurals(count: int, said: str) -> None:
    assert form(count, "слой", "слоя", "слоёв") == said


@given(st.integers(0, 10**9))
def test_plurals_follow_the_last_digits(count: int) -> None:
    """The rules of CLDR for whole numbers in Russian, written down from its table."""
    last, two = str(count)[-1], str(count)[-2:].zfill(2)
    if last == "1" and two != "11":
        expected = "one"
    elif last in "234" and two not in ("12", "13", "14"):
        expected = "few"
    else:
        expected = "many"
    assert form(count, "one", "few", "many") == expected


def test_points_after_of() -> None:
    assert [of_points(one) for one in ("1", "11", "21", "100", "7.5")] == [
        "1 балла",
        "11 баллов",
        "21 балла",
        "100 баллов",
        "7.5 балла",
    ]


def test_thousands_are_apart_and_the_point_stays() -> None:
    loss = phrase("structure.logits")
    assert say(loss, "ru").startswith("На выходе")
    said = phrase("note.cells_left_out", total=12_000, ran=10_000)
    assert say(said, "ru") == "Ячеек в блокноте 12\u00a0000; выполнены первые 10\u00a0000."
    mean = phrase("fashion_mnist.dataset.statistics", mean=72.94, deviation=90.02)
    assert "72.94" in say(mean, "ru")


def test_a_long_list_and_an_empty_one() -> None:
    many = phrase("fashion_mnist.layers.found", names=list("abcdefgh"))
    assert say(many, "ru") == "Найдено: a, b, c, d, e, f и ещё 2."
    assert say(phrase("fashion_mnist.layers.found", names=[]), "ru") == "Найдено: ничего."


def test_a_score_that_is_not_shown_is_so_in_russian() -> None:
    low = phrase("fashion_mnist.inception.low_f1", network="m", hidden_f1=0.4)
    assert "(не показано)" in say(low, "ru", Shown.NONE)


def test_what_has_no_russian_words_is_said_in_english() -> None:
    assert called("fashion_mnist.role.of_another_package", "teacher") == "teacher"
    with speaking("ru"):
        assert spoken() == "ru"
        assert say(plain("as it is")) == "as it is"
    assert spoken() == ENGLISH


def test_a_record_is_written_in_english_whatever_is_spoken() -> None:
    with speaking("ru"):
        made = sample_grades.good(reason="", said={}).saying(reason=[phrase("run.finished")])
    assert made.reason == "The submission ran to its end."


_CHECK = phrase("check.called", title=named("fashion_mnist.check.f1.agrees", "It agrees."))


def _said(grade: Grade) -> Grade:
    """The grade with sentences of the catalogue in the place of those that the sample has written down."""
    finished: tuple[Phrase, ...] = (phrase("run.finished"),)
    low = (phrase("fashion_mnist.inception.low_f1", network="net", hidden_f1=0.41),)
    named = []
    rubric = yaml.safe_load(ASSIGNMENT.rubric.read_text(encoding="utf-8"))["criteria"]
    for one, part in zip(grade.criteria, rubric, strict=False):
        ids = [check["check"] for check in part.get("checks", [])]
        checks = [
            check.model_copy(update={"id": id}).saying(reason=low)
            for check, id in zip(one.checks, ids, strict=False)
        ]
        title = phrase("criterion.title", en=part["title"]["en"], ru=part["title"]["ru"])
        named.append(one.saying(reason=low, title=[title]).model_copy(update={"checks": checks}))
    networks = [
        network.saying(
            motifs=[phrase("structure.softmax")],
            training=[phrase("training.on_test_images", rows=3)],
            preprocessing=[phrase("network.own_function")],
            reason=[phrase("network.late", minutes=30)],
        )
        for network in grade.networks
    ]
    failure = grade.failure and grade.failure.saying(hint=[phrase("hint.concatenation")])
    also = [one.saying(hint=[phrase("hint.memory")]) for one in grade.also_failed]
    told = grade.saying(
        reason=finished,
        notes=[phrase("note.not_isolated")],
        held=[phrase("held.check_broke", checks=[_CHECK], why="KeyError")] if grade.held else [],
    )
    return told.model_copy(
        update={"criteria": named, "networks": networks, "failure": failure, "also_failed": also}
    )


def _words(page: str) -> str:
    """What a person reads of a page, without what the student wrote."""
    labels = " ".join(LABEL.findall(page))
    return UNSEEN.sub(" ", MARKED.sub(" ", page)) + labels


@pytest.mark.parametrize("shown", list(Shown))
@pytest.mark.parametrize("make", MADE)
def test_a_russian_page_holds_no_english_sentence(make: Callable[[], Grade], shown: Shown) -> None:
    with speaking("ru"):
        page = render_feedback(_said(make()), notebook_name="executed.ipynb", shown=shown)
    assert '<html lang="ru">' in page
    classes = {name.lower() for one in _classes() for name in re.findall("[a-z]+", one.lower())}
    found = {word.lower() for word in re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;", " ", _words(page)))}
    ours = found - TERMS - classes - _of_the_sample() - {make().submission}
    assert ours == set(), f"English on the page: {sorted(ours)}"


def test_the_terminal_calls_kinds_of_networks_as_the_page_does() -> None:
    with speaking("ru"):
        kinds = networks_table(sample_grades.good(), Console()).columns[1]._cells
    assert [str(one) for one in kinds] == ["Sequential", "функциональная", "Sequential"]


def test_the_description_of_a_run_in_mlflow_is_of_one_language() -> None:
    """What an older harness wrote there is text alone: it stays as it is."""
    known = TERMS | _of_the_sample() | {"html", "feedback", "artifacts"}
    known |= {name.lower() for one in _classes() for name in re.findall("[A-Za-z]+", one)}
    with speaking("ru"):
        russian = note(_said(sample_grades.good()))
    assert {word.lower() for word in re.findall(r"[A-Za-z]{3,}", russian)} - known == set()
    assert not CYRILLIC.search(note(sample_grades.good()))


@pytest.mark.parametrize("make", MADE)
def test_an_english_page_holds_no_russian(make: Callable[[], Grade]) -> None:
    page = render_feedback(_said(make()), notebook_name="executed.ipynb")
    assert '<html lang="en">' in page
    assert not CYRILLIC.search(page)


def _classes() -> list[str]:
    metrics = sample_grades.good().metrics
    assert metrics is not None
    return [one.name for one in metrics.per_class]


def _of_the_sample() -> set[str]:
    """Names that the student gave, and of code: they stand in sentences, too."""
    grade = sample_grades.good()
    names = [
        *(name for one in grade.networks for name in one.names),
        "net",
        "KeyError",
        "/content/drive",
        "agrees",
        "padding",
        "same",
    ]
    return {word.lower() for name in names for word in re.findall("[A-Za-z]+", name)}

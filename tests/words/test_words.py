"""Phrases become sentences in one place, and records keep both."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from harness.errors import UsageError
from harness.grade.record import CheckResult, Grade, Status
from harness.outcome import Outcome
from harness.words.phrase import MAX_LISTED, MAX_TEXT, Phrase, phrase, plain
from harness.words.say import add_words, catalogue, say, say_all
from harness.words.several import Several
from harness.words.template import Catalogue
from tests.conftest import ROOT
from tests.report.sample_grades import good


def test_a_template_takes_values_phrases_and_lists() -> None:
    def counted(count: int, names: Several) -> str:
        return f"{count} network{'s' * (count != 1)}: {names:, }"

    words: Catalogue = {
        "tests.pair": "{first} and {second:.2f}",
        "tests.counted": counted,
        "tests.list": "{names:; ?none}.",
    }
    add_words("tests", en=words)
    inner = phrase("tests.pair", first="one", second=2 / 3)
    assert say(phrase("tests.counted", count=2, names=[inner, "three"])) == "2 networks: one and 0.67, three"
    assert say(phrase("tests.list", names=[])) == "none."
    assert say_all([plain("A."), plain("B."), plain("A.")]) == "A. B."


def test_one_phrase_is_said_in_two_languages() -> None:
    add_words(
        "tests", en={"tests.in": "in {where}"}, ru={"tests.in": "в {where}", "tests.cell": "ячейке {number}"}
    )
    add_words("tests", en={"tests.cell": "cell {number}"})
    said = phrase("tests.in", where=phrase("tests.cell", number=3))
    assert (say(said), say(said, "ru")) == ("in cell 3", "в ячейке 3")


def test_words_with_another_prefix_are_refused() -> None:
    with pytest.raises(ValueError, match="outcome"):
        add_words("tests", en={"outcome.graded": "well done"})
    assert catalogue()["outcome.graded"] == "graded"


def test_a_language_or_a_code_without_words_is_an_error() -> None:
    with pytest.raises(LookupError):
        say(phrase("no.such.code"))
    with pytest.raises(LookupError):
        say(plain("x"), "tlh")  # type: ignore[arg-type]


def test_braces_of_a_student_are_text() -> None:
    assert say(plain("{0.__class__} {text}")) == "{0.__class__} {text}"


def test_what_a_student_chose_is_cut() -> None:
    found = phrase("text", text="x" * 10 * MAX_TEXT, many=["y"] * 10 * MAX_LISTED)
    assert found.values["text"] == "x" * (MAX_TEXT - 1) + "…"
    assert len(found.values["many"]) == MAX_LISTED  # type: ignore[arg-type]


def test_a_phrase_travels_as_json() -> None:
    inner = phrase("status.passed")
    sent = phrase("text", text="a", count=3, share=1.0, known=None, sizes=(3, 3), names=["b", inner])
    travelling = TypeAdapter(Phrase)
    assert travelling.validate_json(travelling.dump_json(sent)) == sent
    assert len({sent, phrase("text", text="a"), sent}) == 2


def test_a_record_says_its_phrases_and_keeps_them() -> None:
    facts = {"id": "a.b", "title": "A.", "points": 0, "max_points": 1, "status": Status.FAILED}
    made = CheckResult.model_validate({**facts, "said": {"reason": [plain("One."), plain("Two.")]}})
    assert made.reason == "One. Two."
    assert CheckResult.model_validate_json(made.model_dump_json()) == made
    written = CheckResult.model_validate({**facts, "reason": "Plain."})
    assert (written.said, written.phrases("reason")) == ({}, (plain("Plain."),))
    with pytest.raises(ValidationError, match="not a field"):
        CheckResult.model_validate({**facts, "said": {"nothing": []}})


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], "none"),
        (["relu", "tanh", "relu"], "relu, tanh"),
        (list("abcdefg"), "a, b, c, d, e, f, g"),
        (list("abcdefgh"), "a, b, c, d, e, f and 2 more"),
    ],
)
def test_a_list_in_a_sentence(names: list[str], words: str) -> None:
    assert Several(names).listed() == words


def test_a_grade_of_another_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "grade.json"
    path.write_text(
        good().model_dump_json().replace('"schema_version":2', '"schema_version":1'), encoding="utf-8"
    )
    with pytest.raises(UsageError, match=r"grade\.json .*reads version 2, and this is version 1.*again\.$"):
        Grade.read(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=r"grade\.json cannot be read \(file: "):
        Grade.read(path)


def test_the_committed_grade_of_the_reference_is_of_this_version() -> None:
    assert Grade.read(ROOT / "reference" / "grade.json").outcome is Outcome.GRADED

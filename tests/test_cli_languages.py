"""The command line in the language that is asked for: help, wrong words, errors."""

import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.cli import VERBS, main
from harness.cli.language import before_reading
from harness.cli.parser import _ARGPARSE
from harness.errors import UsageError
from harness.words.language import ENGLISH, speaking
from harness.words.phrase import phrase
from harness.words.say import catalogue, say
from tests.test_cli import names

Run = Callable[..., str]
LATIN = re.compile(r"[A-Za-z]{2,}")
CYRILLIC = re.compile("[А-Яа-яЁё]")
NOT_OURS = re.compile(
    r"^ +harness .*$|^usage:.*|\{[a-z,-]+\}|--?[a-z-]+( [A-Z]+)?|\b[A-Z]{2,}\b|[\w~./-]*[./_~]\w+|`[^`]*`",
    re.MULTILINE,
)
TERMS = {
    *names(),
    *(
        "auto",
        "cron",
        "ray",
        "top",
        "docker",
        "ray",
        "local",
        "none",
        "all",
        "csv",
        "zip",
        "tar",
        "files",
        "plain",
        "email",
        "comma",
        "wheel",
        "run",
    ),
    *(
        "canvas",
        "moodle",
        "excel",
        "gradescope",
        "mlflow",
        "nvidia",
        "git",
        "ctrl",
        "path",
        "name",
        "user",
        "results",
    ),
    *(
        "id",
        "login",
        "gradebook",
        "lab",
        "submissions",
        "cpu",
        "gpu",
        "autograder",
        "compinit",
        "fish",
        "harness",
    ),
    *(
        "alice",
        "bob",
        "eval",
        "source",
        "folder",
        "shell",
        "what",
        "format",
        "number",
        "bash",
        "zsh",
        "verb",
        "held",
        "rubric",
    ),
}
"""Names of programs, of formats and of what is typed, which Russian help has, too."""


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Run:
    """What a command that ends itself prints."""

    def run(*words: str) -> str:
        with pytest.raises(SystemExit):
            main(words)
        out, err = capsys.readouterr()
        return out + err

    return run


@pytest.mark.parametrize("name", names())
def test_the_help_of_each_verb_is_in_russian(name: str, said: Run) -> None:
    text = said(name, "--help", "--lang", "ru").partition("\n\n")[2]
    assert CYRILLIC.search(text)
    assert {word.lower() for word in LATIN.findall(NOT_OURS.sub(" ", text))} <= TERMS


def test_the_english_help_has_no_russian(said: Run) -> None:
    assert not CYRILLIC.search("".join(said(name, "--help", "--lang=en") for name in names()))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["grade"], "harness grade: Не указано обязательное: path."),
        (["grade", "a", "b c"], "harness grade: Лишнее: 'b c'."),
        (["batch", "a", "--jbs=1"], "harness batch: Параметра --jbs нет; возможно, вы имели в виду --jobs?"),
        (
            ["batch", "a", "--jobs", "two"],
            "harness batch: --jobs: нужно auto или число от 1 до 1000, а не 'two'.",
        ),
        (["release", "a", "--why"], "harness release: --why: нужно одно значение."),
        (
            ["grade", "a", "--smoke=1"],
            "harness grade: --smoke: значения этот параметр не принимает, а указано '1'.",
        ),
        (
            ["image", "--variant", "gpus"],
            "harness image: --variant: можно cpu или gpu, а не 'gpus'; возможно, вы имели в виду gpu?",
        ),
        (["key", "of"], "harness key: what: можно show-id или rotate, а не 'of'."),
        (["completion"], "harness completion: Не указано обязательное: SHELL."),
        (
            ["completion", "sh"],
            "harness completion: SHELL: можно bash, zsh или fish, а не 'sh'; возможно, вы имели в виду zsh?",
        ),
    ],
)
def test_a_wrong_command_is_told_in_russian(words: list[str], sentence: str, said: Run) -> None:
    # What is wrong may swallow the last words, so the language stands before them.
    command = [words[0], "--lang", "ru", *words[1:]]
    assert said(*command) == f"{sentence} Что есть, покажет harness {words[0]} --help.\n"


def test_all_words_of_argparse_that_have_a_code_have_russian_words() -> None:
    russian = catalogue("ru")
    assert {code for code in russian if code.startswith("argparse.")} == set(_ARGPARSE.values())
    assert all(text.count("%") == str(russian[code]).count("%") for text, code in _ARGPARSE.items())


@pytest.mark.parametrize(
    ("rubric", "words", "language"),
    [
        ("language: ru\n", ["grade", "a"], "ru"),
        ("version: 1\nlanguage: 'ru'  # of the course\nwrong: [\n", ["--help"], "ru"),
        ("language: ru\n", ["grade", "a", "--lang", "en"], "en"),
        ("language: ru\n", ["release", "a", "--why", "x", "--", "--lang=en"], "ru"),
        ("language: tlh\n", [], "en"),
        ("title: language: ru\n", [], "en"),
        ("", ["--lang=ru"], "ru"),
        ("", ["--lang"], "en"),
    ],
)
def test_what_is_spoken_before_the_rubric_is_read(
    rubric: str, words: list[str], language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rubric.yaml").write_text(rubric, encoding="utf-8")
    assert before_reading(words) == language


def test_another_rubric_says_the_language_of_its_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "course.yaml"
    path.write_text("language: ru\nlimits: [\n", encoding="utf-8")
    assert main(["grade", "nobody", "--rubric", str(path)]) == 2
    assert CYRILLIC.search(capsys.readouterr().err)
    assert main(["grade", "nobody", "--rubric", str(path), "--lang", "en"]) == 2
    assert not CYRILLIC.search(capsys.readouterr().err)


def test_an_error_is_english_in_records_and_its_phrase_is_said_in_any_language() -> None:
    with speaking("ru"):
        error = UsageError(phrase("command.no_verb"))
    assert str(error) == "a verb is missing"
    assert say(error.phrase, "ru") == "не указана команда"
    assert pickle.loads(pickle.dumps(error)).phrase == error.phrase
    other = phrase("text", text=error)
    assert (say(other, ENGLISH), say(other, "ru")) == ("a verb is missing", "не указана команда")


def test_words_of_another_package_stay_as_they_are() -> None:
    error = UsageError("The backend {0} is away." * 100)
    assert str(error) == say(error.phrase, "ru") == "The backend {0} is away." * 100


def test_each_verb_has_words_and_examples() -> None:
    assert all(verb.HELP.code == f"verb.{verb.__name__.rpartition('.')[2]}" for verb in VERBS)

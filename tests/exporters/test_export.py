"""Which exporters a grade goes to, and what one that fails costs: a warning."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.errors import HarnessError
from harness.exporters.choose import EXPORTERS
from harness.grade.record import Grade
from harness.handing_over import Exports
from harness.leaderboard import exporter
from harness.workplace import Workplace
from tests.conftest import ROOT
from tests.report import sample_grades
from tests.strangers import install

STRANGER = """
class Post:
    takes_again = True
    def __init__(self, options):
        self.options = options
    def export(self, grade, folder):
        (folder / "post.txt").write_text(f"{self.options.experiment} {grade.submission}")
"""


class Failing:
    """An exporter that takes nothing."""

    takes_again = True

    def __init__(self, error: Exception) -> None:
        self._error = error

    def export(self, grade: Grade, folder: Path) -> None:
        raise self._error


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    """A project folder with a rubric."""
    text = (ROOT / "rubric.yaml").read_text(encoding="utf-8")
    (tmp_path / "rubric.yaml").write_text(text, encoding="utf-8")
    return Workplace(tmp_path / "rubric.yaml")


def test_the_leaderboard_is_taken_unless_it_is_not_wanted(place: Workplace) -> None:
    names: Callable[..., list[str]] = lambda *given, **options: list(place.exporters(given, **options))  # noqa: E731
    assert names(leaderboard=True) == ["mlflow"]
    assert names("csv", "csv", leaderboard=True) == ["mlflow", "csv"]
    assert names("mlflow", leaderboard=True) == ["mlflow"]
    assert names("csv", "mlflow", leaderboard=False) == ["csv"]


def test_an_exporter_of_another_package_takes_the_grade(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    install(site, "post-office", EXPORTERS.name, {"post": "post_office:Post"}, post_office=STRANGER)
    monkeypatch.syspath_prepend(site)
    exports = place.exports(["post"], leaderboard=False, say=print)
    exports.owe(tmp_path)
    exports.hand_over(sample_grades.good(), tmp_path)
    written = (tmp_path / "post.txt").read_text()
    assert written == f"{place.rubric().experiment} {sample_grades.good().submission}"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (HarnessError("It is away."), "but the exporter bad did not take it: It is away."),
        (
            ZeroDivisionError("no"),
            "but the exporter bad failed (ZeroDivisionError: no): tell whoever maintains it.",
        ),
    ],
)
def test_an_exporter_that_fails_costs_a_warning_and_the_others_go_on(
    place: Workplace, tmp_path: Path, error: Exception, words: str
) -> None:
    said: list[str] = []
    table = place.exporters(["csv"], leaderboard=False, output=tmp_path)
    Exports({"bad": Failing(error), **table}, tmp_path, said.append).hand_over(sample_grades.good(), tmp_path)
    assert said == [f"The grade is in {tmp_path}, {words}"]
    assert (tmp_path / "grades.csv").is_file()


def test_only_a_mark_goes_on_the_leaderboard(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, logged = list[str](), list[bool]()
    monkeypatch.setattr(exporter, "log_grade", lambda grade, *_, **__: logged.append(grade.is_mark))
    exports = place.exports([], leaderboard=True, say=said.append)
    exports.owe(tmp_path)
    exports.hand_over(sample_grades.good(is_mark=False, smoke=True), tmp_path)
    assert logged == []
    exports.owe(tmp_path)
    exports.hand_over(sample_grades.good(), tmp_path)
    assert logged == [True]
    assert said == []

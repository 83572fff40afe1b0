"""``harness init``: a course folder that grades, and that overwrites nothing."""

import subprocess
from pathlib import Path

import pytest

from harness.assignment.kit import find_kit
from harness.assignment.rubric import read_rubric
from harness.cli import main
from harness.intake.submission import read_submission
from harness.workplace import Workplace


def test_a_new_course_has_a_rubric_a_template_and_a_page_for_students(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = tmp_path / "courses" / "autumn"
    assert main(["init", str(course)]) == 0
    said = capsys.readouterr().out
    for name in ("rubric.yaml", "README.md", "README.ru.md", "template/control_work.ipynb", ".gitignore"):
        assert (course / name).stat().st_size
        assert name in said
    assert read_rubric(course / "rubric.yaml").checks() == read_rubric(find_kit(None).rubric).checks()
    assert Workplace.find(course / "rubric.yaml").project == course
    assert read_submission(course / "template").entry() == "control_work.ipynb"


def test_git_does_not_take_key_nor_results(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "course")]) == 0
    place = Workplace.find(tmp_path / "course" / "rubric.yaml")
    secret = [
        place.home / "split.key",
        place.results(None) / "alice" / "1" / "grade.json",
        place.project / "mlflow.db",
    ]
    for path in secret:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    git = ["git", "-C", str(place.project)]
    subprocess.run([*git, "init", "-q"], check=True)
    done = subprocess.run([*git, "add", "-An"], capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split("'")[1::2]) == [
        ".gitignore",
        "README.md",
        "README.ru.md",
        "rubric.yaml",
        "template/control_work.ipynb",
    ]


@pytest.mark.parametrize("name", ["rubric.yaml", "README.md", "template/control_work.ipynb"])
def test_nothing_is_overwritten(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "course" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    assert main(["init", str(tmp_path / "course")]) == 2
    assert [path for path in (tmp_path / "course").rglob("*") if path.is_file()] == [mine]
    said = capsys.readouterr().err
    assert (str(mine) in said, said.count("\n")) == (True, 1)


def test_a_folder_of_students_work_becomes_a_course(tmp_path: Path) -> None:
    (tmp_path / "alice").mkdir()
    assert main(["init", str(tmp_path)]) == 0
    assert (tmp_path / "rubric.yaml").is_file()


def test_what_cannot_be_a_course_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["init", str(tmp_path / "file")]) == 2
    assert main(["init", str(tmp_path / "course"), "--assignment", "underwater"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "name a folder that you can write to" in said[0]
    assert "underwater" in said[1]
    assert not (tmp_path / "course").exists()

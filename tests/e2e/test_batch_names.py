"""A class whose folders have any names: each student has results of their own, and nobody's fault ends the batch."""

import json
import os
import shutil
import unicodedata
from pathlib import Path

from harness.grade.results import submissions
from tests.e2e.conftest import Project

OPTIONS = ("--runner", "local", "--smoke", "--no-leaderboard")


def _grades(project: Project) -> dict[str, int]:
    """How many attempts each student has, by the name on the grade."""
    found = dict[str, int]()
    for path in (project.folder / "results").glob("*/*/grade.json"):
        name = json.loads(path.read_text(encoding="utf-8"))["submission"]
        found[name] = found.get(name, 0) + 1
    assert len(found) == len(submissions(project.folder / "results"))
    return found


def test_equal_work_under_names_that_look_alike(project: Project, guest_python: Path) -> None:
    work = project.notebook("a b") / "work.ipynb"
    names = ["a b", "a_b", os.fsdecode(b"\xe4"), "two\nlines 😀"]
    for name in names[1:]:
        (work.parent.parent / name).mkdir()
        shutil.copy(work, work.parent.parent / name / "-work.ipynb")
    # The terminal shows no other letters than these, and the batch does not mind.
    env = {"PYTHONIOENCODING": "ascii"}
    done = project.run("batch", "handed-in", "--jobs", "2", *OPTIONS, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    shown = ["a b", "a_b", "\\xe4", "two\nlines 😀"]
    assert _grades(project) == dict.fromkeys(shown, 1)
    assert "Traceback" not in done.stderr
    again = project.run("batch", "handed-in", *OPTIONS, env=env)
    assert again.stdout.count("already graded") == len(names), again.stdout + again.stderr


def test_what_is_left_out_is_listed_and_the_others_are_graded(project: Project, guest_python: Path) -> None:
    work = project.notebook("olga") / "work.ipynb"
    handed_in = work.parent.parent
    os.mkfifo(work.parent / "pipe")
    (work.parent / "data").symlink_to(project.folder)
    (handed_in / "bob").symlink_to("olga")
    (handed_in / "readme.txt").write_bytes(work.read_bytes())
    for name in ("Андрей", unicodedata.normalize("NFD", "Андрей")):
        (handed_in / name).mkdir()
    (handed_in / "big").mkdir()
    with (handed_in / "big" / "data.bin").open("wb") as file:
        file.truncate(2**40)
    project.notebook("ivan")
    (project.folder / "results").mkdir()
    (project.folder / "results" / "ivan").write_text("a file")
    done = project.run("batch", "handed-in", *OPTIONS)
    assert done.returncode == 20, done.stdout + done.stderr
    (project.folder / "results" / "ivan").unlink()
    assert _grades(project) == {"olga": 1}
    text = " ".join(done.stdout.split())
    for words in (
        "Left out: bob: it is a link",
        "Left out: readme.txt: it is neither a notebook",
        "Left out: Андрей: another one has the same name",
        "larger than 256 MB",
        "Left out: ivan: Results cannot be written",
    ):
        assert words in text
    (path,) = (project.folder / "results").glob("olga/1/grade.json")
    notes = json.loads(path.read_text(encoding="utf-8"))["notes"]
    assert notes[:2] == ["data was left out: it is a link.", "pipe was left out: it is not a regular file."]


def test_a_dry_run_of_odd_names_is_one_sentence_or_notes(project: Project, guest_python: Path) -> None:
    folder = project.notebook("olga")
    (folder / "data").symlink_to(project.folder)
    (folder.parent / "link").symlink_to(folder)
    done = project.run("check", "handed-in/olga/", "--runner", "local")
    assert "data was left out: it is a link." in done.stdout
    for verb, path in (
        ("check", "handed-in/link"),
        ("grade", os.fsdecode(b"\xe4")),
        ("grade", "\x1b[31mred"),
    ):
        done = project.run(verb, path)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert "\x1b" not in done.stderr

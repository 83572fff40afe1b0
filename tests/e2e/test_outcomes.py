"""Every way that a run can end is told apart. Of those that a limit ends on Docker, tests/hostile/resources.yaml shows it."""

import csv
import json
import os
import signal
import socket
import subprocess
from contextlib import closing
from pathlib import Path

import docker
import pytest

from harness.sandbox.docker.backend import docker_answers
from harness.sandbox.docker.owner import OWNER
from tests.e2e.conftest import Project

pytestmark = pytest.mark.slow

ENDS: dict[str, tuple[int, dict[str, float], str]] = {
    "code_error": (10, {}, "print(1)\nundefined_name"),
    "time_limit": (11, {"wall_minutes": 0.05}, "print('on it')\nwhile True: pass"),
    "memory_limit": (12, {"memory_gb": 0.7}, "blocks = [bytearray(b'x' * 2**26) for _ in range(64)]"),
    "disk_limit": (
        13,
        {"disk_gb": 0.05},
        "open('big', 'wb').write(b'x' * 2**27)\nimport threading\n"
        "threading.Event().wait()  # the local runner looks every now and then",
    ),
    "process_limit": (
        14,
        {"processes": 100},
        "import threading\nstop = threading.Event()\n"
        "for _ in range(400): threading.Thread(target=stop.wait, daemon=True).start()\n"
        "stop.wait()  # the local runner looks every now and then, and the kernel's limit is not for root",
    ),
}


@pytest.mark.parametrize("runner", ["local"], indirect=True)
@pytest.mark.parametrize("outcome", ENDS)
def test_a_run_that_ends_badly(project: Project, runner: str, outcome: str) -> None:
    code, limits, cell = ENDS[outcome]
    project.rubric(**limits)
    answer = project.grade(project.notebook("ivan", "x = 1", cell), "--runner", runner, "--no-leaderboard")
    assert (answer.grade["outcome"], answer.code) == (outcome, code), answer.text
    assert "cell 2 of 2" in answer.grade["reason"]
    assert answer.grade["reason"].endswith((".", "defined"))
    assert "Traceback" not in answer.text.replace("Traceback (most recent call last)", "", 1)
    assert (answer.folder / "executed.ipynb").is_file()


@pytest.mark.parametrize(
    ("files", "outcome", "code"),
    [
        ({"readme.txt": "hello"}, "no_entry", 15),
        ({"a.ipynb": '{"cells": []}', "b.ipynb": '{"cells": []}'}, "two_entries", 16),
        ({"a.py": "", "b.py": ""}, "two_entries", 16),
        ({"a.ipynb": "<html>"}, "not_a_notebook", 17),
        ({"a.ipynb": "[1, 2]"}, "not_a_notebook", 17),
    ],
)
def test_a_folder_that_cannot_be_run(
    project: Project, guest_python: Path, files: dict[str, str], outcome: str, code: int
) -> None:
    folder = project.folder / "handed-in" / "olga"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    answer = project.grade(folder, "--runner", "local", "--no-leaderboard")
    assert (answer.grade["outcome"], answer.code) == (outcome, code)
    assert answer.grade["points"] == 0


def test_docker_away_is_one_sentence(project: Project) -> None:
    folder = project.notebook("anna", "1")
    done = project.run(
        "grade", str(folder), "--runner", "docker", env={"DOCKER_HOST": "unix:///nowhere/docker.sock"}
    )
    assert done.returncode == 20
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (project.folder / "results").exists()


def test_a_gpu_that_is_not_there(project: Project, runner: str) -> None:
    done = project.run("grade", str(project.notebook("anna", "1")), "--runner", runner, "--gpus", "0")
    assert done.returncode == 20
    assert "GPU" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "nobody"], "no submission at"),
        (["grade", ".", "--rubric", "gone.yaml"], "no rubric at"),
        (["batch", "nowhere"], "no folder"),
        (["grade", ".", "--runner", "cloud"], "--runner takes auto, docker, local, not"),
    ],
)
def test_wrong_words(project: Project, arguments: list[str], words: str) -> None:
    done = project.run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_rubric_names_the_line(project: Project) -> None:
    path = project.folder / "rubric.yaml"
    text = path.read_text().replace(
        "{check: dataset.shapes, points: 1}", "{check: dataset.shapes, points: -1}"
    )
    path.write_text(text)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "points: -1" in row)
    done = project.run("grade", str(project.notebook("anna", "1")))
    assert done.returncode == 2
    assert f"rubric.yaml:{line}:" in done.stderr


def _containers_of(pid: int) -> list[str]:
    """Those that the process started; other tests have theirs at the same time."""
    if not docker_answers():
        return []
    with closing(docker.from_env()) as client:
        mine = client.containers.list(all=True, filters={"label": f"{OWNER}={socket.gethostname()}:{pid}"})
    return [str(container.id) for container in mine]


def test_ctrl_c_leaves_nothing(project: Project, runner: str) -> None:
    folder = project.notebook("petr", "x = 1", "while True: pass")
    command = project.command("grade", str(folder), "--runner", runner)
    process = subprocess.Popen(
        command,
        cwd=project.folder,
        env=project.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    text = ""
    for line in process.stdout:
        text += line
        if "cell 2 of 2" in line:
            assert bool(_containers_of(process.pid)) is (runner == "docker")
            os.kill(process.pid, signal.SIGINT)
            break
    text += process.stdout.read()
    assert process.wait(timeout=60) == 130, text
    assert "Traceback" not in text
    assert list((project.folder / "results" / "petr").iterdir()) == []
    assert _containers_of(process.pid) == []


def test_a_batch_goes_on_and_skips_what_is_done(project: Project, guest_python: Path) -> None:
    project.rubric(wall_minutes=0.1)
    project.notebook("a_fine", "print('hello')")
    project.notebook("b_raises", "1 / 0")
    project.notebook("c_hangs", "while True: pass")
    (project.folder / "handed-in" / "d_empty").mkdir()
    options = ["batch", "handed-in", "--runner", "local", "--jobs", "2", "--no-leaderboard"]
    done = project.run(*options, "--export", "csv")
    assert done.returncode == 0, done.stdout + done.stderr
    outcomes = {
        path.parent.parent.name: json.loads(path.read_text())["outcome"]
        for path in (project.folder / "results").glob("*/1/grade.json")
    }
    assert outcomes == {
        "a_fine": "graded",
        "b_raises": "code_error",
        "c_hangs": "time_limit",
        "d_empty": "no_entry",
    }
    table = project.folder / "results" / "grades.csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert {row["submission"]: row["outcome"] for row in csv.DictReader(file)} == outcomes
    table.unlink()
    project.notebook("b_raises", "2 / 0")
    again = project.run(*options, "--export", "csv")
    assert again.stdout.count("already graded") == 3
    assert table.read_text(encoding="utf-8-sig").count("\n") == 1 + len(outcomes)
    assert (project.folder / "results" / "b_raises" / "2").is_dir()
    assert not (project.folder / "results" / "a_fine" / "2").exists()

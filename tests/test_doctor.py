"""``harness doctor`` says what this machine has for grading, in a line each, and makes nothing."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.cli import main
from harness.dataset.key import KEY_FILE, KEY_VARIABLE
from harness.doctor.asked import Asked
from harness.doctor.finding import Finding, State, good
from harness.doctor.look import LOOKS, look_at_all
from harness.words.phrase import phrase
from harness.workplace import Workplace
from tests.conftest import ROOT

RIGHT_KEY = "the key of a test, which is long enough"
VARIABLES = (
    "FASHION_MNIST_DIR",
    "HARNESS_SPLIT_KEY",
    "HARNESS_HOME",
    "MLFLOW_TRACKING_URI",
    "XDG_CACHE_HOME",
)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course folder on a machine without Docker, data and key."""
    course = tmp_path / "course"
    course.mkdir()
    shutil.copy(ROOT / "rubric.yaml", course)
    monkeypatch.chdir(course)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HARNESS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")
    monkeypatch.setenv("HARNESS_ENVIRONMENTS", str(tmp_path / "environments"))
    return course


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """Exit code, and state and text of the last finding about each thing."""
    code = main(["doctor", "--json", *words])
    report = json.loads(capsys.readouterr().out)
    assert report["works"] is (code == 0)
    return code, {one["about"]: (one["state"], one["text"]) for one in report["findings"]}


def test_a_fresh_machine_can_grade_and_hears_what_the_first_grading_makes(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(course.parent.rglob("*"))
    code, found = told(capsys)
    assert code == 0
    assert found["docker"][0] == "mind"
    assert found["docker"][1].startswith("Docker: Docker does not answer; start its engine")
    assert found["sandbox"][1].startswith("Student code would run with --runner local")
    assert found["environment"][0] == "mind"
    assert f"the first grading installs {course.parent / 'environments'}/guest-" in found["environment"][1]
    assert found["data"][0] == "mind"
    assert "There is no copy of Fashion-MNIST here" in found["data"][1]
    assert found["key"][0] == "mind"
    assert f"the first grading makes {course / '.harness' / KEY_FILE}" in found["key"][1]
    assert found["results"][0] in ("good", "mind")
    assert str(course / "results") in found["results"][1]
    assert found["leaderboard"] == ("good", f"The first mark makes the leaderboard {course / 'mlflow.db'}.")
    assert sorted(course.parent.rglob("*")) == before, "a look makes nothing"


def test_what_keeps_grading_from_working_ends_with_20_and_says_how_to_mend_it(
    course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_MNIST_DIR", str(course / "nowhere"))
    monkeypatch.setenv(KEY_VARIABLE, "short")
    (course / "file").write_text("", encoding="utf-8")
    code, found = told(capsys, "--runner", "docker", "--output", "file/results")
    assert code == 20
    wrong = {about for about, (state, _) in found.items() if state == "bad"}
    assert wrong == {"data", "key", "docker", "sandbox", "results"}
    assert found["data"][1].startswith(f"FASHION_MNIST_DIR is {course / 'nowhere'}, but: there is no folder")
    assert "give at least 16" in found["key"][1]
    assert found["results"][1] == (
        f"Results: {course / 'file' / 'results'} cannot be written (Not a directory); mend that, or give --output."
    )


def test_a_rubric_with_a_typo_is_a_finding(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rubric = course / "rubric.yaml"
    rubric.write_text(rubric.read_text(encoding="utf-8").replace("criteria:", "criterias:"), encoding="utf-8")
    code, found = told(capsys)
    assert (code, found["rubric"][0]) == (20, "bad")
    assert "rubric.yaml" in found["rubric"][1]
    assert main(["doctor", "--rubric", "no.yaml"]) == 2


@pytest.mark.parametrize(
    ("words", "about", "sentence"),
    [
        (["--runner", "moon"], "sandbox", "--runner takes auto, docker, local"),
        (["--runner", "local", "--gpus", "some"], "gpu", "--gpus takes auto, none, all or device numbers"),
    ],
)
def test_a_choice_that_means_nothing_is_a_finding(
    words: list[str], about: str, sentence: str, course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = told(capsys, *words)
    assert (code, found[about][0], found[about][1].startswith(sentence)) == (20, "bad", True)


@pytest.fixture
def asked(course: Path) -> Asked:
    return Asked(Workplace.find(None), None)


def looked_at(about: str, asked: Asked) -> tuple[State, str]:
    """State and text of what one look found last."""
    last = look_at_all(asked, {about: LOOKS[about]})[-1]
    return last.state, last.text


def test_the_key_is_never_shown(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    home = asked.place.home
    home.mkdir(mode=0o700)
    key = home / KEY_FILE
    key.write_text(RIGHT_KEY, encoding="utf-8")
    key.chmod(0o644)
    state, text = looked_at("key", asked)
    assert (state, f"run `chmod 600 {key}`" in text) == (State.BAD, True)
    key.chmod(0o600)
    told = f"The split key is {key}, mode 0600; keep a copy of it in a safe place."
    assert looked_at("key", asked) == (State.GOOD, told)
    monkeypatch.setenv(KEY_VARIABLE, RIGHT_KEY)
    assert looked_at("key", asked) == (State.GOOD, f"The split key is in the variable {KEY_VARIABLE}.")


def test_a_leaderboard_that_is_away_is_a_note_without_its_password(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://ada:secret@127.0.0.1:9")
    state, text = looked_at("leaderboard", asked)
    assert state is State.MIND
    assert text.startswith(
        "The leaderboard http://127.0.0.1:9 cannot take marks (127.0.0.1:9 does not answer"
    )


def test_the_report_has_a_sign_and_a_word_in_each_line(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--runner", "docker"]) == 20
    *lines, last = capsys.readouterr().out.splitlines()
    assert {line.split("  ")[0] for line in lines if line} == {"✓ ok", "! note", "✗ mend"}
    assert last == "Grading does not work here: 2 lines above (✗) must be mended."


def test_what_hangs_or_breaks_is_a_finding_and_stops_nothing(asked: Asked) -> None:
    forever = threading.Event()

    def hangs(asked: Asked) -> Iterator[Finding]:
        yield good("disk", phrase("doctor.encoding", name="UTF-8"))
        forever.wait()

    def breaks(asked: Asked) -> Iterator[Finding]:
        raise ZeroDivisionError("by zero")
        yield

    found = look_at_all(asked, {"breaks": breaks, "hangs": hangs}, seconds=0.2)
    forever.set()
    assert [(one.about, one.state) for one in found] == [
        ("breaks", State.BAD),
        ("disk", State.GOOD),
        ("hangs", State.BAD),
    ]
    assert found[0].text == "The look at breaks broke (ZeroDivisionError: by zero): please report that."
    assert found[2].text.startswith("The look at hangs has no answer yet")


def test_without_a_rubric_every_look_still_ends(asked: Asked) -> None:
    found = look_at_all(asked, {name: look for name, look in LOOKS.items() if name != "data"})
    assert not [one.text for one in found if " broke (" in one.text]

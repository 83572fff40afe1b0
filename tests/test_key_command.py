"""The key of the split is changed by one command, and marks made with the one before can be made again."""

import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.assignment.rubric import read_rubric
from harness.cli import main
from harness.dataset.drawing import Drawing
from harness.dataset.key import KEY_FILE, OLD_KEYS, load_key, old_keys, rotate
from harness.errors import UsageError
from harness.grading.run_stage import run_submission
from harness.grading.setting import Setting
from harness.intake.submission import read_submission
from harness.report.text import minute
from harness.sandbox.contract import Spec
from tests.conftest import ROOT
from tests.test_trust import Recorder, noise_split

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_key_keeps_the_one_before_with_its_date(tmp_path: Path) -> None:
    first = load_key(tmp_path, {})
    file = rotate(tmp_path, {})
    second = load_key(tmp_path, {})
    rotate(tmp_path, {})
    assert len({first, second, load_key(tmp_path, {})}) == 3
    assert [one.key for one in old_keys(tmp_path)] == [second, first]
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", old_keys(tmp_path)[1].until)
    # The text of the old file serves as the variable: what was graded then can be graded so again.
    assert load_key(tmp_path, {"HARNESS_SPLIT_KEY": file.read_text()}) == first
    assert sorted(path.name for path in tmp_path.iterdir()) == [OLD_KEYS, KEY_FILE]


@posix
def test_all_of_it_is_private_to_its_owner(tmp_path: Path) -> None:
    home = tmp_path / ".harness"
    home.mkdir(mode=0o755)
    said: list[str] = []
    load_key(home, {}, said.append)
    rotate(home, {})
    assert said == [f"The folder {home} of the split key was open to other users; it is closed now."]
    assert mode(home) == mode(home / OLD_KEYS) == 0o700
    assert {mode(path) for path in home.rglob("*.key")} == {0o600}


@posix
def test_a_folder_of_others_is_refused_where_they_could_replace_the_key(tmp_path: Path) -> None:
    home = tmp_path / "shared"
    home.mkdir()
    home.chmod(0o755)
    load_key(home, {})
    assert mode(home) == 0o755
    home.chmod(0o775)
    with pytest.raises(UsageError, match=r"may write to the folder .*\(mode 0775\).*chmod go-w"):
        load_key(home, {})


def test_a_key_of_the_environment_is_changed_there(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match="comes from the environment variable HARNESS_SPLIT_KEY: change it there"
    ):
        rotate(tmp_path, {"HARNESS_SPLIT_KEY": "a key of sixteen characters"})
    with pytest.raises(UsageError, match="the first grading makes one"):
        rotate(tmp_path, {})


@pytest.mark.slow
def test_the_command_shows_ids_and_never_a_key(
    tmp_path: Path, real_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(ROOT / "rubric.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FASHION_MNIST_DIR", str(real_data))
    for name in ("HARNESS_SPLIT_KEY", "HARNESS_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert main(["key", "show-id"]) == 2
    home = tmp_path / ".harness"
    first = load_key(home, {}).decode()
    assert main(["key", "rotate"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    new, old = re.findall(r"Split ([0-9a-f]{16})", text)
    assert new != old
    assert f'until {minute(old_keys(home)[0].until)}. To grade on it: HARNESS_SPLIT_KEY="$(cat ' in text
    monkeypatch.setenv("HARNESS_SPLIT_KEY", first)
    assert main(["key", "show-id"]) == 0
    text += " ".join(capsys.readouterr().out.split())
    assert f"Split {old}: the key in the environment variable HARNESS_SPLIT_KEY, in use." in text
    assert not any(key in text for key in (first, load_key(home, {}).decode()))


def test_no_sandbox_gets_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = "a key of sixteen characters"
    monkeypatch.setenv("HARNESS_SPLIT_KEY", key)
    (tmp_path / "solution.py").write_text("", encoding="utf-8")
    specs = list[Spec]()

    class Watched(Recorder):
        @contextmanager
        def start(self, spec: Spec) -> Iterator[Recorder]:
            specs.append(spec)
            with super().start(spec) as sandbox:
                yield sandbox

    recorder = Watched(['{"event": "ran", "state": "finished"}'])
    drawing = Drawing.of(noise_split(), 10)
    setting = Setting.make(read_rubric(ROOT / "rubric.yaml"), "", drawing, recorder, "none", False)
    submission = read_submission(tmp_path / "solution.py")
    run_submission(setting, submission, "solution.py", tmp_path / "out", lambda event: None)
    [spec] = specs
    assert key not in repr(spec.env)
    assert "HARNESS_SPLIT_KEY" not in spec.env
    assert recorder.entered
    assert not any(key.encode() in content for _, content in recorder.entered)

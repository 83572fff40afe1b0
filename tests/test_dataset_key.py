"""The secret key: from the variable or a file of its own, never short, never open to others."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from harness.dataset.key import load_key
from harness.errors import UsageError

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")


def test_the_variable_wins(tmp_path: Path) -> None:
    assert (
        load_key(tmp_path, {"HARNESS_SPLIT_KEY": " a key of the course 2024 \n"})
        == b"a key of the course 2024"
    )
    assert list(tmp_path.iterdir()) == []


def test_first_use_makes_a_file_that_later_uses_read(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    key = load_key(home, {})
    assert len(bytes.fromhex(key.decode())) == 32
    assert load_key(home, {}) == key
    assert [path.name for path in home.iterdir()] == ["split.key"]
    assert load_key(tmp_path / "other", {}) != key


def test_the_text_of_the_file_serves_as_the_variable(tmp_path: Path) -> None:
    key = load_key(tmp_path, {})
    assert load_key(tmp_path / "away", {"HARNESS_SPLIT_KEY": (tmp_path / "split.key").read_text()}) == key


@posix
def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    load_key(tmp_path, {})
    path = tmp_path / "split.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(UsageError, match=r"open to other users \(mode 0640\).*chmod 600"):
        load_key(tmp_path, {})


def test_a_short_key_is_refused_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="HARNESS_SPLIT_KEY has 6 characters: give at least 16") as refusal:
        load_key(tmp_path, {"HARNESS_SPLIT_KEY": "hunter"})
    assert "hunter" not in str(refusal.value)
    path = tmp_path / "split.key"
    path.write_text("\n")
    path.chmod(0o600)
    with pytest.raises(UsageError, match=r"split\.key has 0 characters"):
        load_key(tmp_path, {})


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="can be neither read nor made"):
        load_key(tmp_path / "file", {})


AT_A_WORD = """
import sys
from pathlib import Path
from harness.dataset.key import load_key
print("ready", flush=True)
sys.stdin.readline()
print(load_key(Path(sys.argv[1]), {}).decode())
"""


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    command = [sys.executable, "-c", AT_A_WORD, str(tmp_path / "home")]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    keys = {process.communicate()[0].strip() for process in processes}
    assert len(keys) == 1
    assert len(bytes.fromhex(keys.pop())) == 32
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["split.key"]

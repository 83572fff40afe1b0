"""Environments made from a lock, and what the locks themselves must keep."""

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.errors import InfrastructureError
from harness.installation import Installation
from harness.sandbox import environment
from harness.sandbox.environment import (
    STAMP,
    ensure_environment,
    ensure_venv,
    environment_id,
    guest_lock,
    install,
    is_complete,
    progress,
    run_logged,
)

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parent.parent
LOCK_FOLDERS = (PROJECT / "locks", PROJECT / "harness" / "sandbox" / "locks")
LOCKS = sorted(path for folder in LOCK_FOLDERS for path in folder.glob("*.txt"))
INSTALLING_FILES = [
    *sorted(path for folder in LOCK_FOLDERS for path in folder.iterdir()),
    *(PROJECT / name for name in ("Dockerfile.gpu", "noxfile.py", "pyproject.toml", ".ci/run")),
    PROJECT / "tools" / "prepare-machine",
]


def make_wheel(folder: Path, name: str = "tiny", answer: int = 42) -> Path:
    """A wheel of version 1.0 with one module, so that nothing is fetched from anywhere."""
    files = {
        f"{name}.py": f"answer = {answer}\n".encode(),
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode(),
        f"{name}-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{name}-1.0.dist-info/RECORD"
    lines = [f"{record},,"]
    for file, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{file},sha256={digest},{len(content)}")
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in files.items():
            archive.writestr(file, content)
        archive.writestr(record, "\n".join(lines) + "\n")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    wheel = make_wheel(tmp_path)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (tmp_path / "locks").mkdir()
    lock = tmp_path / "locks" / "guest-cpu.txt"
    lock.write_text(f"tiny @ {wheel.as_uri()} --hash=sha256:{digest}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def empty_venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with nothing but pip, which takes seconds to make."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder


@pytest.fixture
def copied_venvs(empty_venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an environment is made, a copy of an empty one is taken."""

    def run(command: Sequence[str], **given: Any) -> None:
        if command[1:3] == ["-m", "venv"]:
            shutil.copytree(empty_venv, command[-1], symlinks=True)
        else:
            run_logged(command, **given)

    monkeypatch.setattr(environment, "run_logged", run)


def installation(project: Path) -> Installation:
    """One with the locks that lie in the folder, and that writes there."""
    return replace(Installation.in_folder(project), guest_files=project)


def answer(folder: Path) -> str:
    command = [str(folder / "bin" / "python"), "-c", "import tiny; print(tiny.answer)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.usefixtures("copied_venvs")
@pytest.mark.parametrize("writes", [True, False])
def test_bytecode_is_there_where_python_would_never_write_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, writes: bool
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", not writes)
    if writes:
        monkeypatch.setattr(environment, "find_uv", lambda: None)
    folder = ensure_venv(
        installation=installation(project),
        prefix="host",
        lock=guest_lock(installation(project), "cpu"),
        say=print,
    )
    assert bool(list(folder.rglob("tiny.*.pyc"))) is not writes


def test_environment_is_made_once_and_mended_after_an_interrupt(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    with monkeypatch.context() as of_no_use:
        # What follows is up to pip.
        of_no_use.setattr(environment, "find_uv", lambda: shutil.which("false"))
        folder = ensure_environment(installation=installation(project), say=told.append)
    assert folder == project / ".venvs" / environment_id(installation(project))
    assert answer(folder) == "42"
    assert list(folder.rglob("tiny.*.pyc")), "the bytecode is there for a read-only sandbox"
    assert told

    told.clear()
    assert ensure_environment(installation=installation(project), say=told.append) == folder
    assert told == []

    # What an interrupt in the middle leaves: files, and no stamp.
    (folder / STAMP).unlink()
    (folder / "bin" / "python").unlink()
    assert ensure_environment(installation=installation(project), say=told.append) == folder
    assert answer(folder) == "42"

    package = re.sub(
        "sha256:[0-9a-f]{8}", "sha256:00000000", guest_lock(installation(project), "cpu").read_text()
    )
    (project / "other.txt").write_text(package, encoding="utf-8")
    log = project / ".harness" / "other.log"
    refused = ["--force-reinstall", "--require-hashes", "-r", str(project / "other.txt")]
    with pytest.raises(InfrastructureError, match=re.escape(str(log))):
        install(folder, refused, log=log, say=told.append)
    assert "hash" in log.read_text(encoding="utf-8").lower()


def test_interrupt_leaves_an_environment_that_does_not_count(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project / ".venvs" / environment_id(installation(project))

    def interrupt(command: list[str], **_: object) -> None:
        (folder / "bin").mkdir(parents=True)
        (folder / "bin" / "python").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "run_logged", interrupt)
    with pytest.raises(KeyboardInterrupt):
        ensure_environment(installation=installation(project), say=lambda line: None)
    assert (folder / "bin" / "python").exists()
    assert not is_complete(folder)


def test_failed_command_is_one_sentence_with_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "new" / "thing.log"
    command = [sys.executable, "-c", "print('first'); print('no space left'); raise SystemExit(3)"]
    with pytest.raises(InfrastructureError, match="no space left") as failure:
        run_logged(command, log=log, say=lambda line: None)
    assert str(log) in str(failure.value)
    assert "first" in log.read_text(encoding="utf-8")
    # The key of the split may come to lie there.
    assert log.parent.stat().st_mode & 0o077 == 0


def test_interrupted_command_does_not_live_on(tmp_path: Path) -> None:
    def interrupt(line: str) -> None:
        raise KeyboardInterrupt

    command = [sys.executable, "-c", "import time; print('Installed 1 package', flush=True); time.sleep(30)"]
    with pytest.raises(KeyboardInterrupt):
        run_logged(command, log=tmp_path / "thing.log", say=interrupt)


def test_moved_environment_does_not_count(tmp_path: Path) -> None:
    made, moved = tmp_path / "made", tmp_path / "moved"
    (made / "bin").mkdir(parents=True)
    (made / "bin" / "python").touch()
    (made / STAMP).write_text(str(made), encoding="utf-8")
    assert is_complete(made)
    made.rename(moved)
    assert not is_complete(moved)


def test_environment_id_follows_the_lock(project: Path) -> None:
    before = environment_id(installation(project))
    assert before == environment_id(installation(project))
    with (project / "locks" / "guest-cpu.txt").open("a") as lock:
        lock.write("# changed\n")
    assert environment_id(installation(project)) != before


@pytest.mark.usefixtures("copied_venvs")
def test_packages_of_a_teacher_are_added(project: Path, tmp_path: Path) -> None:
    added = make_wheel(tmp_path, name="added", answer=43).as_uri()
    folder = ensure_environment(installation=installation(project), say=print, packages=[f"added @ {added}"])
    assert folder == project / ".venvs" / environment_id(installation(project), packages=[f"added @ {added}"])
    assert folder.name != environment_id(installation(project))
    assert answer(folder) == "42"
    command = [str(folder / "bin" / "python"), "-c", "import added; print(added.answer)"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "43\n"
    with pytest.raises(InfrastructureError, match="no-such-package-of-ours"):
        ensure_environment(
            installation=installation(project), say=print, packages=["no-such-package-of-ours"]
        )


def test_missing_lock_is_named(tmp_path: Path) -> None:
    with pytest.raises(InfrastructureError, match=r"guest-tpu\.txt"):
        environment_id(installation(tmp_path), "tpu")


def test_progress_tells_only_what_shows_how_far_it_is() -> None:
    assert progress("  Downloading tensorflow_cpu-2.21.0.whl (273.8 MB)\n")
    assert progress("  Downloading six-1.17.0-py2.py3-none-any.whl (11 kB)\n") is None
    assert len(progress("Step 5/9 : RUN " + "word " * 100) or "") <= 100


@pytest.mark.parametrize("path", INSTALLING_FILES, ids=lambda path: path.name)
def test_no_file_names_a_package_registry(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"--(extra-)?index-url|--default-index|--find-links|^ *-[if] ", text, re.MULTILINE)
    assert not re.search(r"https?://|file://", text)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock_pins_every_package_with_a_hash(path: Path) -> None:
    requirements = re.sub(r"\\\n", " ", path.read_text(encoding="utf-8")).splitlines()
    assert requirements
    for requirement in requirements:
        assert re.match(r"[A-Za-z0-9._-]+(\[[^]]*\])?==\S+ ", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def pins(name: str) -> set[str]:
    [path] = [lock for lock in LOCKS if lock.stem == name]
    text = path.read_text(encoding="utf-8")
    return {match[0].rstrip(" \\") for match in re.finditer(r"^[A-Za-z0-9].*$", text, re.MULTILINE)}


def test_tests_run_on_the_versions_that_grade() -> None:
    assert pins("host") <= pins("dev")


def test_host_environment_holds_no_training_library() -> None:
    names = {pin.split("==")[0] for pin in pins("dev")}
    assert not {name for name in names if re.match(r"(tensorflow|keras|tf-keras|torch|jax)", name)}


def test_guest_environments_differ_in_tensorflow_alone() -> None:
    differing = {pin.split("==")[0] for pin in pins("guest-cpu") ^ pins("guest-gpu")}
    assert {name for name in differing if not re.match(r"tensorflow|nvidia-", name)} == set()

"""What only the local runner has: what bubblewrap shows of this machine, and the watch over processes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from harness.installation import Installation
from harness.sandbox.conformance.place import Place
from harness.sandbox.contract import SUBMISSION, Asset, Limit, Limits, Spec
from harness.sandbox.local import bubblewrap
from harness.sandbox.local.assets import new_root
from harness.sandbox.local.backend import LocalBackend
from harness.sandbox.local.processes import Family, Watch, folder_bytes, kill, tree, unlinked_bytes

from .conftest import make_place

FIND = """
import json, os, sys
found = []
for base, folders, files in os.walk('/'):
    if base in ('/proc', '/sys', '/usr', '/dev', '/opt/env', sys.base_prefix):
        folders.clear()
        continue
    found += [os.path.join(base, name) for name in files]
print(json.dumps(found))
"""


@pytest.fixture
def bubble(tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """The bubblewrap backend."""
    return make_place("bubblewrap", tmp_path / "project", request)


def ask(place: Place, code: str, spec: Spec | None = None) -> object:
    """Runs a piece of Python in a sandbox; reads the JSON that it prints last."""
    lines: list[str] = []
    with place.start(spec) as sandbox:
        sandbox.put(SUBMISSION, {"mine.txt": b"mine"})
        result = sandbox.run([sandbox.python, "-c", code], on_line=lines.append)
    assert result.exit_code == 0, result.stderr
    return json.loads(lines[-1])


def test_bubblewrap_shows_python_the_assets_and_nothing_else(bubble: Place, tmp_path: Path) -> None:
    for name in ("project/split.key", "project/.harness/data.npz", "project/.harness/assets/other/labels"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("secret")
    found = ask(bubble, FIND, Spec(assets={"data": Asset("k", {"x/y.txt": b"y"})}))
    assert isinstance(found, list)
    rest = [name for name in found if not name.startswith("/etc/")]
    assert sorted(rest) == ["/assets/data/x/y.txt", "/submission/mine.txt"]
    etc = {name.split("/")[2] for name in found if name.startswith("/etc/")}
    known = {"passwd", "group", "ssl", "alternatives", "fonts", "localtime", "mime.types", "nsswitch.conf"}
    assert etc <= known | {"ld.so.cache", "ld.so.conf", "ld.so.conf.d"}
    assert not any("private" in name for name in found if name.startswith("/etc/"))


def test_a_project_below_what_is_shown_stays_out_of_sight(tmp_path: Path, bubble: Place) -> None:
    environment = tmp_path / "python"
    project = environment / "src" / "project"
    (project / "deep").mkdir(parents=True)
    (project / "split.key").write_text("secret")
    course = environment / "course"
    course.mkdir()
    (course / "split.key").write_text("secret")
    (environment / "bin").mkdir()
    (environment / "bin/python").symlink_to(sys.executable)
    view = bubblewrap.View(
        root=new_root(project),
        environment=environment,
        assets={},
        devices=[],
        hidden=[project / "deep", project, project / "gone", course],
        limits=Limits(),
        env={},
    )
    start = bubblewrap.find()
    assert start is not None
    command = bubblewrap.command(start, view)
    shown = subprocess.run(
        [*command, "ls", "-A", str(project), str(course)], capture_output=True, text=True, check=True
    )
    assert shown.stdout == f"{course}:\n\n{project}:\n"


def test_other_processes_cannot_be_seen(bubble: Place) -> None:
    code = "import json, os; print(json.dumps(sum(name.isdigit() for name in os.listdir('/proc'))))"
    assert ask(bubble, code) in (2, 3)


def test_a_sandbox_can_make_no_sandbox_of_its_own(bubble: Place) -> None:
    if "--disable-userns" not in (bubblewrap.find() or ()):
        pytest.skip("this bubblewrap cannot forbid user namespaces")
    code = "import ctypes, json; print(json.dumps(ctypes.CDLL(None).unshare(0x10000000)))"
    assert ask(bubble, code) == -1


def test_cpus_are_limited(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    code = "import os; print(len(os.sched_getaffinity(0)))"
    for kind in ("bubblewrap", "plain"):
        lines: list[str] = []
        with make_place(kind, tmp_path / kind, request).start(cpus=0.5) as sandbox:
            sandbox.run([sandbox.python, "-c", code], on_line=lines.append)
        assert lines == ["1"]


def test_a_plain_process_warns_loudly(tmp_path: Path) -> None:
    backend = LocalBackend(
        Installation.in_folder(tmp_path), environment=Path(sys.prefix), bubblewrap_works=False
    )
    said: list[str] = []
    backend.prepare(said.append)
    assert not backend.isolates
    assert backend.warning is not None
    assert said == [f"WARNING: {backend.warning}"]
    assert "can read your files" in said[0]


def test_files_that_are_open_but_have_no_name_count(tmp_path: Path) -> None:
    with (tmp_path / "hidden").open("wb") as stream:
        stream.write(b"x" * 2**20)
        stream.flush()
        (tmp_path / "hidden").unlink()
        assert folder_bytes(tmp_path) == 0
        disk, _ = unlinked_bytes([psutil.Process()], tmp_path.stat().st_dev)
        assert disk >= 2**20
    descriptor = os.memfd_create("hidden")
    try:
        os.write(descriptor, b"x" * 2**20)
        _, memory = unlinked_bytes([psutil.Process()], tmp_path.stat().st_dev)
        assert memory >= 2**20
    finally:
        os.close(descriptor)


def test_a_hidden_file_ends_the_run_too(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    code = (
        "import os, time\nkept = []\nfor i in range(20):\n"
        "    f = open(str(i), 'wb'); os.unlink(str(i)); f.write(os.urandom(2**22)); f.flush()\n"
        "    kept.append(f)\n"
        "time.sleep(30)"
    )
    for kind in ("bubblewrap", "plain"):
        with make_place(kind, tmp_path / kind, request).start() as sandbox:
            result = sandbox.run([sandbox.python, "-c", code])
        assert (result.exit_code, result.limits_hit) == (None, frozenset({Limit.DISK}))


def test_the_watch_survives_a_process_that_is_gone(tmp_path: Path) -> None:
    ended: list[Callable[[], None]] = []
    process = subprocess.Popen(["true"])
    (tmp_path / "submission").mkdir()
    watch = Watch(process.pid, tmp_path, Limits(), wrapper=0, end=lambda: ended.append(print))
    process.wait()
    watch.sample()
    watch.stop()
    assert (ended, watch.limits_hit) == ([], set())


def test_a_family_takes_none_in_of_who_has_the_number_of_one_that_ended() -> None:
    script = "read -r _; sleep 60 >&2 & echo $!; sleep 60 >&2"
    with subprocess.Popen(["bash", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as command:
        assert command.stdin is not None
        assert command.stdout is not None
        ended = psutil.Process(command.pid)
        # Numbers come round in seconds where processes are many; one by one, this takes the shell for another process.
        vars(ended)["_ident"] = (command.pid, 1.0)
        mine, another = Family(psutil.Process(command.pid)), Family(ended)
        for family in (mine, another):
            family.now()
        command.stdin.write(b"\n")
        command.stdin.flush()
        child = int(command.stdout.readline())
        found = mine.now()
        taken = {process.pid for process in another.now()}
        kill(found)
    assert child in {process.pid for process in found}
    assert child not in taken


@pytest.mark.slow
def test_a_family_keeps_those_whose_parent_ended() -> None:
    script = "bash -c 'sleep 60 >&2 & echo $!; read -r _'; echo over; sleep 60 >&2"
    with subprocess.Popen(["bash", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as command:
        assert command.stdin is not None
        assert command.stdout is not None
        grandchild = int(command.stdout.readline())
        family = Family(psutil.Process(command.pid))
        first = [process.pid for process in family.now()]
        assert (first[0], first[-1]) == (command.pid, grandchild)
        command.stdin.write(b"\n")
        command.stdin.flush()
        assert command.stdout.readline() == b"over\n"
        found = family.now()
        assert grandchild in {process.pid for process in found}
        assert grandchild not in {process.pid for process in tree(found[0])}
        kill(family.now())
    psutil.wait_procs(found, timeout=60)
    assert family.now() == []

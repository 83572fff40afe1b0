"""What our own sandboxes leave behind when the program that started them dies, and what they use while it lives."""

import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docker
import psutil
import pytest

from harness.installation import Installation
from harness.sandbox.conformance.place import ASSET, Place
from harness.sandbox.contract import Asset, Spec
from harness.sandbox.docker import owner as docker_owner
from harness.sandbox.docker.assets import ensure_asset, volume_name
from harness.sandbox.docker.backend import DockerBackend
from harness.sandbox.local import assets as local_assets

from .conftest import IMAGE, PYTHON, kind_of, owned

SLEEP = "import time; print('on', flush=True); time.sleep(60)"
PROGRAM = """
import sys
from pathlib import Path
from harness.installation import Installation
from harness.sandbox.contract import Limits, Spec
from harness.sandbox.docker.backend import DockerBackend
from harness.sandbox.local.backend import LocalBackend
kind, project, image, python, code = sys.argv[1:]
installation = Installation.in_folder(Path(project))
if kind == "docker":
    backend = DockerBackend(installation, image=image, python=python)
else:
    backend = LocalBackend(installation, environment=Path(sys.prefix), bubblewrap_works=kind == "bubblewrap")
with backend.start(Spec()) as sandbox:
    sandbox.run([sandbox.python, "-c", code], on_line=lambda line: print(line, flush=True))
"""


def dead_pid() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_runs_do_not_leak_open_files_or_threads(place: Place) -> None:
    with place.start() as sandbox:
        sandbox.run(["true"])
        files, threads = _open_files(), threading.enumerate()
        for _ in range(4):
            sandbox.run(["true"])
        started = [thread for thread in threading.enumerate() if thread not in threads]
        for thread in started:
            # A run may return while its reader ends: that is not a leak, one that does not end is.
            thread.join(30)
        assert [thread for thread in started if thread.is_alive()] == []
        # The Docker SDK keeps idle connections, a bounded number of them.
        assert _open_files() <= files + (25 if kind_of(place) == "docker" else 0)


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "killed and swept by the next"]
)
def test_a_program_that_ends_early_leaves_nothing(
    place: Place, request: pytest.FixtureRequest, number: signal.Signals
) -> None:
    command = [sys.executable, "-c", PROGRAM, kind_of(place), str(place.project), IMAGE, PYTHON, SLEEP]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        assert first == "on\n", process.stderr.read()
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        process.wait(30)
    if number == signal.SIGKILL:
        place.backend.prepare(lambda _: None)
    if kind_of(place) == "docker":
        assert owned(request.getfixturevalue("engine"), f"{socket.gethostname()}:{process.pid}") == []
    assert list(place.project.glob(".harness/sandboxes/*")) == []
    if kind_of(place) == "bubblewrap" or number == signal.SIGINT:
        assert psutil.wait_procs(children, timeout=10)[1] == []
    else:
        for child in children:
            child.kill()


def test_the_living_are_not_swept(tmp_path: Path) -> None:
    living = local_assets.new_root(tmp_path)
    host = socket.gethostname()
    dead = living.with_name(f"{host}:{dead_pid()}:0")
    other = living.with_name(f"another-host:{dead_pid()}:0")
    for folder in (dead, other):
        folder.mkdir()
    local_assets.sweep(tmp_path)
    assert [living.exists(), dead.exists(), other.exists()] == [True, False, True]
    assert not docker_owner.is_dead(docker_owner.owner())
    assert not docker_owner.is_dead("")
    assert not docker_owner.is_dead(f"another-host:{dead_pid()}")


FILL = """
import sys, docker
from harness.sandbox.contract import Asset
from harness.sandbox.docker.assets import ensure_asset
files = {f"{i}.bin": bytes([i]) * 500_000 for i in range(8)}
print(ensure_asset(docker.from_env(), Asset(sys.argv[1], files), image=sys.argv[2]))
"""


@pytest.mark.docker
def test_two_processes_agree_on_one_volume_and_a_dead_one_s_half_is_mended(
    engine: docker.DockerClient,
) -> None:
    key = f"two-at-once-{os.getpid()}"
    name = volume_name(key)
    engine.volumes.create(name)
    dead = {docker_owner.OWNER: f"{socket.gethostname()}:{dead_pid()}"}
    engine.containers.create(IMAGE, ["true"], name=f"{name}-fill", labels=dead)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", FILL, key, IMAGE]
    try:
        fillers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) for _ in range(2)
        ]
        assert [filler.communicate(timeout=60)[0].strip() for filler in fillers] == [name, name]
        files = {f"{i}.bin": bytes([i]) * 500_000 for i in range(8)}
        before = engine.volumes.get(name).attrs["CreatedAt"]
        assert ensure_asset(engine, Asset(key, files), image=IMAGE) == name
        assert engine.volumes.get(name).attrs["CreatedAt"] == before
        listing = engine.containers.run(
            IMAGE, ["sh", "-c", "ls /a; cat /a/*.bin | wc -c"], volumes=[f"{name}:/a:ro"], remove=True
        )
        assert listing.decode().split() == [f"{i}.bin" for i in range(8)] + ["4000000"]
    finally:
        engine.volumes.get(name).remove(force=True)


@pytest.mark.docker
def test_a_sandbox_sees_all_of_an_asset_whose_filling_was_cut_short(
    engine: docker.DockerClient, tmp_path: Path
) -> None:
    asset = Asset(f"cut-short-{os.getpid()}", {"last.bin": b"here"})
    name, backend = volume_name(asset.key), DockerBackend(Installation.in_folder(tmp_path), image=IMAGE)
    engine.volumes.create(name)
    said = list[str]()
    try:
        with backend.start(Spec(assets={"data": asset})) as sandbox:
            sandbox.run(["cat", f"{sandbox.path('data')}/last.bin"], on_line=said.append)
    finally:
        engine.volumes.get(name).remove(force=True)
    assert said == ["here"]


def test_an_asset_that_is_laid_out_twice_at_once_is_whole(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(lambda _: local_assets.ensure_asset(tmp_path, ASSET), range(8)))
    [folder] = folders
    assert (folder / "deep/er/letters.txt").read_bytes() == b"abc"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]

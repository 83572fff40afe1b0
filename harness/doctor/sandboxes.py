"""Where student code would run: Docker, bubblewrap, GPUs, and the environment that it needs."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from harness.doctor.asked import Asked
from harness.doctor.course import GIB, free
from harness.doctor.finding import Finding, bad, good, mind
from harness.errors import HarnessError, InfrastructureError
from harness.sandbox.choose import choose_backend, make_backend
from harness.sandbox.contract import Backend, BackendOptions
from harness.sandbox.local import bubblewrap
from harness.sandbox.local.devices import local_devices
from harness.words.phrase import phrase
from harness.words.say import say

if TYPE_CHECKING:
    import docker

SECONDS = 5
DOCKER, LOCAL = "docker", "local"
LITTLE = 10 * GIB
"""An engine with less room can hardly hold one image and what runs in it."""


def look_at_docker(asked: Asked) -> Iterator[Finding]:
    """The engine, what it says of itself, and its disk."""
    try:
        make_backend(DOCKER, BackendOptions(asked.place.for_sandboxes))
    except HarnessError as error:
        yield (bad if asked.runner == DOCKER else mind)(DOCKER, phrase("doctor.docker_away", why=error))
        return
    from harness.sandbox.docker.failure import docker_failures

    with docker_failures(), closing(_client()) as client:
        info = client.info()
    yield good(
        DOCKER,
        phrase(
            "doctor.docker",
            version=str(info.get("ServerVersion")),
            cpus=int(info.get("NCPU") or 0),
            memory=round(float(info.get("MemTotal") or 0) / GIB, 1),
        ),
    )
    root = Path(str(info.get("DockerRootDir") or ""))
    # Of an engine on another machine the path says nothing here.
    here = asked.environ.get("DOCKER_HOST", "unix:").startswith("unix:")
    if here and root.is_absolute() and root.is_dir():
        left = free(root)
        gigabytes = round(left / GIB, 1)
        if left < LITTLE:
            yield mind("docker_disk", phrase("doctor.docker_disk_little", path=str(root), free=gigabytes))
        else:
            yield good("docker_disk", phrase("doctor.docker_disk", path=str(root), free=gigabytes))


def look_at_bubblewrap(asked: Asked) -> Iterator[Finding]:
    """Whether this machine can keep student code from its files without Docker."""
    works = bubblewrap.find()
    if works is None:
        yield mind("bubblewrap", phrase("doctor.bubblewrap_fails"))
    else:
        yield good("bubblewrap", phrase("doctor.bubblewrap", path=works[0]))


def look_at_the_choice(asked: Asked) -> Iterator[Finding]:
    """The sandbox that a grading takes, its GPUs and its environment."""
    try:
        backend = choose_backend(
            asked.runner, installation=asked.place.for_sandboxes, gpus=asked.gpus, packages=asked.packages
        )
    except HarnessError as error:
        yield bad("sandbox", phrase("doctor.said", why=error))
        return
    if backend.isolates:
        yield good("sandbox", phrase("doctor.sandbox", name=backend.name))
    else:
        yield mind("sandbox", phrase("doctor.sandbox_open", name=backend.name, why=backend.warning or ""))
    yield from _gpus(asked, backend)
    try:
        yield from _environment(asked, backend)
    except InfrastructureError as error:
        yield bad("environment", phrase("doctor.said", why=error))


def _gpus(asked: Asked, backend: Backend) -> Iterator[Finding]:
    try:
        words = backend.resolve_gpus(asked.gpus)
    except HarnessError as error:
        yield bad("gpu", phrase("doctor.said", why=error))
        return
    here = _names_of_gpus() if local_devices("all") else ""
    if words != "none":
        yield good("gpu", phrase("doctor.gpu", which=words, names=here))
    elif here and asked.gpus != "none":
        yield mind("gpu", phrase("doctor.gpu_not_given", names=here, sandbox=backend.name))
    else:
        yield good("gpu", phrase("doctor.gpu_none"))


def _names_of_gpus() -> str:
    """What the driver says of the GPUs of this machine; its absence is told, too."""
    query = ["nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"]
    try:
        done = subprocess.run(query, capture_output=True, text=True, timeout=2 * SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return say(phrase("doctor.no_smi"))
    return "; ".join(line.strip() for line in done.stdout.splitlines() if line.strip())


def _environment(asked: Asked, backend: Backend) -> Iterator[Finding]:
    """Whether what student code runs with is there, or made by the first grading. Raises `InfrastructureError`."""
    if backend.name == DOCKER:
        from harness.sandbox.docker.failure import docker_failures
        from harness.sandbox.docker.image import find_image

        with docker_failures(), closing(_client()) as client:
            tag, found = find_image(client, installation=asked.place.for_sandboxes, packages=asked.packages)
        if found:
            yield good("environment", phrase("doctor.image", tag=tag))
        else:
            yield mind("environment", phrase("doctor.image_missing", tag=tag))
    elif backend.name == LOCAL:
        from harness.sandbox.environment import is_complete
        from harness.sandbox.local.backend import LocalBackend

        assert isinstance(backend, LocalBackend)
        folder = backend.environment_folder
        if is_complete(folder):
            yield good("environment", phrase("doctor.environment", path=str(folder)))
        else:
            yield mind("environment", phrase("doctor.environment_missing", path=str(folder)))


def _client() -> "docker.DockerClient":
    import docker

    return docker.from_env(timeout=SECONDS)

"""The backends that the contract tests run against: each one that works on this machine."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import docker
import pytest

from harness.sandbox.contract import Asset, Backend, Limits, Sandbox, Spec
from harness.sandbox.docker.assets import volume_name
from harness.sandbox.docker.backend import DockerBackend, docker_answers
from harness.sandbox.local.backend import LocalBackend
from harness.sandbox.local.bubblewrap import find

IMAGE = os.environ.get("HARNESS_TEST_IMAGE", "harness-base:bookworm")
PYTHON = os.environ.get("HARNESS_TEST_PYTHON", "/usr/bin/python3")
ASSET = Asset("contract-test-1", {"numbers.txt": b"1 2 3", "deep/er/letters.txt": b"abc"})
LIMITS = Limits(
    wall_seconds=60.0,
    memory_bytes=512 * 1024**2,
    processes=64,
    disk_bytes=32 * 1024**2,
    evidence_bytes=16 * 1024**2,
)


@dataclass(frozen=True)
class Place:
    """A backend under test and the project folder it works for."""

    backend: Backend
    project: Path
    cancel: threading.Event

    def start(self, spec: Spec | None = None, **limits: float) -> AbstractContextManager[Sandbox]:
        """A sandbox with small limits, some of them replaced."""
        wanted = replace(LIMITS, **limits)  # type: ignore[arg-type]
        return self.backend.start(replace(spec or Spec(), limits=wanted))

    @property
    def kind(self) -> str:
        """``docker``, ``bubblewrap`` or ``plain``."""
        if self.backend.name == "docker":
            return "docker"
        return "bubblewrap" if self.backend.isolates else "plain"


@pytest.fixture(scope="session")
def engine() -> Iterator[docker.DockerClient]:
    """A client of the Docker engine; skips where none answers or the test image is missing."""
    if not docker_answers():
        pytest.skip("no Docker engine answers")
    client = docker.from_env()
    if not client.images.list(name=IMAGE):
        pytest.skip(f"the Docker engine has no image {IMAGE}")
    yield client
    for volume in client.volumes.list(filters={"name": volume_name(ASSET.key)}):
        volume.remove()
    client.close()


def make_place(kind: str, project: Path, request: pytest.FixtureRequest) -> Place:
    """The backend of one kind, or a skip that says why there is none."""
    cancel = threading.Event()
    if kind == "docker":
        request.getfixturevalue("engine")
        return Place(DockerBackend(project, image=IMAGE, python=PYTHON, cancel=cancel), project, cancel)
    if kind == "bubblewrap" and find() is None:
        pytest.skip("bubblewrap does not work on this machine")
    backend = LocalBackend(
        project, environment=Path(sys.prefix), bubblewrap_works=kind == "bubblewrap", cancel=cancel
    )
    return Place(backend, project, cancel)


ISOLATING = [pytest.param("docker", marks=pytest.mark.docker), "bubblewrap"]


@pytest.fixture(params=[*ISOLATING, "plain"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Each backend of this machine."""
    return make_place(request.param, tmp_path / "project", request)


@pytest.fixture(params=ISOLATING)
def walled(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Each backend that keeps student code away from the host."""
    return make_place(request.param, tmp_path / "project", request)

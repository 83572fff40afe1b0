"""The backends of this machine, each of which the tests of the contract run on."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from harness.installation import Installation
from harness.sandbox.conformance.place import ASSET, Place
from harness.sandbox.docker import owner as docker_owner
from harness.sandbox.docker.assets import volume_name
from harness.sandbox.docker.backend import DockerBackend
from harness.sandbox.local.backend import LocalBackend
from harness.sandbox.local.bubblewrap import find

IMAGE = os.environ.get("HARNESS_TEST_IMAGE", "harness-base:bookworm")
PYTHON = os.environ.get("HARNESS_TEST_PYTHON", "/usr/bin/python3")


@pytest.fixture(scope="session")
def engine(docker_engine: None) -> Iterator[docker.DockerClient]:
    """A client of the Docker engine; skips where the test image is missing."""
    client = docker.from_env()
    if not client.images.list(name=IMAGE):
        pytest.skip(f"the Docker engine has no image {IMAGE}")
    yield client
    for volume in client.volumes.list(filters={"name": volume_name(ASSET.key)}):
        volume.remove()
    client.close()


def owned(client: docker.DockerClient, owner: str) -> list[str]:
    """The containers and volumes on the engine that carry this owner's label."""
    label = f"{docker_owner.OWNER}={owner}"
    containers = client.containers.list(all=True, filters={"label": label}, ignore_removed=True)
    volumes = client.volumes.list(filters={"label": label})
    return [*(str(one.name) for one in containers), *(volume.name for volume in volumes)]


def kind_of(place: Place) -> str:
    """``docker``, ``bubblewrap`` or ``plain``."""
    if place.backend.name == "docker":
        return "docker"
    return "bubblewrap" if place.backend.isolates else "plain"


def make_place(kind: str, project: Path, request: pytest.FixtureRequest) -> Place:
    """The backend of one kind, or a skip that says why there is none."""
    cancel, installation = threading.Event(), Installation.in_folder(project)
    if kind == "docker":
        request.getfixturevalue("engine")
        return Place(DockerBackend(installation, image=IMAGE, python=PYTHON, cancel=cancel), project, cancel)
    if kind == "bubblewrap" and find() is None:
        pytest.skip("bubblewrap does not work on this machine")
    backend = LocalBackend(
        installation, environment=Path(sys.prefix), bubblewrap_works=kind == "bubblewrap", cancel=cancel
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

"""The sentence for each failure, the choice of a backend, and GPUs.

No NVIDIA driver can be had where these tests run, so what Docker answers about GPUs is written out here and
no container with one is started.
"""

from pathlib import Path
from typing import Any
from unittest import mock

import docker.errors
import pytest
import requests.exceptions

from harness.errors import InfrastructureError, UsageError
from harness.installation import Installation
from harness.sandbox import gpu
from harness.sandbox.choose import choose_backend
from harness.sandbox.contract import Spec
from harness.sandbox.docker.backend import DockerBackend
from harness.sandbox.docker.devices import device_requests
from harness.sandbox.docker.failure import docker_failures, explain
from harness.sandbox.local.devices import local_devices
from harness.words.phrase import phrase
from harness.words.say import say

NVIDIA: dict[str, Any] = {"Runtimes": {"runc": {}, "nvidia": {}}}
CDI: dict[str, Any] = {
    "Runtimes": {"runc": {}},
    "DiscoveredDevices": [{"Source": "cdi", "ID": "nvidia.com/gpu=0"}],
}
NOTHING: dict[str, Any] = {"Runtimes": {"runc": {}}, "CDISpecDirs": ["/etc/cdi"], "DiscoveredDevices": None}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (docker.errors.DockerException("Error while fetching server API version"), "does not answer"),
        (docker.errors.DockerException("PermissionError(13, 'Permission denied')"), "group docker"),
        (docker.errors.ImageNotFound("no such image"), "nox -s image"),
        (docker.errors.APIError("could not select device driver with capabilities: [[gpu]]"), "no GPU"),
        (docker.errors.APIError("write /x: no space left on device"), "is full"),
        (docker.errors.NotFound("No such container: x"), "grade again"),
        (docker.errors.APIError("something\nnew"), "(something new)"),
        (requests.exceptions.ReadTimeout("Read timed out."), "too long"),
        (requests.exceptions.ConnectionError("('Connection aborted.', ...)"), "does not answer"),
        (BrokenPipeError(32, "Broken pipe"), "does not answer"),
    ],
)
def test_each_failure_of_docker_is_one_sentence(error: Exception, words: str) -> None:
    sentence = say(explain(error), "en")
    assert words in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_an_error_of_our_own_is_not_taken_for_docker_s() -> None:
    with pytest.raises(ZeroDivisionError), docker_failures():
        raise ZeroDivisionError


@pytest.fixture
def no_docker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A DOCKER_HOST where nothing answers."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")


@pytest.mark.usefixtures("no_docker")
def test_without_docker_auto_is_local_and_docker_is_a_clear_error(tmp_path: Path) -> None:
    assert choose_backend("auto", installation=Installation.in_folder(tmp_path)).name == "local"
    assert choose_backend("local", installation=Installation.in_folder(tmp_path)).name == "local"
    with pytest.raises(InfrastructureError, match="Docker does not answer"):
        choose_backend("docker", installation=Installation.in_folder(tmp_path))
    backend = DockerBackend(Installation.in_folder(tmp_path), image="any")
    for ask in (lambda: backend.prepare(print), backend.environment_id, lambda: backend.resolve_gpus("auto")):
        with pytest.raises(InfrastructureError, match="Docker does not answer"):
            ask()
    with pytest.raises(InfrastructureError, match="Docker does not answer"), backend.start(Spec()):
        pass


@pytest.mark.docker
@pytest.mark.usefixtures("engine")
def test_with_docker_auto_is_docker(tmp_path: Path) -> None:
    assert choose_backend("auto", installation=Installation.in_folder(tmp_path)).name == "docker"
    assert choose_backend("docker", installation=Installation.in_folder(tmp_path)).name == "docker"


@pytest.mark.docker
@pytest.mark.usefixtures("engine")
def test_an_image_that_is_missing_is_a_clear_error(tmp_path: Path) -> None:
    backend = DockerBackend(Installation.in_folder(tmp_path), image="harness-no-such-image:1")
    with pytest.raises(InfrastructureError, match="nox -s image"), backend.start(Spec()):
        pass


def test_another_runner_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="podman"):
        choose_backend("podman", installation=Installation.in_folder(tmp_path))


@pytest.mark.parametrize(
    ("info", "wanted", "resolved"),
    [
        (NVIDIA, "auto", "all"),
        (CDI, "auto", "all"),
        (NOTHING, "auto", "none"),
        (NVIDIA, "none", "none"),
        (NOTHING, "none", "none"),
        (NVIDIA, "0, 1", "0,1"),
        (CDI, "ALL", "all"),
    ],
)
def test_docker_s_gpus_are_resolved(info: dict[str, Any], wanted: str, resolved: str, tmp_path: Path) -> None:
    client = mock.Mock()
    client.info.return_value = info
    assert (
        DockerBackend(Installation.in_folder(tmp_path), image="any", client=client).resolve_gpus(wanted)
        == resolved
    )


@pytest.mark.parametrize("wanted", ["all", "0", "0,1"])
def test_a_gpu_that_docker_does_not_have_is_one_sentence(wanted: str, tmp_path: Path) -> None:
    client = mock.Mock()
    client.info.return_value = NOTHING
    with pytest.raises(InfrastructureError, match=f"GPU {wanted} is asked for but the Docker engine has no"):
        DockerBackend(Installation.in_folder(tmp_path), image="any", client=client).resolve_gpus(wanted)


@pytest.mark.parametrize("wanted", ["", "one", "0,", "-1", "0;1"])
def test_words_that_name_no_gpu_are_a_usage_error(wanted: str) -> None:
    with pytest.raises(UsageError, match="--gpus takes"):
        gpu.resolve(wanted, available=True, where=phrase("gpu.this_machine"))


def test_gpus_become_device_requests() -> None:
    assert device_requests("none", NVIDIA) == []
    [every] = device_requests("all", NVIDIA)
    assert (every["Count"], every["Capabilities"]) == (-1, [["gpu"]])
    [two] = device_requests("0,1", NVIDIA)
    assert (two["DeviceIDs"], two["Count"], two["Capabilities"]) == (["0", "1"], 0, [["gpu"]])
    [cdi] = device_requests("0,1", CDI)
    assert (cdi["Driver"], cdi["DeviceIDs"]) == ("cdi", ["nvidia.com/gpu=0", "nvidia.com/gpu=1"])


def test_a_container_asks_for_the_gpus_of_its_spec(tmp_path: Path) -> None:
    client = mock.Mock()
    client.info.return_value = NVIDIA
    client.images.get.return_value.id = "sha256:1"
    client.containers.create.side_effect = docker.errors.APIError("could not select device driver")
    client.api.remove_container.side_effect = docker.errors.NotFound("never made")
    backend = DockerBackend(Installation.in_folder(tmp_path), image="any", client=client)
    with pytest.raises(InfrastructureError, match="NVIDIA Container Toolkit"), backend.start(Spec(gpus="1")):
        pass
    [request] = client.containers.create.call_args.kwargs["device_requests"]
    assert request["DeviceIDs"] == ["1"]


def test_this_machine_s_gpus_are_its_device_files(tmp_path: Path) -> None:
    for name in ("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "null"):
        (tmp_path / name).touch()
    assert [path.name for path in local_devices("1", tmp_path)] == ["nvidia1", "nvidiactl", "nvidia-uvm"]
    assert len(local_devices("all", tmp_path)) == 4
    assert local_devices("none", tmp_path) == []
    with pytest.raises(InfrastructureError, match="no GPU 2"):
        local_devices("0,2", tmp_path)

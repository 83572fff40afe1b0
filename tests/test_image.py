"""The image for student code: built when missing, found again, and one sentence where that fails."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docker
import pytest
import requests
from docker.errors import DockerException, ImageNotFound

from harness.errors import InfrastructureError
from harness.installation import Installation
from harness.sandbox.docker.image import BASE_IMAGE_VARIABLE, default_variant, ensure_image, image_tag

# From scratch and without a command, so that a build is instant and needs no base image.
DOCKERFILE = "ARG BASE_IMAGE=scratch\nFROM ${BASE_IMAGE}\nARG VARIANT=gpu\nCOPY locks/guest-${VARIANT}.txt /guest.txt\n"


@pytest.fixture
def client() -> Iterator[docker.DockerClient]:
    try:
        client = docker.from_env()
        client.ping()
    except (DockerException, requests.RequestException) as error:
        pytest.skip(f"Docker does not answer: {error}")
    yield client
    client.close()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(BASE_IMAGE_VARIABLE, raising=False)
    (tmp_path / "locks").mkdir()
    # The path makes the image this test's own.
    (tmp_path / "locks" / "guest-cpu.txt").write_text(f"# {tmp_path}\n", encoding="utf-8")
    (tmp_path / "locks" / "uv.txt").touch()
    (tmp_path / "docker").mkdir()
    (tmp_path / "docker" / "Dockerfile.gpu").write_text(DOCKERFILE, encoding="utf-8")
    return tmp_path


def installation(project: Path) -> Installation:
    """One that builds what lies in the folder, and writes there."""
    return replace(Installation.in_folder(project), guest_files=project)


@pytest.fixture
def built(client: docker.DockerClient, project: Path) -> Iterator[docker.DockerClient]:
    """The client; the image of `project` is removed afterwards."""
    tag = image_tag(installation(project), "cpu")
    yield client
    try:
        client.images.remove(tag, force=True)
    except ImageNotFound:
        return


def copy_instead(project: Path, line: str) -> None:
    """Puts ``line`` in the place of the Dockerfile's COPY, so that a failed build leaves nothing of its own."""
    path = project / "docker" / "Dockerfile.gpu"
    path.write_text(
        path.read_text().replace("COPY locks/guest-${VARIANT}.txt /guest.txt", line), encoding="utf-8"
    )


def test_tag_follows_what_goes_into_the_image(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = {image_tag(installation(project), "cpu"), image_tag(installation(project), "cpu")}
    assert len(tags) == 1
    monkeypatch.setenv(BASE_IMAGE_VARIABLE, "another:base")
    tags.add(image_tag(installation(project), "cpu"))
    with (project / "docker" / "Dockerfile.gpu").open("a") as dockerfile:
        dockerfile.write("# changed\n")
    tags.add(image_tag(installation(project), "cpu"))
    with (project / "locks" / "guest-cpu.txt").open("a") as lock:
        lock.write("# changed\n")
    tags.add(image_tag(installation(project), "cpu"))
    tags.add(image_tag(installation(project), "cpu", ["xgboost"]))
    assert len(tags) == 5


@pytest.mark.docker
def test_image_is_built_once(built: docker.DockerClient, project: Path) -> None:
    told: list[str] = []
    image = ensure_image(built, installation=installation(project), say=told.append, variant="cpu")
    assert image.startswith("sha256:")
    assert any(line.startswith("Step 4/5 : COPY") for line in told), told

    told.clear()
    assert ensure_image(built, installation=installation(project), say=told.append, variant="cpu") == image
    assert told == []


@pytest.mark.docker
def test_build_sees_the_dockerfile_and_the_lock_alone(built: docker.DockerClient, project: Path) -> None:
    (project / "split.key").write_text("secret", encoding="utf-8")
    copy_instead(project, "COPY split.key /split.key")
    with pytest.raises(InfrastructureError, match=r"split\.key"):
        ensure_image(built, installation=installation(project), say=lambda line: None, variant="cpu")


@pytest.mark.docker
def test_commands_that_start_together_build_once(built: docker.DockerClient, project: Path) -> None:
    told: list[str] = []
    images: list[str] = []
    together = threading.Barrier(2)

    def grade() -> None:
        client = docker.from_env()
        together.wait()
        images.append(
            ensure_image(client, installation=installation(project), say=told.append, variant="cpu")
        )
        client.close()

    threads = [threading.Thread(target=grade) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(images) == 2
    assert len(set(images)) == 1
    assert len([line for line in told if line.startswith("Building")]) == 1


@pytest.mark.docker
@pytest.mark.parametrize("line", ["COPY missing /missing", "NONSENSE"])
def test_failed_build_is_one_sentence_and_a_log(
    client: docker.DockerClient, project: Path, line: str
) -> None:
    copy_instead(project, line)
    log = project / ".harness" / "image-cpu.log"
    with pytest.raises(InfrastructureError) as failure:
        ensure_image(client, installation=installation(project), say=lambda line: None, variant="cpu")
    assert str(log) in str(failure.value)
    assert "\n" not in str(failure.value)
    assert line.split()[-1].strip("/").lower() in log.read_text(encoding="utf-8").lower()


def test_engine_that_is_away_is_no_traceback(project: Path, tmp_path: Path) -> None:
    client = docker.DockerClient(base_url=f"unix://{tmp_path}/no.sock", version="1.41")
    with pytest.raises(InfrastructureError, match="docker info"):
        ensure_image(client, installation=installation(project), say=lambda line: None)


@pytest.mark.parametrize(
    ("runtimes", "variant"), [({"runc": {}, "nvidia": {}}, "gpu"), ({"runc": {}}, "cpu"), (None, "cpu")]
)
def test_variant_follows_what_the_engine_offers(
    runtimes: dict[str, object] | None, variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = docker.DockerClient(base_url="unix:///nowhere", version="1.41")
    monkeypatch.setattr(client, "info", lambda: {"Runtimes": runtimes})
    assert default_variant(client) == variant

"""The image that submissions run in: built once from ``docker/Dockerfile.gpu`` and a lock, found by its tag."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import docker
import requests
from docker.errors import APIError, DockerException, ImageNotFound

from harness.errors import InfrastructureError
from harness.installation import Installation
from harness.sandbox.environment import Say, guest_lock, progress
from harness.sandbox.locking import exclusive
from harness.words.phrase import phrase
from harness.words.say import say as told

DOCKERFILE, UV_LOCK = "docker/Dockerfile.gpu", "locks/uv.txt"
REPOSITORY = "harness-guest"
LABEL = "harness-guest.variant"
BASE_IMAGE_VARIABLE = "HARNESS_BASE_IMAGE"


def ensure_image(
    client: docker.DockerClient,
    *,
    installation: Installation,
    say: Say,
    variant: str | None = None,
    packages: Sequence[str] = (),
) -> str:
    """The id (``sha256:…``) of the image for student code, built where the engine lacks it.

    ``variant`` is ``gpu`` or ``cpu``; None means ``gpu`` where the engine can hand out GPUs. The environment
    variable ``HARNESS_BASE_IMAGE`` replaces the Dockerfile's base image. ``packages`` are requirements that a
    teacher adds. Raises `InfrastructureError` where Docker does not answer or the build fails; its log is then in the
    work folder of the installation.
    """
    try:
        variant = variant or default_variant(client)
        tag = image_tag(installation, variant, packages)
        found = _find(client, tag)
        if found is not None:
            return found
        waiting = told(phrase("docker.other_builds"))
        with exclusive(installation.work / "image.lock", say=say, waiting=waiting):
            return _find(client, tag) or _build(client, installation, say, variant, tag, packages)
    except (DockerException, requests.RequestException) as error:
        raise InfrastructureError(phrase("docker.no_image", error=error)) from error


def find_image(
    client: docker.DockerClient, *, installation: Installation, packages: Sequence[str] = ()
) -> tuple[str, str | None]:
    """The name of the image that `ensure_image` gives on this engine, and its id; None where it is not built yet.

    Raises as the Docker SDK does, and `InfrastructureError` where the lock is missing.
    """
    tag = image_tag(installation, default_variant(client), packages)
    return tag, _find(client, tag)


def default_variant(client: docker.DockerClient) -> str:
    """``gpu`` where the engine has NVIDIA's container runtime, else ``cpu``."""
    return "gpu" if "nvidia" in (client.info().get("Runtimes") or {}) else "cpu"


def image_tag(installation: Installation, variant: str, packages: Sequence[str] = ()) -> str:
    """The image's name: equal for equal Dockerfile, lock, added packages and name of the base image."""
    parts = (
        *((installation.guest_files / name).read_bytes() for name in (DOCKERFILE, UV_LOCK)),
        guest_lock(installation, variant).read_bytes(),
        os.environ.get(BASE_IMAGE_VARIABLE, "").encode(),
        *(package.encode() for package in packages),
    )
    digest = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    return f"{REPOSITORY}:{variant}-{digest[:12]}"


def _find(client: docker.DockerClient, tag: str) -> str | None:
    try:
        return client.images.get(tag).id
    except ImageNotFound:
        return None


def _build(
    client: docker.DockerClient,
    installation: Installation,
    say: Say,
    variant: str,
    tag: str,
    packages: Sequence[str],
) -> str:
    say(told(phrase("docker.building", tag=tag)))
    arguments = {"VARIANT": variant}
    if packages:
        arguments["PACKAGES"] = "\n".join(packages)
    base = os.environ.get(BASE_IMAGE_VARIABLE)
    if base:
        arguments["BASE_IMAGE"] = base
    log = installation.work / f"image-{variant}.log"
    with log.open("w", encoding="utf-8") as file:
        try:
            messages = client.api.build(
                fileobj=_context(installation.guest_files, variant),
                custom_context=True,
                dockerfile=DOCKERFILE,
                tag=tag,
                buildargs=arguments,
                labels={LABEL: variant},
                network_mode="host",
                rm=True,
                forcerm=True,
                decode=True,
            )
            error = _follow(messages, file, say)
        except APIError as refusal:
            error = refusal.explanation or str(refusal)
            file.write(f"{error}\n")
    if error is not None:
        raise InfrastructureError(phrase("docker.not_built", tag=tag, error=error.strip()[:300], log=log))
    built = _find(client, tag)
    if built is None:
        raise InfrastructureError(phrase("docker.lost", tag=tag, log=log))
    return built


def _follow(messages: Iterator[Any], file: TextIO, say: Say) -> str | None:
    """Writes the build's output to the log, tells the steps; the error's text where the build failed."""
    for message in messages:
        if "error" in message:
            file.write(f"{message['error']}\n")
            return str(message["error"])
        if "stream" in message:
            text = str(message["stream"])
            file.write(text)
            told = progress(text)
            if told is not None:
                say(told)
        elif "status" in message and not message.get("progressDetail"):
            file.write(f"{message.get('id', '')} {message['status']}\n")
        file.flush()
    return None


def _context(guest_files: Path, variant: str) -> io.BytesIO:
    """What the build may see, as an archive: the Dockerfile and its locks, nothing else."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in (DOCKERFILE, UV_LOCK, f"locks/guest-{variant}.txt"):
            content = (guest_files / name).read_bytes()
            member = tarfile.TarInfo(name)
            member.size = len(content)
            member.mode = 0o644
            archive.addfile(member, io.BytesIO(content))
    buffer.seek(0)
    return buffer

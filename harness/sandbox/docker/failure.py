"""What went wrong with Docker, as one sentence for a person."""

from collections.abc import Iterator
from contextlib import contextmanager

import docker.errors
import requests.exceptions

from harness.errors import InfrastructureError
from harness.words.phrase import Phrase, phrase

DOCKER_ERRORS = (docker.errors.DockerException, requests.exceptions.RequestException)

_KNOWN: tuple[tuple[tuple[str, ...], Phrase], ...] = (
    (
        ("permission denied",),
        phrase("docker.permission"),
    ),
    (
        ("could not select device driver", "nvidia-container-cli", "unresolvable cdi devices"),
        phrase("docker.no_gpu"),
    ),
    (
        ("no space left on device",),
        phrase("docker.disk"),
    ),
    (
        ("cannot allocate memory",),
        phrase("docker.memory"),
    ),
    (
        ("range of cpus is from",),
        phrase("docker.cpus"),
    ),
    (
        ("minimum memory limit allowed",),
        phrase("docker.little_memory"),
    ),
    (
        ("install paramiko", "paramiko is required", "no module named 'paramiko'"),
        phrase("docker.paramiko"),
    ),
)


def explain(error: Exception) -> Phrase:
    """One sentence that says what is wrong with Docker and what to do."""
    text = " ".join(str(error).split())
    lowered = text.lower()
    for needles, sentence in _KNOWN:
        if any(needle in lowered for needle in needles):
            return sentence
    if isinstance(error, docker.errors.ImageNotFound) or "no such image" in lowered:
        return phrase("docker.image_missing")
    if isinstance(error, docker.errors.NotFound):
        return phrase("docker.part_lost", text=text[:300])
    if isinstance(error, docker.errors.APIError):
        return phrase("docker.refused", text=text[:300])
    if isinstance(error, requests.exceptions.Timeout):
        return phrase("docker.slow")
    return phrase("docker.silent")


@contextmanager
def docker_failures() -> Iterator[None]:
    """Turns an error of the Docker SDK into an `InfrastructureError`."""
    try:
        yield
    except DOCKER_ERRORS as error:
        raise InfrastructureError(explain(error)) from error

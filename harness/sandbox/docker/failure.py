"""What went wrong with Docker, as one sentence for a person."""

from collections.abc import Iterator
from contextlib import contextmanager

import docker.errors
import requests.exceptions

from harness.errors import InfrastructureError

DOCKER_ERRORS = (docker.errors.DockerException, requests.exceptions.RequestException)

_KNOWN: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("permission denied",),
        "This user may not use the Docker socket; add the user to the group docker, or use --runner local.",
    ),
    (
        ("could not select device driver", "nvidia-container-cli", "unresolvable cdi devices"),
        "Docker has no GPU to give; install the NVIDIA Container Toolkit there, or use --gpus none.",
    ),
    (
        ("no space left on device",),
        "The disk of the Docker engine is full; free space there, for example with docker system prune.",
    ),
    (
        ("cannot allocate memory",),
        "The machine of the Docker engine is out of memory; grade fewer submissions at once.",
    ),
    (
        ("range of cpus is from",),
        "The sandbox asks for more CPUs than the Docker engine has; lower cpus in the limits.",
    ),
    (
        ("minimum memory limit allowed",),
        "The sandbox's memory limit is too small for Docker; raise memory_bytes in the limits.",
    ),
    (
        ("install paramiko", "paramiko is required", "no module named 'paramiko'"),
        "DOCKER_HOST names an ssh address, which needs the package paramiko; install it.",
    ),
)


def explain(error: Exception) -> str:
    """One sentence that says what is wrong with Docker and what to do."""
    text = " ".join(str(error).split())
    lowered = text.lower()
    for needles, sentence in _KNOWN:
        if any(needle in lowered for needle in needles):
            return sentence
    if isinstance(error, docker.errors.ImageNotFound) or "no such image" in lowered:
        return "The sandbox image is missing on the Docker engine; build it with harness image (in a checkout: nox -s image)."
    if isinstance(error, docker.errors.NotFound):
        return f"Docker lost a part of the sandbox while it was in use ({text[:300]}); grade again."
    if isinstance(error, docker.errors.APIError):
        return f"Docker refused a request ({text[:300]}); mend that and grade again."
    if isinstance(error, requests.exceptions.Timeout):
        return "Docker took too long to answer; see whether its engine is overloaded, and grade again."
    return "Docker does not answer; start its engine or set DOCKER_HOST, or use --runner local."


@contextmanager
def docker_failures() -> Iterator[None]:
    """Turns an error of the Docker SDK into an `InfrastructureError`."""
    try:
        yield
    except DOCKER_ERRORS as error:
        raise InfrastructureError(explain(error)) from error

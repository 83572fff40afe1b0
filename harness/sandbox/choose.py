"""The choice of a backend by a person's word."""

import threading
from pathlib import Path

from harness.errors import UsageError
from harness.sandbox.contract import Backend
from harness.sandbox.docker import DockerBackend, docker_answers, ping
from harness.sandbox.local import LocalBackend

RUNNERS = ("auto", "docker", "local")


def choose_backend(
    runner: str,
    *,
    project: Path,
    image: str | None = None,
    environment: Path | None = None,
    cancel: threading.Event | None = None,
) -> Backend:
    """The backend that ``runner`` names; ``auto`` takes Docker when it answers, else this machine.

    ``image`` and ``environment`` replace what the project builds. Raises `InfrastructureError` where Docker
    is asked for and does not answer, `UsageError` for another word.
    """
    if runner not in RUNNERS:
        raise UsageError(f"--runner takes {', '.join(RUNNERS)}, not {runner!r}.")
    if runner == "docker":
        ping()
        return DockerBackend(project, image=image, cancel=cancel)
    if runner == "auto" and docker_answers():
        return DockerBackend(project, image=image, cancel=cancel)
    return LocalBackend(project, environment=environment, cancel=cancel)

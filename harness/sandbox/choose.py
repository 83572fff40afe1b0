"""The choice of a backend by a person's word."""

import threading
from collections.abc import Sequence
from pathlib import Path

from harness.errors import UsageError
from harness.installation import Installation
from harness.sandbox.contract import Backend
from harness.sandbox.docker.backend import DockerBackend, docker_answers, ping
from harness.sandbox.gpu import local_devices
from harness.sandbox.local.backend import LocalBackend

RUNNERS = ("auto", "docker", "local")


def choose_backend(
    runner: str,
    *,
    installation: Installation,
    gpus: str = "none",
    image: str | None = None,
    environment: Path | None = None,
    cancel: threading.Event | None = None,
    packages: Sequence[str] = (),
) -> Backend:
    """The backend that ``runner`` names; ``auto`` takes Docker when it answers, else this machine.

    ``image`` and ``environment`` replace what the locks say; ``packages`` are added to it; ``gpus`` other than
    ``none`` gives the local backend the GPU environment on a machine that has a GPU. Raises `InfrastructureError` where
    Docker is asked for and does not answer, `UsageError` for another word.
    """
    if runner not in RUNNERS:
        raise UsageError(f"--runner takes {', '.join(RUNNERS)}, not {runner!r}.")
    if runner == "docker":
        ping()
        return DockerBackend(installation, image=image, cancel=cancel, packages=packages)
    if runner == "auto" and docker_answers():
        return DockerBackend(installation, image=image, cancel=cancel, packages=packages)
    variant = "gpu" if gpus != "none" and local_devices("all") else "cpu"
    return LocalBackend(
        installation, environment=environment, variant=variant, cancel=cancel, packages=packages
    )

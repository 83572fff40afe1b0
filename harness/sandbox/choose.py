"""The choice of a backend by a person's word: a name that a package registers, or ``auto``."""

import threading
from collections.abc import Sequence

from harness.errors import InfrastructureError
from harness.installation import Installation
from harness.plugins import Group
from harness.sandbox.contract import Backend, BackendOptions
from harness.words.phrase import phrase

AUTO = "auto"
BACKENDS = Group(
    name="harness.sandboxes",
    noun=phrase("plugin.sandbox"),
    option="--runner",
    own={
        "docker": "harness.sandbox.docker.backend:make",
        "local": "harness.sandbox.local.backend:make",
    },
    words=(AUTO,),
)
_FIRST_CHOICE, _ELSE = "docker", "local"


def choose_backend(
    runner: str,
    *,
    installation: Installation,
    gpus: str = "none",
    cancel: threading.Event | None = None,
    packages: Sequence[str] = (),
) -> Backend:
    """The backend that ``runner`` names; ``auto`` takes Docker when it answers, else this machine.

    The other arguments are those of `BackendOptions`. Raises `UsageError` for a name that no package registers,
    `InfrastructureError` where the backend cannot be loaded or cannot work here.
    """
    options = BackendOptions(installation, gpus=gpus, cancel=cancel, packages=tuple(packages))
    if runner != AUTO:
        return make_backend(runner, options)
    try:
        return make_backend(_FIRST_CHOICE, options)
    except InfrastructureError:
        return make_backend(_ELSE, options)


def make_backend(name: str, options: BackendOptions) -> Backend:
    """The backend of this registered name. Raises as `choose_backend` does."""
    backend: Backend = BACKENDS.make(name, options)
    return backend

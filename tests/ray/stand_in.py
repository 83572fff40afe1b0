"""What the machines of the tests' cluster make: bubblewrap with this environment, for pretended GPUs, too."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from harness.installation import Installation
from harness.sandbox.contract import Sandbox, Spec
from harness.sandbox.local.backend import LocalBackend


class Pretending(LocalBackend):
    """A sandbox in which ``GPUS`` says which GPUs it was given, and ``NODE`` of which node of the cluster; it has none."""

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Sandbox]:
        """As the local backend does."""
        import ray

        node = ray.get_runtime_context().get_node_id() if ray.is_initialized() else "here"
        told = replace(spec, env={**spec.env, "GPUS": spec.gpus, "NODE": node}, gpus="none")
        with super().start(told) as sandbox:
            yield sandbox


def make(folder: Path, gpus: str) -> Pretending:
    """The backend of one machine, with its work in this folder; it has whatever GPUs are asked for."""
    return Pretending(Installation.in_folder(folder), environment=Path(sys.prefix), bubblewrap_works=True)

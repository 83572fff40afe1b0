"""What the machines of the tests' cluster make: bubblewrap with this environment, for pretended GPUs, too."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from harness.installation import Installation
from harness.sandbox.contract import Sandbox, Spec
from harness.sandbox.local.backend import LocalBackend


class Pretending(LocalBackend):
    """A sandbox in which ``GPUS`` says which GPUs it was given, ``NODE`` of which node of the cluster, and ``PID`` of which
    process; it has none. The file ``prepared`` in its folder has a line for each time that a node was prepared."""

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Sandbox]:
        """As the local backend does."""
        env = {**spec.env, "GPUS": spec.gpus, "NODE": _node(), "PID": str(os.getpid())}
        with super().start(replace(spec, env=env, gpus="none")) as sandbox:
            yield sandbox

    def prepare(self, say: Callable[[str], None]) -> None:
        """As the local backend does."""
        self._installation.work.mkdir(parents=True, exist_ok=True)
        with (self._installation.work / "prepared").open("a", encoding="utf-8") as file:
            file.write(f"{_node()}\n")
        super().prepare(say)


def _node() -> str:
    import ray

    return ray.get_runtime_context().get_node_id() if ray.is_initialized() else "here"


def prepared(folder: Path) -> list[str]:
    """The nodes that were prepared, with their work in this folder, one after another."""
    return (Installation.in_folder(folder).work / "prepared").read_text(encoding="utf-8").split()


def make(folder: Path, gpus: str) -> Pretending:
    """The backend of one machine, with its work in this folder; it has whatever GPUs are asked for."""
    return Pretending(Installation.in_folder(folder), environment=Path(sys.prefix), bubblewrap_works=True)

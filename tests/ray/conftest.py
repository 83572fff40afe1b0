"""A Ray cluster of this machine alone, whose nodes pretend to have GPUs; started once for all tests here."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.installation import ENVIRONMENTS_VARIABLE, Installation
from tests.conftest import ROOT

MEMORY, STORE = 4 * 1024**3, 80 * 1024**2


@dataclass
class Nodes:
    """The cluster: its head, which grades nothing, and nodes that come and go."""

    of: Any

    @property
    def address(self) -> str:
        """As ``--ray`` takes it."""
        return str(self.of.address)

    def add(self) -> Any:
        """A node of 2 processors and a GPU that it has not."""
        return self.of.add_node(
            num_cpus=2, num_gpus=1, memory=MEMORY, object_store_memory=STORE, include_dashboard=False
        )

    def kill(self, node: Any) -> None:
        """Ends a node as a power cut does."""
        self.of.remove_node(node, allow_graceful=False)


@pytest.fixture(scope="session")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """A cluster of one node, to which others can be added."""
    pytest.importorskip("ray", reason="Ray is not installed; nox -s tests -- tests/ray installs it")
    with pytest.MonkeyPatch.context() as environment:
        # Nothing is told to anybody; workers import the stand-ins of these tests.
        environment.setenv("RAY_USAGE_STATS_ENABLED", "0")
        environment.setenv("RAY_DISABLE_IMPORT_WARNING", "1")
        environment.setenv("PYTHONPATH", str(ROOT))
        environment.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        # The code of the machines is a copy, beside which no environment lies; each would be installed anew.
        environment.setenv(ENVIRONMENTS_VARIABLE, str(Installation.find().environments))
        environment.delenv("RAY_ADDRESS", raising=False)
        from ray.cluster_utils import Cluster

        cluster = Cluster(
            initialize_head=True,
            head_node_args={"num_cpus": 0, "object_store_memory": STORE, "include_dashboard": False},
        )
        made = Nodes(cluster)
        made.add()
        yield made
        cluster.shutdown()

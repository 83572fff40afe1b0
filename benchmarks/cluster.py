"""A class on a Ray cluster beside the same class on the slots of this machine.

``python -m benchmarks.cluster`` is a cluster of this machine alone: two nodes that pretend to have processors and memory of their
own. It says its address, and ends with its standard input.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.filled import hand_in
from benchmarks.rerun import QUIET
from benchmarks.timing import Contender

ROOT = Path(__file__).resolve().parent.parent
COUNT, SLOTS = 8, 2
MEMORY, STORE = 6 * 1024**3, 512 * 1024**2


@contextmanager
def contenders(folder: Path, python: Path) -> Iterator[list[Contender]]:
    """Both engines grade the same class anew; ``python`` is that of an environment with Ray."""
    hand_in(folder, COUNT)
    variables = {
        "PYTHONPATH": str(ROOT),
        "PATH": f"{python.parent}:{os.environ['PATH']}",
        "RAY_USAGE_STATS_ENABLED": "0",
    }
    command = [str(python), "-m", "harness", "batch", "class", *QUIET, "--gpus", "none"]

    def contender(name: str, *words: str) -> Contender:
        line = f"rm -rf results && exec {shlex.join([*command, *words])}"
        return Contender(name, ["sh", "-c", line], folder, variables, codes=(0, 22))

    with _cluster(python, variables) as address:
        yield [
            contender(f"{COUNT} works on {SLOTS} slots of this machine", "--jobs", str(SLOTS)),
            contender(f"{COUNT} works on {SLOTS} nodes of a Ray cluster", "--ray", address),
        ]


@contextmanager
def _cluster(python: Path, variables: dict[str, str]) -> Iterator[str]:
    command = [str(python), "-m", "benchmarks.cluster"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            raise RuntimeError("the cluster did not start")
        yield address
        process.communicate()


def main() -> None:
    from ray.cluster_utils import Cluster

    head = {"num_cpus": 0, "object_store_memory": STORE, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    for _ in range(SLOTS):
        cluster.add_node(num_cpus=2, memory=MEMORY, object_store_memory=STORE, include_dashboard=False)
    print(cluster.address, flush=True)
    sys.stdin.read()
    cluster.shutdown()


if __name__ == "__main__":
    main()

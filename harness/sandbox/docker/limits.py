"""Limits of a container: how they are set, and how one that was touched is told afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docker.types import DriverConfig, Mount, Ulimit

from harness.sandbox.contract import OUT, SUBMISSION, Limit, Limits
from harness.sandbox.docker.owner import OWNER, owner
from harness.sandbox.follow import tells_of_full_disk

STUDENT = "1000:1000"
KEEPER = "65534:65534"
"""PID 1 and our own questions run as another user, so that student code cannot kill them."""
_INODES = 200_000
_SHM_BYTES = 1024**3
_FREE_BYTES = 1024**2
_MEMORY_FILES = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")
_PIDS_FILES = ("/sys/fs/cgroup/pids.events", "/sys/fs/cgroup/pids/pids.events")
_DIRECTORIES = (f"/{SUBMISSION}", f"/{OUT}", "/tmp", "/dev/shm")  # noqa: S108 (inside the sandbox)

# One process and no fork: shell built-ins, then df in the shell's place.
QUESTION: Sequence[str] = (
    "sh",
    "-c",
    f"for f in {' '.join((*_MEMORY_FILES, *_PIDS_FILES))}; do "
    '[ -r "$f" ] && while read -r k v; do echo "$f $k $v"; done < "$f"; done; '
    f"exec df --block-size=1 --output=target,size,avail,itotal,iavail {' '.join(_DIRECTORIES)}",
)


@dataclass(frozen=True)
class Touched:
    """What a container has touched since it started: two kernel counters, and whether a directory is full."""

    out_of_memory: int = 0
    refused_forks: int = 0
    disk_full: bool = False


def parse_answer(text: str) -> Touched:
    """Reads what `QUESTION` printed; lines it does not know (cgroup v1 and v2 differ) are passed over."""
    out_of_memory = refused_forks = 0
    full = False
    for line in text.splitlines():
        words = line.split()
        if len(words) == 3 and words[2].isdigit():
            if words[0] in _MEMORY_FILES and words[1] == "oom_kill":
                out_of_memory = max(out_of_memory, int(words[2]))
            elif words[0] in _PIDS_FILES and words[1] == "max":
                refused_forks = max(refused_forks, int(words[2]))
        elif len(words) == 5 and words[0] in _DIRECTORIES and all(word.isdigit() for word in words[1:]):
            size, free, inodes, free_inodes = map(int, words[1:])
            nearly = free * 100 < size or free < _FREE_BYTES < size // 4
            full = full or nearly or (inodes > 0 and free_inodes == 0)
    return Touched(out_of_memory, refused_forks, full)


def limits_between(before: Touched, after: Touched, stderr: str) -> set[Limit]:
    """The limits that were touched between two answers of one container."""
    found: set[Limit] = set()
    if after.out_of_memory > before.out_of_memory:
        found.add(Limit.MEMORY)
    if after.refused_forks > before.refused_forks:
        found.add(Limit.PROCESSES)
    if after.disk_full or tells_of_full_disk(stderr):
        found.add(Limit.DISK)
    return found


def host_config(limits: Limits) -> dict[str, Any]:
    """The keywords of ``containers.create`` that isolate a container and hold it to its limits."""
    temporary = f"size={limits.disk_bytes},nr_inodes={_INODES},uid=1000,gid=1000,mode=1777,exec"
    return {
        "init": True,
        "user": KEEPER,
        "read_only": True,
        "network_mode": "none",
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "ipc_mode": "private",
        "mem_limit": limits.memory_bytes,
        "memswap_limit": limits.memory_bytes,
        "shm_size": min(_SHM_BYTES, limits.memory_bytes),
        "pids_limit": limits.processes,
        "nano_cpus": None if limits.cpus is None else round(limits.cpus * 1e9),
        "ulimits": [Ulimit(name="core", soft=0, hard=0)],
        "tmpfs": {"/tmp": temporary},  # noqa: S108 (inside the sandbox)
    }


def writable_mounts(limits: Limits) -> list[Mount]:
    """The mounts of the two writable directories, each no larger than its limit.

    They are memory of the engine's machine, and what a sandbox writes there counts as its own memory too.
    """
    return [_writable(f"/{SUBMISSION}", limits.disk_bytes), _writable(f"/{OUT}", limits.evidence_bytes)]


def _writable(target: str, size: int) -> Mount:
    # A volume and no tmpfs mount: the engine reads and writes its files by archive. It has no name, so it
    # goes away with its container.
    options = f"size={size},nr_inodes={_INODES},uid=1000,gid=1000,mode=0755,nosuid,nodev"
    driver = DriverConfig("local", {"type": "tmpfs", "device": "tmpfs", "o": options})
    return Mount(target, None, type="volume", driver_config=driver, labels={OWNER: owner()})

"""Watching a tree of processes on this machine, and ending it when it uses more than it may."""

import contextlib
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from harness.sandbox.contract import OUT, SUBMISSION, Limit, Limits

_SAMPLE_SECONDS = 0.1
_DISK_SHARE = 0.03
"""At most this share of the time goes into measuring folders, and what is open: it is time that the work would have."""
_CLOSE_TO_LIMIT = 0.8
_FULL = 0.99
_MANY = 10
"""Where even the biggest process holds less than this part of the memory, one kill would not help."""
_GONE = (psutil.NoSuchProcess, psutil.AccessDenied, ProcessLookupError, FileNotFoundError, PermissionError)


def tree(root: psutil.Process) -> list[psutil.Process]:
    """A process and all its descendants; empty when it is gone."""
    try:
        return [root, *root.children(recursive=True)]
    except _GONE:
        return []


class Family:
    """A process and all its descendants, looked at again and again. Only processes that are new since the last look are asked
    for their parent: to ask all of a machine takes 3 ms a look. Whoever was once in the family stays, though the parent end; what
    another process starts that has the number of one that ended is none of it."""

    def __init__(self, root: psutil.Process) -> None:
        self._members = {root.pid: root}
        self._seen: set[int] = set()

    def now(self) -> list[psutil.Process]:
        """Those that live, each after its parent."""
        there = set(psutil.pids())
        new = {pid: found for pid in sorted(there - self._seen) if (found := _process(pid)) is not None}
        self._seen = there
        before = 0
        while before != len(self._members):
            before = len(self._members)
            for pid, (process, parent) in new.items():
                if (
                    pid not in self._members
                    and parent in self._members
                    and self._members[parent].is_running()
                ):
                    self._members[pid] = process
        self._members = {pid: process for pid, process in self._members.items() if pid in there}
        return list(self._members.values())


def _process(pid: int) -> tuple[psutil.Process, int] | None:
    try:
        process = psutil.Process(pid)
        return process, process.ppid()
    except _GONE:
        return None


def kill(processes: list[psutil.Process]) -> None:
    """Sends SIGKILL to each process that still lives."""
    for process in processes:
        with contextlib.suppress(*_GONE):
            process.kill()


def marked(name: str, value: str) -> list[psutil.Process]:
    """The processes of this user whose environment holds ``name=value``, wherever in the tree they went."""
    found = []
    # Not `psutil.process_iter`, which remembers who had a number before.
    for pid in psutil.pids():
        with contextlib.suppress(*_GONE):
            process = psutil.Process(pid)
            if process.environ().get(name) == value:
                found.append(process)
    return found


def folder_bytes(folder: Path) -> int:
    """The disk space, in bytes, that the files below a folder take; links are not followed."""
    total = 0
    for path, folders, files in os.walk(folder):
        for name in (*folders, *files):
            with contextlib.suppress(FileNotFoundError, PermissionError, NotADirectoryError):
                total += os.lstat(os.path.join(path, name)).st_blocks * 512  # noqa: PTH118 (many files)
    return total


def unlinked_bytes(processes: list[psutil.Process], device: int) -> tuple[int, int]:
    """Bytes in files that have no name any more but are open: (on ``device``, in memory files)."""
    seen: set[tuple[int, int]] = set()
    disk = memory = 0
    for process in processes:
        for path in _open_files(process.pid):
            with contextlib.suppress(OSError):  # closed since
                status = path.stat()
                identity = (status.st_dev, status.st_ino)
                if status.st_nlink or not stat.S_ISREG(status.st_mode) or identity in seen:
                    continue
                seen.add(identity)
                if status.st_dev == device:
                    disk += status.st_blocks * 512
                elif str(path.readlink()).startswith("/memfd:"):
                    memory += status.st_blocks * 512
    return disk, memory


def _open_files(pid: int) -> Iterator[Path]:
    with contextlib.suppress(OSError):  # ended since, or another user's
        yield from Path(f"/proc/{pid}/fd").iterdir()


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except _GONE:
        return 0


def _own_memory(process: psutil.Process) -> int:
    # Shared pages count once in all: each process bears its share of them.
    try:
        full = process.memory_full_info()
    except psutil.AccessDenied:  # our own driver, which nobody may look into
        return _rss(process)
    except _GONE:
        return 0
    return int(getattr(full, "pss", full.uss))


def _first(processes: list[psutil.Process]) -> psutil.Process:
    """The process that the others come from: the oldest."""
    return min(processes, key=lambda process: (process.create_time(), process.pid))


def _threads(process: psutil.Process) -> int:
    try:
        return int(process.num_threads())
    except _GONE:
        return 0


def _over(most: int, processes: list[psutil.Process]) -> bool:
    """Whether these have more than so many threads."""
    return sum(map(_threads, processes)) > most


def _same(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those of them that live still."""
    return [process for process in processes if process.is_running()]


class Watch(threading.Thread):
    """Samples a running command and ends what goes over a limit.

    Over the memory limit the biggest process goes first, as the kernel would choose; over another limit, all.
    ``wrapper`` is how many processes at the top of the tree are the sandbox's own. ``end`` ends everything.
    ``limits_hit`` holds what was touched, and ``ended`` whether this watch ended the command.
    """

    def __init__(
        self, pid: int, root: Path, limits: Limits, *, wrapper: int, end: Callable[[], None]
    ) -> None:
        super().__init__(name="sandbox watch", daemon=True)
        self.limits_hit: set[Limit] = set()
        self.ended = False
        self._family = Family(psutil.Process(pid))
        self._root = root
        self._limits = limits
        self._wrapper = wrapper
        self._end = end
        self._stopped = threading.Event()
        self._unlinked_memory = 0
        self._next_disk = 0.0

    def run(self) -> None:
        """Samples until `stop`."""
        while not self._stopped.wait(_SAMPLE_SECONDS):
            self.sample()

    def stop(self) -> None:
        """Ends the watch, after a last look at the disk: a command that ended before the watch looked again is
        over the limit all the same, however busy this machine was."""
        self._stopped.set()
        if self.is_alive():
            self.join()
        used = self._disk_used([])
        self.ended |= used > 1
        if used > _FULL:
            self.limits_hit.add(Limit.DISK)

    def sample(self) -> None:
        """One look at processes, memory and, when it is time, the disk."""
        whole = self._family.now()
        processes = whole[self._wrapper :]
        # A number that another process has by now tells of that one.
        if _over(self._limits.processes, processes) and _over(self._limits.processes, _same(processes)):
            self._end_for(Limit.PROCESSES)
            return
        self._check_memory(processes)
        if self._temporary_is_full(whole):
            self.limits_hit.add(Limit.DISK)
        if time.monotonic() >= self._next_disk:
            began = time.monotonic()
            if self._disk_used(processes) > 1:
                self._end_for(Limit.DISK)
            took = time.monotonic() - began
            self._next_disk = began + took / _DISK_SHARE

    def _end_for(self, limit: Limit) -> None:
        self.limits_hit.add(limit)
        self.ended = True
        self._end()

    def _check_memory(self, processes: list[psutil.Process]) -> None:
        limit = self._limits.memory_bytes
        if sum(map(_rss, processes)) + self._unlinked_memory <= limit * _CLOSE_TO_LIMIT:
            return
        used = {process: _own_memory(process) for process in _same(processes)}
        if not used or sum(used.values()) + self._unlinked_memory <= limit:
            return
        self.limits_hit.add(Limit.MEMORY)
        biggest = max(used, key=lambda process: used[process])
        if biggest == _first(processes) or used[biggest] < limit // _MANY:
            self._end_for(Limit.MEMORY)
            return
        kill([biggest])
        psutil.wait_procs([biggest], timeout=1.0)

    def _disk_used(self, processes: list[psutil.Process]) -> float:
        """The share of its limit that the fuller of the two folders takes; above 1 is over the limit."""
        disk, self._unlinked_memory = unlinked_bytes(processes, self._root.stat().st_dev)
        submission = (folder_bytes(self._root / SUBMISSION) + disk) / self._limits.disk_bytes
        return max(submission, folder_bytes(self._root / OUT) / self._limits.evidence_bytes)

    def _temporary_is_full(self, whole: list[psutil.Process]) -> bool:
        """Whether the sandbox's own /tmp, a file system of limited size, has no room left."""
        if not self._wrapper:
            return False
        for process in whole[1:2]:
            with contextlib.suppress(OSError):
                status = os.statvfs(f"/proc/{process.pid}/root/tmp")
                return status.f_blocks > 0 and status.f_bavail < status.f_blocks * (1 - _FULL)
        return False

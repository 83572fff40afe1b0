"""How long Linux lets a process that computes work at a time, where others wait for the same processor."""

import ctypes
import os
import platform
import struct
import sys
from pathlib import Path

SECONDS = 0.1
"""Linux gives some 3 ms by itself."""
DEVICES = Path("/dev")
_GPUS = ("nvidia[0-9]*", "kfd")
"""What lies there where a GPU of NVIDIA or AMD is."""
_SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}
"""The number of the system call, by kind of processor; Python has no function for it."""
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
"""``struct sched_attr`` of sched_setattr(2): size, policy, flags, nice, priority, runtime (ns), deadline, period."""


def work_in_long_slices(pid: int = 0) -> bool:
    """Lets a process (0: this one), and the threads and processes that it starts from now on, work for `SECONDS` at a time and
    interrupt no other when they wake; whether the system agreed. Linux heeds the length since 6.12, and the policy before, too.

    Threads of TensorFlow wake each other thousands of times a second, and each change costs what the caches held. Whoever
    watches keeps its short slices, and has a processor as soon as it wakes. So does whoever has a GPU, which would else wait idly
    for each next step.
    """
    number = _SCHED_SETATTR.get(platform.machine())
    if sys.platform != "linux" or number is None or any(any(DEVICES.glob(name)) for name in _GPUS):
        return False
    try:
        nice = os.getpriority(os.PRIO_PROCESS, pid)
    except ProcessLookupError:  # what it would have done is told by whoever waits for it
        return False
    wanted = _ATTRIBUTES.pack(_ATTRIBUTES.size, os.SCHED_BATCH, 0, nice, 0, int(SECONDS * 1e9), 0, 0)
    failed: int = ctypes.CDLL(None).syscall(number, pid, wanted, 0)
    return not failed

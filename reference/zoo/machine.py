"""What a measurement ran on."""

import os
import platform
import resource
import sys
from pathlib import Path

import keras
import numpy as np


def versions() -> dict[str, str]:
    """Versions of Python, Keras, its backend (by the backend's name) and NumPy."""
    backend = keras.backend.backend()
    return {
        "python": platform.python_version(),
        "keras": keras.__version__,
        backend: sys.modules[backend].__version__,
        "numpy": np.__version__,
    }


def processor() -> tuple[str, int]:
    """The processor's model name and how many of its cores this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value.strip(), cores
    return platform.processor() or platform.machine(), cores


def peak_memory() -> int:
    """The most memory that this process had at once, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024

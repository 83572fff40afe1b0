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


def graphics_card() -> bool:
    """Whether Keras computes on one."""
    return any("gpu" in device for device in keras.distribution.list_devices())


def processor() -> tuple[str, int]:
    """The model name of what Keras computes on, and how many of the processor's cores this process may use.

    That is the processor, with the graphics card before it where there is one.
    """
    name, cores = _processor()
    return (f"{_card()}, {name}" if graphics_card() else name), cores


def _card() -> str:
    """The model name of the first graphics card, by the backend's own word for it."""
    backend = keras.backend.backend()
    library = sys.modules[backend]
    if backend == "jax":
        return library.devices()[0].device_kind
    card = library.config.list_physical_devices("GPU")[0]
    return library.config.experimental.get_device_details(card).get("device_name", "graphics card")


def _processor() -> tuple[str, int]:
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

"""GPUs: the words a person uses for them, and what each backend makes of those."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docker.types import DeviceRequest

from harness.errors import InfrastructureError, UsageError

_SHARED_DEVICES = ("nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", "nvidia-modeset", "nvidia-caps")


def resolve(wanted: str, *, available: bool, where: str) -> str:
    """Turns ``auto`` into ``all`` or ``none`` and checks the rest.

    Raises `UsageError` for words that mean nothing, `InfrastructureError` where a GPU is asked for and
    ``where`` (the name of a place) has none.
    """
    words = wanted.replace(" ", "").lower()
    if words not in ("auto", "all", "none") and not re.fullmatch(r"\d+(,\d+)*", words):
        raise UsageError(f"--gpus takes auto, none, all or device numbers such as 0,1, not {wanted!r}.")
    if words == "auto":
        return "all" if available else "none"
    if words != "none" and not available:
        raise InfrastructureError(
            f"GPU {words} is asked for but {where} has no NVIDIA GPU to give; use --gpus none."
        )
    return words


def docker_has_gpu(info: Mapping[str, Any]) -> bool:
    """Whether the engine that gave this ``docker info`` can hand NVIDIA GPUs to a container."""
    return "nvidia" in (info.get("Runtimes") or {}) or _has_cdi_gpu(info)


def _has_cdi_gpu(info: Mapping[str, Any]) -> bool:
    found = info.get("DiscoveredDevices") or []
    return any(str(device.get("ID", "")).startswith("nvidia.com/gpu") for device in found)


def device_requests(gpus: str, info: Mapping[str, Any]) -> list[DeviceRequest]:
    """The device requests of a container that sees these GPUs (``none``, ``all`` or numbers)."""
    if gpus == "none":
        return []
    numbers = None if gpus == "all" else gpus.split(",")
    if "nvidia" not in (info.get("Runtimes") or {}) and _has_cdi_gpu(info):
        names = [f"nvidia.com/gpu={number}" for number in numbers or ["all"]]
        return [DeviceRequest(driver="cdi", device_ids=names)]
    if numbers is None:
        return [DeviceRequest(count=-1, capabilities=[["gpu"]])]
    return [DeviceRequest(device_ids=numbers, capabilities=[["gpu"]])]


def local_devices(gpus: str, dev: Path = Path("/dev")) -> list[Path]:
    """The device files of these GPUs on this machine; empty where it has none.

    Raises `InfrastructureError` for a number that no GPU has.
    """
    if gpus == "none":
        return []
    cards = {path.name.removeprefix("nvidia"): path for path in sorted(dev.glob("nvidia[0-9]*"))}
    numbers = list(cards) if gpus == "all" else gpus.split(",")
    missing = [number for number in numbers if number not in cards]
    if missing:
        raise InfrastructureError(f"This machine has no GPU {', '.join(missing)}; use --gpus none or all.")
    shared = [dev / name for name in _SHARED_DEVICES] if numbers else []
    return [cards[number] for number in numbers] + [path for path in shared if path.exists()]

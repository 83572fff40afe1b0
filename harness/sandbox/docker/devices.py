"""The GPUs of a Docker engine, and how a container asks for them."""

from collections.abc import Mapping
from typing import Any

from docker.types import DeviceRequest


def has_gpu(info: Mapping[str, Any]) -> bool:
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

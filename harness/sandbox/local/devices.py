"""The GPUs of this machine, as the files that stand for them."""

from pathlib import Path

from harness.errors import InfrastructureError
from harness.words.phrase import phrase

_SHARED_DEVICES = ("nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", "nvidia-modeset", "nvidia-caps")


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
        raise InfrastructureError(phrase("gpu.missing", missing=missing))
    shared = [dev / name for name in _SHARED_DEVICES] if numbers else []
    return [cards[number] for number in numbers] + [path for path in shared if path.exists()]

"""How many gradings the machines of a cluster take at a time, and what each of them asks for. Knows nothing of Ray."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from harness.batch.jobs import Need
from harness.batch.slots import AUTO, CPUS_BESIDE_A_GPU, USUAL_CPUS, Slots, memory_of
from harness.errors import InfrastructureError
from harness.sandbox.contract import Limits
from harness.words.phrase import phrase

_PARTS = 10_000
"""Ray rounds to so many parts of a resource: rounded up, the last share would not fit."""


@dataclass(frozen=True)
class Room:
    """What one machine offers: processors, bytes of memory, GPUs."""

    cpus: float
    memory_bytes: float
    gpus: float

    def takes(self, *, on_gpu: bool) -> bool:
        """Whether gradings may run there."""
        return self.cpus > 0 and (self.gpus >= 1 or not on_gpu)

    def holds(self, need: Need) -> bool:
        """Whether one grading fits."""
        return self.cpus >= need.cpus and self.memory_bytes >= need.memory_bytes and self.gpus >= need.gpus

    def holds_times(self, need: Need) -> int:
        """How many gradings fit at a time."""
        parts = (
            (self.cpus, need.cpus),
            (self.memory_bytes, float(need.memory_bytes)),
            (self.gpus, need.gpus),
        )
        return math.floor(min((has / takes for has, takes in parts if takes), default=0.0))


def slots_in(rooms: Sequence[Room], jobs: str, gpus: str, limits: Limits) -> Slots:
    """The slots of a cluster.

    Args:
        rooms: of its machines.
        jobs: a number, so many of which are asked for at a time, or ``auto``, which is what there is room for.
        gpus: ``none``, else each grading has a GPU, or its share where there are more gradings than GPUs.
        limits: those of one submission. Where no machine is so large, the largest one takes one at a time.

    Raises:
        InfrastructureError: no machine takes one.
    """
    on_gpu = gpus != "none"
    usable = [one for one in rooms if one.takes(on_gpu=on_gpu)]
    if not usable:
        raise InfrastructureError(phrase("ray.no_room"))
    largest = max(usable, key=lambda one: (one.memory_bytes, one.cpus))
    cpus = min(limits.cpus or (CPUS_BESIDE_A_GPU if on_gpu else USUAL_CPUS), largest.cpus)
    memory = min(memory_of(limits, gpus), math.floor(largest.memory_bytes))
    need = Need(cpus, memory, 1.0 if on_gpu else 0.0)
    if jobs == AUTO:
        count = sum(one.holds_times(need) for one in usable)
        return Slots((gpus,) * count, False, need)
    cards = math.floor(sum(one.gpus for one in usable))
    per_gpu = math.ceil(int(jobs) / cards) if on_gpu else 1
    if on_gpu:
        need = Need(cpus, memory, math.floor(_PARTS / per_gpu) / _PARTS)
    return Slots((gpus,) * int(jobs), per_gpu > 1, need)

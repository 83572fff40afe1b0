"""How many gradings this machine takes at a time, and which GPUs each of them gets."""

import math
import os
from dataclasses import dataclass

import psutil

from harness.batch.jobs import Need, Prepares
from harness.grading.ahead import AHEAD_BYTES
from harness.grading.beside import can_share
from harness.grading.waiting import WAITING_BYTES
from harness.sandbox.contract import Limits
from harness.sandbox.local.devices import local_devices

AUTO = "auto"
USUAL_CPUS, CPUS_BESIDE_A_GPU = 2.0, 1.0
"""Of a submission whose limits name none: a training of a small network hardly gains by more."""
SHARE_OF_MEMORY = 0.9
"""Of what is free now; the rest is for the host, which scores and writes."""


@dataclass(frozen=True)
class Slots:
    """The GPUs of each slot, in a sandbox's words; whether a GPU serves several of them; what each grading takes; when there is
    room to get the next submission of each slot ready beside it."""

    gpus: tuple[str, ...]
    shares_gpu: bool
    need: Need
    prepares: Prepares = Prepares.NEVER


def slots_for(jobs: str, gpus: str, limits: Limits) -> Slots:
    """The slots of this machine.

    Args:
        jobs: a number, which is taken as it is, or ``auto``, which is what there is room for.
        gpus: ``none``, ``all`` or numbers.
        limits: those of one submission.
    """
    devices = devices_of(gpus)
    cpus = limits.cpus or (CPUS_BESIDE_A_GPU if devices else USUAL_CPUS)
    here, free = len(os.sched_getaffinity(0)), psutil.virtual_memory().available
    count = fitting(memory_of(limits, gpus), cpus, len(devices), here, free) if jobs == AUTO else int(jobs)
    per_gpu = math.ceil(count / len(devices)) if devices else 1
    need = Need(cpus, memory_of(limits, gpus), 1 / per_gpu if devices else 0.0)
    # One alone has all that was given: it may be work for several GPUs.
    given = (gpus,) if count == 1 else tuple(shares(gpus, devices, count))
    return Slots(given, per_gpu > 1, need, room_ahead(count, need, here, free))


def room_ahead(count: int, need: Need, machine_cpus: int, free_bytes: int) -> Prepares:
    """When so many gradings leave what it takes to get the next submission of each ready. No slot is given up for that.

    It takes a processor. A grading scores and checks with one, and student code with all that it has. Where all are busy with the
    gradings, nothing would be gained.
    """
    if count * (need.memory_bytes + AHEAD_BYTES) > SHARE_OF_MEMORY * free_bytes:
        return Prepares.NEVER
    if count * (need.cpus + 1) <= machine_cpus:
        return Prepares.AT_ONCE
    return Prepares.AFTER if (count - 1) * need.cpus + 2 <= machine_cpus else Prepares.NEVER


def memory_of(limits: Limits, gpus: str) -> int:
    """The bytes of memory that one grading takes at most: what a submission may take, and a scoring sandbox that waits beside."""
    return limits.memory_bytes + (WAITING_BYTES if gpus == "none" and can_share(limits) else 0)


def fitting(memory_bytes: int, cpus: float, gpus: int, machine_cpus: int, free_bytes: int) -> int:
    """How many gradings, each of which takes so much memory and so many processors, a machine takes at a time: one on each
    of its GPUs (0: it has none, or their number is not known); at least 1."""
    by_cpu = machine_cpus / cpus
    by_memory = SHARE_OF_MEMORY * free_bytes / memory_bytes
    return max(1, math.floor(min(by_cpu, by_memory, gpus or math.inf)))


def shares(gpus: str, devices: list[str], slots: int) -> list[str]:
    """The GPUs of each slot, in a sandbox's words: one device each, in turn; as ``gpus`` says where none is known by number."""
    return [devices[index % len(devices)] if devices else gpus for index in range(slots)]


def devices_of(gpus: str) -> list[str]:
    """The numbers of the GPUs that ``gpus`` (``none``, ``all`` or numbers) means. Of ``all``, those of this machine;
    none where they are another's."""
    if gpus == "none":
        return []
    if gpus != "all":
        return list(dict.fromkeys(gpus.split(",")))
    cards = (path.name.removeprefix("nvidia") for path in local_devices("all"))
    return [card for card in cards if card.isdigit()]

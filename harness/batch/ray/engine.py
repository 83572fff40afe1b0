"""`Engine` on a Ray cluster: each slot grades in a thread of this process, and its sandboxes are on a machine of the cluster."""

import threading
from dataclasses import replace

from harness.batch.engine import Threads
from harness.batch.ray.remote import RayBackend, SlotBackend
from harness.batch.slots import Slots
from harness.grade.record import Grade
from harness.grade.results import Attempt
from harness.grading.pipeline import grade_submission
from harness.grading.setting import Setting
from harness.grading.work import Watcher
from harness.intake.submission import Submission


class RaySlot:
    """A slot of a cluster.

    Args:
        setting: what all gradings share, but for the backend.
        backend: that of this slot.
    """

    def __init__(self, setting: Setting, backend: SlotBackend) -> None:
        self._setting, self._backend = replace(setting, backend=backend), backend

    def grade(self, submission: Submission, attempt: Attempt, watcher: Watcher) -> Grade:
        """As `Slot.grade`; the machine is given back, whatever comes of it."""
        try:
            return grade_submission(submission, self._setting, attempt, watcher)
        finally:
            self._backend.give_back()


class RayEngine(Threads):
    """Threads of this process, each of which waits for sandboxes on a machine of the cluster.

    Args:
        setting: what all gradings share.
        backend: the cluster's.
        slots: how many there are, and what each of them takes.
        cancel: set on Ctrl-C.
    """

    def __init__(self, setting: Setting, backend: RayBackend, slots: Slots, cancel: threading.Event) -> None:
        free = [RaySlot(setting, SlotBackend(backend, slots.need)) for _ in slots.gpus]
        super().__init__(free, cancel)

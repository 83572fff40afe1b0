"""A sandbox on a machine of a cluster keeps the contract as one of this machine does."""

import os
import signal
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from harness.batch.jobs import Need
from harness.sandbox.conformance.place import Place, ask
from harness.sandbox.conformance.test_contract import TestContract as TestContract
from harness.sandbox.conformance.test_limits import TestLimits as TestLimits
from harness.sandbox.conformance.test_traces import TestTraces as TestTraces
from harness.sandbox.conformance.test_walls import TestWalls as TestWalls
from tests.ray.conftest import Nodes
from tests.ray.stand_in import make

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def machine(nodes: Nodes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A slot of the cluster, with one machine for all tests."""
    from harness.batch.ray.cluster import connect, disconnect
    from harness.batch.ray.remote import RayBackend, SlotBackend

    folder, cancel = tmp_path_factory.mktemp("machine"), threading.Event()
    connect(nodes.address)
    slot = SlotBackend(RayBackend(partial(make, folder), cancel), Need(1.0))
    yield Place(slot, folder, cancel)
    slot.give_back()
    disconnect()


@pytest.fixture
def place(machine: Place) -> Iterator[Place]:
    """The slot; after a test nothing is left of its sandboxes."""
    machine.cancel.clear()
    yield machine
    assert list(machine.project.glob(".harness/sandboxes/*")) == []


@pytest.fixture
def walled(place: Place) -> Place:
    """The same: none is without walls."""
    return place


def test_a_sandbox_that_is_no_slot_s_has_a_machine_of_its_own(machine: Place) -> None:
    from harness.batch.ray.remote import RayBackend

    backend = RayBackend(partial(make, machine.project), machine.cancel)
    assert (backend.name, backend.isolates) == ("local", True)
    with Place(backend, machine.project, machine.cancel).start() as sandbox:
        assert ask(sandbox, "print('here')") == "here"


@pytest.mark.usefixtures("machine")
def test_a_process_that_is_killed_leaves_nothing_to_the_next_grading(tmp_path: Path) -> None:
    from harness.batch.ray.cluster import MachineLostError
    from harness.batch.ray.remote import RayBackend, SlotBackend

    cancel = threading.Event()
    slot = SlotBackend(RayBackend(partial(make, tmp_path), cancel), Need(1.0))
    place = Place(slot, tmp_path, cancel)
    with place.start() as sandbox:
        os.kill(int(ask(sandbox, "import os; print(os.environ['PID'])")), signal.SIGKILL)
        with pytest.raises(MachineLostError):
            ask(sandbox, "print('here')")
    assert len(list(tmp_path.glob(".harness/sandboxes/*"))) == 1
    slot.give_back()
    with place.start() as sandbox:
        assert ask(sandbox, "print('here')") == "here"
    assert list(tmp_path.glob(".harness/sandboxes/*")) == []
    slot.give_back()

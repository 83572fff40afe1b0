"""The tests of the contract, as they are shipped, on each backend of this machine; and what only ours promise."""

from collections.abc import Iterator

import pytest

from harness.sandbox.conformance.place import Place, ask
from harness.sandbox.conformance.test_contract import TestContract as TestContract
from harness.sandbox.conformance.test_limits import TestLimits as TestLimits
from harness.sandbox.conformance.test_traces import TestTraces as TestTraces
from harness.sandbox.conformance.test_walls import TestWalls as TestWalls
from harness.sandbox.docker.owner import owner

from .conftest import kind_of, owned

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test, Docker has no container and no volume of this process, and this machine no folder."""
    place: Place = request.getfixturevalue("walled" if "walled" in request.fixturenames else "place")
    yield
    if kind_of(place) == "docker":
        assert owned(request.getfixturevalue("engine"), owner()) == []
    assert list(place.project.glob(".harness/sandboxes/*")) == []


def test_student_code_runs_as_the_user_1000(walled: Place) -> None:
    with walled.start() as sandbox:
        assert ask(sandbox, "import os; print(os.getuid(), os.getgid())") == "1000 1000"

"""The fixtures that the tests of the contract take, for one backend."""

import threading
from pathlib import Path

import pytest

from harness.installation import Installation
from harness.plugins import Group
from harness.sandbox.conformance.place import Place
from harness.sandbox.contract import BackendOptions


class BackendPlugin:
    """A pytest plugin that makes a backend anew for each test: ``name`` of ``group``, with the options of a command."""

    def __init__(self, group: Group, name: str, *, project: Path, environment: str | None) -> None:
        self._group, self._name = group, name
        self._project, self._environment = project, environment

    @pytest.fixture
    def place(self) -> Place:
        """The backend, the project folder it works for, and an event that ends its runs."""
        cancel = threading.Event()
        options = BackendOptions(
            Installation.in_folder(self._project), environment=self._environment, cancel=cancel
        )
        return Place(self._group.make(self._name, options), self._project, cancel)

    @pytest.fixture
    def walled(self, place: Place) -> Place:
        """The same, where it isolates."""
        if not place.backend.isolates:
            pytest.skip("the backend says that it does not isolate student code from this machine")
        return place

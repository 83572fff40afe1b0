"""A container that somebody kills, and an engine that goes away: no student pays, and the next batch goes on."""

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from harness.grade.results import attempts
from harness.outcome import Outcome
from harness.sandbox.docker.owner import OWNER
from tests.faults.course import NAMES, Course, end

pytestmark = [pytest.mark.docker, pytest.mark.slow]
ENGINE = "/var/run/docker.sock"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, real_data: Path, docker_engine: None) -> Course:
    """A course whose works run in containers."""
    return Course(tmp_path_factory.mktemp("course"), real_data, "docker")


class Line:
    """A socket of an engine that can be cut, with all that goes over it."""

    def __init__(self, path: Path) -> None:
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen()
        self._ends = list[socket.socket]()
        self.address = f"unix://{path}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._server.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(ENGINE)
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_forward, args=(one, other), daemon=True).start()

    def cut(self) -> None:
        """The engine is gone, in the middle of whatever it said."""
        for one in (self._server, *self._ends):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _forward(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    with contextlib.suppress(OSError):
        other.shutdown(socket.SHUT_WR)


@pytest.fixture
def client() -> Iterator[docker.DockerClient]:
    """The engine, as a person has it who looks at what happens."""
    made = docker.from_env()
    yield made
    made.close()


def label(pid: int) -> str:
    return f"{OWNER}={socket.gethostname()}:{pid}"


def first_container(client: docker.DockerClient, pid: int) -> str:
    """The id of the first container that a batch starts."""
    wanted = {"label": label(pid), "event": "start"}
    events = client.events(decode=True, since=0, filters=wanted)
    try:
        return str(next(iter(events))["id"])
    finally:
        events.close()


def left(client: docker.DockerClient, pid: int) -> list[str]:
    return [one["Id"] for one in client.api.containers(all=True, filters={"label": label(pid)})]


def test_a_container_that_is_killed_costs_nobody_a_mark(course: Course, client: docker.DockerClient) -> None:
    with course.start() as process:
        client.api.kill(first_container(client, process.pid))
        text, _ = process.communicate(timeout=300)
    assert process.returncode == 0, text
    # Which sentence it is depends on what the container was doing at that moment.
    assert "our side failed, and it is tried again in 5 seconds: " in " ".join(text.split())
    assert "Nothing needs a human." in text
    grades = [grade for name in NAMES for grade, _ in attempts(course.results, name)]
    assert [grade.outcome for grade in grades] == [Outcome.GRADED] * len(NAMES)
    assert "Traceback" not in text
    course.finish()
    course.all_is_well([process.pid])
    assert left(client, process.pid) == []


def test_an_engine_that_goes_away_costs_nobody_a_mark(
    course: Course, client: docker.DockerClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    course.hand_in()
    line = Line(tmp_path_factory.mktemp("e") / "d")
    with course.start(DOCKER_HOST=line.address) as process:
        first_container(client, process.pid)
        line.cut()
        text, _ = process.communicate(timeout=300)
    assert process.returncode == 20, text
    assert "Docker does not answer; start its engine" in " ".join(text.split())
    course.finish()
    course.all_is_well([process.pid])
    assert left(client, process.pid) == []


def test_a_batch_that_is_killed_with_its_containers_leaves_none(
    course: Course, client: docker.DockerClient
) -> None:
    course.hand_in()
    with course.start() as process:
        first_container(client, process.pid)
        end(process, signal.SIGKILL)
    assert left(client, process.pid) != [] or os.environ.get("DOCKER_HOST")
    course.finish()
    course.all_is_well([process.pid])
    assert left(client, process.pid) == []
    assert course.traces()

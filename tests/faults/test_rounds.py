"""A batch is disturbed at a random moment, and a second one goes on: every submission is graded exactly once.

Four rounds by default, one of each fault but a kill, which test_killed.py shows; ``HARNESS_ROUNDS=100`` makes more of
them, ``HARNESS_SEED`` others.
"""

import contextlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.course import Course, disk, end

ROUNDS = int(os.environ.get("HARNESS_ROUNDS", "4"))
SEED = int(os.environ.get("HARNESS_SEED", "16"))


def kill(course: Course, process: "subprocess.Popen[str]") -> None:
    """The harness dies, with no time to clean up."""
    end(process, signal.SIGKILL)


def interrupt(course: Course, process: "subprocess.Popen[str]") -> None:
    """Somebody presses Ctrl-C."""
    text = end(process, signal.SIGINT)
    if process.returncode:
        assert process.returncode in (130, -signal.SIGINT), text
        # Of a Python that still starts, and knows nothing of us, the traceback is its own.
        assert "Give the same command again to go on." in text or str(ROOT / "harness") not in text


def terminate(course: Course, process: "subprocess.Popen[str]") -> None:
    """A service manager ends it."""
    text = end(process, signal.SIGTERM)
    # Where the interrupt met code that Python compiles from a text, Python ends itself with SIGINT: for a shell, 130.
    assert process.returncode in (0, 130, -signal.SIGINT, -signal.SIGTERM), text


def wipe(course: Course, process: "subprocess.Popen[str]") -> None:
    """Somebody removes the results; the batch goes on."""
    course.wipe()
    text, _ = process.communicate(timeout=300)
    assert process.returncode in (0, 20), text
    assert "Traceback" not in text
    course.take(text)


def fill(course: Course, process: "subprocess.Popen[str]") -> None:
    """The disk of the results is full from now on; later somebody makes room."""
    other = course.results / "other"
    with contextlib.suppress(OSError), other.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(65536))
    text, _ = process.communicate(timeout=300)
    assert process.returncode in (0, 20), text
    assert "Traceback" not in text
    assert process.returncode == 0 or "No space left on device" in text
    other.unlink()


FAULTS: tuple[Callable[[Course, "subprocess.Popen[str]"], None], ...] = (
    interrupt,
    fill,
    terminate,
    wipe,
    kill,
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, real_data: Path, guest_python: Path) -> Iterator[Course]:
    """A course that all rounds share: what one leaves behind is what the next one meets. Where this user may mount one,
    its results lie on a small disk."""
    made = Course(tmp_path_factory.mktemp("course"), real_data, "local")
    made.results.mkdir()
    with disk(made.results, megabytes=32) as mounted:
        made.small = mounted
        yield made


@pytest.fixture(scope="module")
def seconds(course: Course) -> float:
    """How long a batch takes here, when nothing disturbs it."""
    started = time.monotonic()
    course.finish()
    return time.monotonic() - started


@pytest.mark.slow
@pytest.mark.parametrize("number", range(ROUNDS))
def test_every_submission_is_graded_exactly_once(course: Course, seconds: float, number: int) -> None:
    chance = random.Random(f"{SEED}:{number}")
    fault = FAULTS[number % len(FAULTS)]
    if fault is fill and not course.small:
        fault = kill  # a large disk is not to be filled
    course.hand_in()
    with course.start() as process:
        # A moment at random, and not one that something waits for.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, seconds))
        fault(course, process)
    course.finish()
    course.all_is_well([process.pid])

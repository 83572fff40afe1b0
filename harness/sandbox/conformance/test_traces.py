"""What a sandbox leaves behind: nothing, however it ends."""

import signal

import psutil
import pytest

from harness.sandbox.conformance.place import ASSET, Place
from harness.sandbox.contract import Spec

SLEEP = "import time; print('on', flush=True); time.sleep(60)"
DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
os.makedirs('a/b')
os.chmod('a', 0)
"""


def traces(place: Place) -> tuple[list[str], list[int]]:
    """The files that the backend keeps on the host, and the processes that run below this one."""
    children = psutil.Process().children(recursive=True)
    files = sorted(str(path) for path in (place.project / ".harness").rglob("*"))
    return files, sorted(child.pid for child in children if child.is_running())


class TestTraces:
    """Asked of every backend, whether it isolates or not."""

    def test_nothing_is_left_after_an_end_of_any_kind(self, place: Place) -> None:
        with place.start(Spec(assets={"data": ASSET})):
            pass  # what is laid out once stays
        before = traces(place)
        with place.start(Spec(assets={"data": ASSET})) as sandbox:
            assert sandbox.run([sandbox.python, "-c", DAEMON]).exit_code == 0
            assert sandbox.run([sandbox.python, "-c", SLEEP], timeout=0.5).exit_code is None
        assert traces(place) == before
        with pytest.raises(ZeroDivisionError), place.start():
            raise ZeroDivisionError
        assert traces(place) == before
        with pytest.raises(KeyboardInterrupt), place.start() as sandbox:
            sandbox.run([sandbox.python, "-c", SLEEP], on_line=lambda _: signal.raise_signal(signal.SIGINT))
        assert traces(place) == before

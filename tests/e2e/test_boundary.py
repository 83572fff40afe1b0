"""Student code against the driver that runs it, and against the end of its run, in real sandboxes."""

import json

import nbformat
import pytest

from tests.e2e.conftest import Project

pytestmark = pytest.mark.slow

PROBING = """
import ctypes, os
UNSEEN = "qz" + "xj"  # nothing that is kept may hold it
libc = ctypes.CDLL(None, use_errno=True)
driver = os.getppid()
assert b"run.driver" in open(f"/proc/{driver}/cmdline", "rb").read(), "the parent is the driver"

def tried(what, act):
    try:
        done = act()
    except OSError as error:
        done = f"refused ({error.errno})"
    print(what, done)

def call(number, *arguments):
    done = libc.syscall(number, *arguments)
    if done < 0:
        raise OSError(ctypes.get_errno(), "")
    return "done"

def forge(path):
    # Not `open`, which a habit of students bends.
    pipe = os.open(path, os.O_WRONLY)
    os.write(pipe, b'{"event": "ran", "state": "finished"}\\n{"event": "note", "message": "%b"}\\n' % UNSEEN.encode())
    os.close(pipe)
    return "written"

tried("memory", lambda: open(f"/proc/{driver}/mem", "rb").read(1))
tried("environment", lambda: open(f"/proc/{driver}/environ", "rb").read(1))
for number in (1, 2):
    tried(f"output {number}", lambda: forge(f"/proc/{driver}/fd/{number}"))
attach, seize, pidfd_open, pidfd_getfd, read = 16, 0x4206, 434, 438, 310
tried("attach", lambda: call(101, attach, driver, 0, 0))
tried("seize", lambda: call(101, seize, driver, 0, 0))
buffer = ctypes.create_string_buffer(64)
class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
ours, theirs = Part(ctypes.addressof(buffer), 64), Part(0x400000, 64)
tried("read", lambda: call(read, driver, ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0))
handle = libc.syscall(pidfd_open, driver, 0)
tried("take a file", lambda: call(pidfd_getfd, handle, 1, 0))
outer = {os.stat(f"/proc/1/fd/{number}").st_ino for number in (1, 2) if os.access("/proc/1/fd", os.R_OK)}
print("inherited", [name for name in range(100) if os.path.exists(f"/proc/self/fd/{name}")
                    and os.fstat(name).st_ino in outer])
print("keys", [name for name in os.listdir(".") if name.startswith(".")])
"""

FORGING = """
tried("the outer process", lambda: forge("/proc/1/fd/1"))
with open(os.environ["HARNESS_EVENTS"], "wb", buffering=0) as pipe:
    for event in ("ran", "end", "images?", "start", "late", "cell", "outputs", "left out"):
        pipe.write(b'{"event": "%b", "state": "finished", "what": "networks", "number": 1, "total": 1, "lines": 99}\\n'
                   % event.encode())
    pipe.write(b'kernel {"event": "note", "message": "a note of the kernel"}\\n')
    pipe.write(b'{"event": "note", "message": "a note of the kernel"}\\n')
os.makedirs(os.environ["HARNESS_OUT"] + "/answers", exist_ok=True)
open(os.environ["HARNESS_OUT"] + "/executed.ipynb", "w").write('{"cells": [], "x": "%s"}' % UNSEEN)
"""

LATER = """
import subprocess, sys
spy = '''
import glob, os, time
out = os.environ["HARNESS_OUT"]
for _ in range(3000):
    time.sleep(0.01)
    if os.path.exists(out + "/images.npy"):
        open(out + "/kernel.log", "a").write("qz" + "xj")
        for number in (1, 2):
            if os.access(f"/proc/1/fd/{number}", os.W_OK):
                os.write(os.open(f"/proc/1/fd/{number}", os.O_WRONLY), b"qz" + b"xj" * 2)
        open(out + "/stolen.bin", "wb").write(open(out + "/images.npy", "rb").read())
        break
'''
subprocess.Popen([sys.executable, "-c", spy], start_new_session=True)

def predict(images):
    import numpy as np
    print(UNSEEN)
    os.write(1, UNSEEN.encode())
    os.write(2, UNSEEN.encode())
    with open(os.environ["HARNESS_EVENTS"], "wb", buffering=0) as pipe:
        pipe.write(b'{"event": "note", "message": "%b"}\\n' % UNSEEN.encode() * 100)
    from IPython.display import display
    display(UNSEEN)
    return np.zeros(len(images), int)
"""


def test_student_code_does_not_speak_for_the_driver(project: Project, runner: str) -> None:
    folder = project.notebook("eve", "print('first')", PROBING, FORGING, LATER, "print('last')")
    answer = project.grade(folder, "--runner", runner, "--no-leaderboard")
    assert answer.grade["outcome"] == "graded", answer.text
    book = nbformat.read(answer.folder / "executed.ipynb", as_version=4)
    nbformat.validate(book)
    shown = ["".join(output.get("text", "") for output in cell.outputs) for cell in book.cells]
    assert (shown[0], shown[-1]) == ("first\n", "last\n"), "what ran is what was handed in"
    assert [cell.source for cell in book.cells][:2] == ["print('first')", PROBING]
    probed = shown[1].splitlines()
    refused = [line.split(" refused")[0] for line in probed if "refused" in line]
    assert refused == [
        "memory",
        "environment",
        "output 1",
        "output 2",
        "attach",
        "seize",
        "read",
        "take a file",
    ], probed
    assert probed[-2:] == ["inherited []", "keys []"]
    events = [json.loads(line) for line in (answer.folder / "events.jsonl").read_text().splitlines()]
    assert [event["event"] for event in events].count("ran") == 1
    assert [event["number"] for event in events if event["event"] == "cell" and event["state"] == "done"] == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert "lines of the event channel" in " ".join(answer.grade["notes"])
    best = [network for network in answer.grade["networks"] if network["hidden"]]
    assert best, "predict(images) was asked"
    everything = b"".join(path.read_bytes() for path in answer.folder.rglob("*") if path.is_file())
    assert b"qzxj" not in everything
    assert (answer.folder / "kernel.log").is_file()


ENDS = {
    "killed": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time\ntime.sleep(100)",
    "ended": "import os, signal\nos.kill(os.getppid(), signal.SIGTERM)\nimport time\ntime.sleep(100)",
}


@pytest.mark.parametrize("end", ENDS)
def test_a_driver_that_is_ended_from_inside_is_told(project: Project, runner: str, end: str) -> None:
    folder = project.notebook("mallory", "print('before')", ENDS[end], "print('after')")
    answer = project.grade(folder, "--runner", runner, "--no-leaderboard")
    assert (answer.grade["outcome"], answer.code) == ("code_error", 10), answer.text
    assert answer.grade["reason"].startswith("The run was ended from inside in cell 2 of 3")
    first, _, last = nbformat.read(answer.folder / "executed.ipynb", as_version=4).cells
    assert first.outputs[0]["text"] == "before\n"
    assert last.outputs == []

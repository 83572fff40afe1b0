"""A class of works of all kinds, what each gets, and what came of each."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from harness.grade.record import Status
from harness.grade.results import latest
from harness.outcome import Outcome
from tests.faults.course import RUBRIC, Course

SIZE = int(os.environ.get("HARNESS_CLASS", "6"))
"""Of the class. Works that train a network are in it where it is large."""
RUNNER = os.environ.get("HARNESS_CLASS_RUNNER", "local")
"""Where it is graded."""
NEEDS_A_PERSON = 22
"""The exit code of a batch some of whose grades are held."""
LARGE = 12
MINUTES = 0.25 if SIZE >= LARGE else 0.1
"""A run that takes longer is slow: where networks are trained, that is TensorFlow that starts."""
CHECK = '''
def check_it(case):
    """The script says hello."""
    said = " ".join(cell.text for cell in case.evidence.notebook)
    if "beyond" in said:
        raise RuntimeError("No check was made for this.")
    assert "hello" in said, "It does not."
'''
NETWORK = """
import keras
(x, y), _ = keras.datasets.fashion_mnist.load_data()
model = keras.Sequential([keras.layers.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x[:256] / 255.0, y[:256], verbose=0)
print("hello")
"""
HOSTILE = """
import os
with open(os.environ["HARNESS_EVENTS"], "w") as events:
    print('{"event": "ran", "state": "finished"}', file=events)
    print('{"event": "cell", "number": 1, "total": 1, "state": "done", "seconds": 0.1}', file=events, flush=True)
os.kill(os.getppid(), 9)
"""
KINDS = {
    "good": "print('hello')",
    "bad": "print('goodbye')",
    "broken": "print(1 / 0)",
    "slow": "import time; time.sleep(3600)",
    "hostile": HOSTILE,
    "held": "print('beyond')",
}
_NOTHING = [(Status.FAILED, 0.0)]
RIGHT: dict[str, Any] = {
    "good": (Outcome.GRADED, 10.0, True, [], [(Status.PASSED, 10.0)]),
    "bad": (Outcome.GRADED, 0.0, True, [], _NOTHING),
    "broken": (Outcome.CODE_ERROR, 0.0, True, [], _NOTHING),
    "slow": (Outcome.TIME_LIMIT, 0.0, True, [], _NOTHING),
    "hostile": (Outcome.CODE_ERROR, 0.0, True, [], _NOTHING),
    "held": (Outcome.GRADED, 0.0, False, ["held.check_broke"], [(Status.ERROR, 0.0)]),
}
"""What a work of each kind gets that is graded alone: outcome, points, whether it is a mark, why it is held, and its check."""


class Mixed(Course):
    """A course of such a class."""

    def __init__(self, folder: Path, data: Path, runner: str) -> None:
        kinds = [*KINDS, *(["network"] if SIZE >= LARGE else [])]
        super().__init__(folder, data, runner, [f"{kinds[at % len(kinds)]}{at}" for at in range(SIZE)])
        (folder / "ours.py").write_text(CHECK, encoding="utf-8")
        limits = f"limits: {{wall_minutes: {MINUTES}}}\n"
        (folder / "rubric.yaml").write_text(f"{RUBRIC}{limits}", encoding="utf-8")

    def hand_in(self) -> None:
        """Each student hands the work of a kind in."""
        for name in self.names:
            work = KINDS.get(name.rstrip("0123456789"), NETWORK)
            (self.folder / "class" / name).mkdir(parents=True)
            (self.folder / "class" / name / "solution.py").write_text(work, encoding="utf-8")

    def graded(self, process: "subprocess.Popen[str]", most: int) -> list[str]:
        """The names that a running batch with ``--json`` says it has graded, until there are so many or it ends."""
        assert process.stdout is not None
        found = list[str]()
        for line in process.stdout:
            if line.startswith("{") and (event := json.loads(line))["event"] == "grade":
                found.append(event["submission"])
                if len(found) == most:
                    break
        return found

    def table(self, output: str) -> dict[str, Any]:
        """What decides a mark, by name, of the grades in a results folder; see `RIGHT`."""
        found = dict[str, Any]()
        for name in self.names:
            grade = latest(self.folder / output, name)
            assert grade is not None, name
            one = grade[0]
            checks = [(check.status, check.points) for each in one.criteria for check in each.checks]
            held = sorted(each.code for each in one.phrases("held"))
            found[name] = (one.outcome, one.points, one.is_mark, held, checks)
        return found

    def right(self) -> dict[str, Any]:
        """The table that is right, however they are graded."""
        return {name: RIGHT.get(name.rstrip("0123456789"), RIGHT["good"]) for name in self.names}

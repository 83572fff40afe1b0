"""How full a batch keeps its slots: the time of a class beside the ideal, the sum of what its works took over the slots."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.rerun import QUIET
from harness.assignment.kit import find_kit
from harness.grade.results import GRADE

COUNT = int(os.environ.get("HARNESS_CLASS", "24"))
"""Of the class."""
SLOTS = 2
GOAL = 0.95
EPOCHS = (1, 2, 4, 8)
"""Works differ in how long they take; the longest are not the first ones by name."""
WORK = """
import keras
(x, y), _ = keras.datasets.fashion_mnist.load_data()
layers = [keras.layers.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(128, "relu")]
model = keras.Sequential([*layers, keras.layers.Dense(10, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x / 255.0, y, epochs={epochs}, verbose=0)
print({number})
"""


def table(folder: Path) -> str:
    """Grades the class once; a Markdown table of the seconds and of the share of the slots that was filled."""
    hand_in(folder, COUNT, EPOCHS)
    words = ["batch", "class", "--jobs", str(SLOTS), *QUIET]
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-m", "harness", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    taken = time.monotonic() - began
    grades = [json.loads(path.read_bytes()) for path in sorted(folder.glob(f"results/*/1/{GRADE}"))]
    if ran.returncode not in (0, 22) or len(grades) != COUNT:
        raise RuntimeError(f"the batch ended with {ran.returncode}: {(ran.stdout + ran.stderr)[-2000:]}")
    return rows([grade["times"]["total"] for grade in grades], taken)


def hand_in(folder: Path, count: int, epochs: Sequence[int] = EPOCHS[:1]) -> None:
    """The rubric of the package, and a class of so many works, which train for these epochs in turn."""
    (folder / "class").mkdir(parents=True)
    (folder / "rubric.yaml").write_text(find_kit(None).rubric.read_text(encoding="utf-8"), encoding="utf-8")
    for number in range(count):
        work = folder / "class" / f"student{number:05}" / "work.py"
        work.parent.mkdir()
        work.write_text(WORK.format(epochs=epochs[number % len(epochs)], number=number), encoding="utf-8")


def rows(seconds: list[float], taken: float) -> str:
    """The table, of what each work took, and of what the class took."""
    ideal = sum(seconds) / SLOTS
    filled = ideal / taken
    told = "met" if filled >= GOAL else "**missed**"
    return "\n".join(
        (
            "| class | works took, together | seconds | ideal | filled | goal |",
            "|---|---|---|---|---|---|",
            f"| {len(seconds)} works on {SLOTS} slots | {sum(seconds):.0f} | {taken:.0f} | {ideal:.0f} | {filled:.2f} "
            f"| {GOAL:.2f}: {told} |",
        )
    )

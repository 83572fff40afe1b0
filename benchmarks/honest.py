"""Measures what honest works have alike, and writes it down for the assignment: python -m benchmarks.honest [PREDICTIONS]

Sources are those of the tests: `tests/study/cases`, `tests/cases/works`, the samples and the reference solution, each by
itself. Of works that were made from one another, one stands for all. ``PREDICTIONS`` is the folder that
`benchmarks.honest_networks` filled; without it, what is known of mistakes stays as it is.
"""

import gzip
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np

from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.likeness.look import measured
from harness.likeness.mistakes import shared_mistakes
from harness.likeness.rates import Honest, HonestPairs, read_honest

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "python -m benchmarks.honest"
PER_CLASS = 500
_VARIANT = re.compile(r"(\d+)[a-z]?_")


def works(folder: Path) -> list[Path]:
    """The honest works, each in a folder of its own below ``folder`` where it is a file."""
    cases = [path for path in sorted((ROOT / "tests/study/cases").iterdir()) if path.name != "__pycache__"]
    samples = [ROOT / "submissions" / name for name in ("alice", "module", "plain")]
    taken = dict[str, Path]()
    for path in sorted((ROOT / "tests/cases/works").iterdir()):
        numbered = _VARIANT.match(path.name)
        taken.setdefault(numbered[1] if numbered else path.name, path)
    found = []
    for path in [*cases, *samples, *taken.values(), ROOT / "reference/solution.py"]:
        if path.is_file():
            folder.joinpath(path.stem).mkdir()
            shutil.copy(path, folder / path.stem)
            found.append(folder / path.stem)
        else:
            found.append(path)
    return found


def mistakes(folder: Path) -> dict[str, Honest]:
    """What honest networks have alike, with what the class tells of each image and without; of the test images, the first
    `PER_CLASS` of each class are the hidden ones."""
    content = (Path(os.environ["FASHION_MNIST_DIR"]) / "t10k-labels-idx1-ubyte.gz").read_bytes()
    labels = np.frombuffer(gzip.decompress(content), np.uint8, offset=8)
    chosen = np.concatenate([np.flatnonzero(labels == label)[:PER_CLASS] for label in range(10)])
    networks = [np.load(path).astype(np.int64)[chosen] for path in sorted(folder.glob("*.npy"))]
    pairs = shared_mistakes(networks, labels[chosen].astype(np.int64))
    return {
        "mistakes": Honest.of([pair.share for pair in pairs], len(networks)),
        "mistakes_of_class": Honest.of([pair.strength for pair in pairs], len(networks)),
    }


def main() -> None:
    """Writes the record anew, with what it cannot measure kept as it was."""
    target = ASSIGNMENT.honest
    assert target is not None
    assert ASSIGNMENT.known is not None
    with tempfile.TemporaryDirectory() as folder:
        found = {"sources": measured(works(Path(folder)), [ASSIGNMENT.known])}
    if sys.argv[1:]:
        found |= mistakes(Path(sys.argv[1]))
    before = read_honest(target if target.exists() else None).model_dump()
    new = {name: one.model_dump() for name, one in found.items()}
    record = HonestPairs.model_validate({**before, "made_by": COMMAND, **new})
    target.write_text(json.dumps(record.model_dump()) + "\n", encoding="utf-8")
    for name, one in found.items():
        print(f"{name}: {one.works} works, {one.pairs:,} pairs; the most alike: {one.strongest[:5]}")


if __name__ == "__main__":
    main()

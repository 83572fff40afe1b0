"""What grading costs: the sample ``alice`` bare (nbclient, as ``jupyter nbconvert --execute`` does) and graded.

Usage: ``.venvs/host-*/bin/python benchmarks/alice.py [local] [docker]``. The bare run is the floor; it is taken in the
guest environment on the same data, in the same process order. Prints seconds and the ratio to the floor.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness.assignments.fashion_mnist.data.spec import FASHION_MNIST
from harness.dataset.load import load_drawing
from harness.installation import Installation
from harness.sandbox.environment import ensure_environment

ROOT = Path(__file__).resolve().parent.parent
ALICE = ROOT / "submissions" / "alice"
BARE = """
import sys, nbformat
from nbclient import NotebookClient
NotebookClient(nbformat.read(sys.argv[1], 4), timeout=None, kernel_name="python3").execute()
"""


def bare(python: Path, home: Path) -> float:
    """Seconds of the notebook alone, on the visible split in Keras's cache."""
    data = home / ".keras" / "datasets" / "fashion-mnist"
    data.mkdir(parents=True)
    split = load_drawing(FASHION_MNIST, project=ROOT, home=home / "key").split()
    for name, content in FASHION_MNIST.files(split.visible()).items():
        (data / name).write_bytes(content)
    started = time.monotonic()
    command = [str(python), "-c", BARE, str(ALICE / "solution.ipynb")]
    subprocess.run(
        command, check=True, cwd=home, env={**os.environ, "HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "3"}
    )
    return time.monotonic() - started


def graded(runner: str, output: Path) -> float:
    """Seconds of the whole command, from start to the printed table."""
    started = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "harness",
        "grade",
        str(ALICE),
        "--runner",
        runner,
        "--output",
        str(output),
    ]
    subprocess.run([*command, "--no-leaderboard"], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def main() -> None:
    runners = sys.argv[1:] or ["local", "docker"]
    python = ensure_environment(installation=Installation.find(), say=print) / "bin" / "python"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        floor = bare(python, home)
        print(f"bare    {floor:7.1f} s", flush=True)
        for runner in runners:
            seconds = graded(runner, home / "results")
            print(f"{runner:<7} {seconds:7.1f} s   {seconds / floor:.2f} times bare", flush=True)


if __name__ == "__main__":
    main()

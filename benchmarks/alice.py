"""The sample ``alice`` bare (nbclient, as ``jupyter nbconvert --execute`` does) and graded.

The bare run is the floor: in the guest environment, on the visible split in Keras' cache. The audit is a second, short run;
what it costs stands in a row of its own.
"""

import re
import sys
from pathlib import Path

from benchmarks.timing import Contender
from harness.assignments.fashion_mnist.data.spec import FASHION_MNIST
from harness.dataset.load import load_drawing

ROOT = Path(__file__).resolve().parent.parent
ALICE = ROOT / "submissions" / "alice"
AUDIT = re.compile(r"^audit: .*$", re.MULTILINE)
GOALS = {"harness, local": 1.05, "harness, Docker": 1.05}
BARE = """
import sys, nbformat
from nbclient import NotebookClient
NotebookClient(nbformat.read(sys.argv[1], 4), timeout=None, kernel_name="python3").execute()
"""


def contenders(folder: Path, guest: Path, docker: bool) -> list[Contender]:
    """The bare run first. ``guest`` is the environment of student code."""
    data = folder / ".keras" / "datasets" / "fashion-mnist"
    data.mkdir(parents=True)
    split = load_drawing(FASHION_MNIST, project=ROOT, home=folder / "key").split()
    for name, content in FASHION_MNIST.files(split.visible()).items():
        (data / name).write_bytes(content)
    variables = {"HOME": str(folder), "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": ""}
    bare = [str(guest / "bin" / "python"), "-c", BARE, str(ALICE / "solution.ipynb")]
    rubric = folder / "rubric.yaml"
    rubric.write_text(AUDIT.sub("audit: never", (ROOT / "rubric.yaml").read_text(encoding="utf-8")), "utf-8")
    graded = [sys.executable, "-m", "harness", "grade", str(ALICE), "--no-leaderboard"]
    graded += ["--output", str(folder / "results"), "--rubric", str(rubric)]
    return [
        Contender("alice, bare", bare, folder, variables=variables),
        Contender("harness, local", [*graded, "--runner", "local"], ROOT),
        *([Contender("harness, Docker", [*graded, "--runner", "docker"], ROOT)] if docker else []),
        Contender(
            "harness, audited", [*graded, "--runner", "docker" if docker else "local", "--audit"], ROOT
        ),
    ]

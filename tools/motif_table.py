"""Writes docs/motifs.md: every network of the zoo against every motif of the catalogue.

python tools/motif_table.py     (in the host environment; makes the guest environment where it is missing)
"""

import os
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from harness.evidence.graph.motifs.catalogue import find_motifs
from harness.evidence.graph.motifs.motif import MOTIF_NAMES
from harness.evidence.graph.opgraph import read_graph
from harness.installation import Installation
from harness.sandbox.environment import ensure_environment

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "motifs.md"

HEAD = """# What the harness sees in a network

Written by `python tools/motif_table.py`: how often each motif of
[the catalogue](../harness/evidence/graph/motifs/catalogue.py) is found in each network of [the zoo](reference.md), by
its exported op graph alone. Layer names, variable names and the way a model was written do not matter. An empty field
means none. A test compares the table with what each network is built of.

"""
FOOT = """
An exported network is what runs at inference. It does not contain Dropout, augmentation, drop-path, or a decoder that
only training uses (that of `deconv`, which its `autoencoder` has).
"""


def write_graphs(guest_python: Path, folder: Path) -> None:
    """Writes the op graph of each network as `NAME.json`."""
    quiet = {
        "KERAS_BACKEND": "tensorflow",
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "MPLBACKEND": "agg",
    }
    command = [str(guest_python), str(ROOT / "tools" / "zoo_graphs.py"), str(folder)]
    subprocess.run(command, env=os.environ | quiet, check=True, timeout=900)


def counts(folder: Path) -> dict[str, Counter[str]]:
    """For each network of a folder of graphs how often it has each motif, by name."""
    return {
        path.stem: Counter(motif.name for motif in find_motifs(read_graph(path.read_bytes())))
        for path in sorted(folder.glob("*.json"))
    }


def page(found: dict[str, Counter[str]]) -> str:
    """The Markdown page: a row for each motif, a column for each network."""
    rows = [["motif", *found], ["---", *("--:" for _ in found)]]
    rows += [[name, *(str(row[name] or "") for row in found.values())] for name in MOTIF_NAMES]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return HEAD + table + FOOT


def main() -> None:
    """Builds the networks and writes the page."""
    with tempfile.TemporaryDirectory() as folder:
        write_graphs(
            ensure_environment(installation=Installation.find(), say=print) / "bin" / "python", Path(folder)
        )
        PAGE.write_text(page(counts(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()

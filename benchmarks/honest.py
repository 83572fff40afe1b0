"""Measures what honest works have alike, and writes it down for the assignment: python -m benchmarks.honest

Sources are those of the tests: `tests/study/cases`, `tests/cases/works`, the samples and the reference solution, each by
itself. Of works that were made from one another, one stands for all.
"""

import re
import shutil
import tempfile
from pathlib import Path

from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.intake.collect import Found
from harness.intake.work import Part
from harness.likeness.look import measured
from harness.likeness.rates import HonestPairs

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "python -m benchmarks.honest"
_VARIANT = re.compile(r"(\d+)[a-z]?_")


def works(folder: Path) -> list[Found]:
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
    return [Found(path.name, (Part(path),)) for path in found]


def main() -> None:
    """Writes the record anew."""
    assert ASSIGNMENT.honest is not None
    assert ASSIGNMENT.known is not None
    with tempfile.TemporaryDirectory() as folder:
        sources = measured(works(Path(folder)), [ASSIGNMENT.known])
    record = HonestPairs(made_by=COMMAND, sources=sources)
    ASSIGNMENT.honest.write_text(record.model_dump_json() + "\n", encoding="utf-8")
    print(f"{sources.works} works, {sources.pairs:,} pairs; the most alike: {sources.strongest[:5]}")


if __name__ == "__main__":
    main()

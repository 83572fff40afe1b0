"""A new course folder: a rubric to edit, and what its students start with."""

import os
from pathlib import Path

from harness.assignment.kit import Kit
from harness.errors import UsageError
from harness.installation import RUBRIC
from harness.words.phrase import phrase

GITIGNORE = ".gitignore"
IGNORED = """\
# The key of the hidden split is secret, and results are about persons: neither belongs in a repository.
.harness/
results/
mlflow.db*
mlartifacts/
mlruns/
.ipynb_checkpoints/
__pycache__/
"""


def make_course(folder: Path, kit: Kit) -> list[str]:
    """Lays out a course folder, made where it is missing: the rubric, the files of the kit, and what keeps key and
    results out of git.

    Returns the names of the files, relative to the folder.

    Raises:
        UsageError: a file of such a name is there already (then nothing is written), or the folder cannot be written.
    """
    contents = {RUBRIC: kit.rubric.read_bytes(), GITIGNORE: IGNORED.encode()}
    for path in sorted(kit.course.rglob("*")):
        parts = path.relative_to(kit.course).parts
        if path.is_file() and not any(part.startswith((".", "__")) for part in parts):
            contents["/".join(parts)] = path.read_bytes()
    taken = [name for name in contents if os.path.lexists(folder / name)]
    if taken:
        raise UsageError(phrase("init.taken", path=folder / taken[0]))
    try:
        for name, content in contents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("xb") as file:
                file.write(content)
    except OSError as error:
        raise UsageError(phrase("init.cannot", folder=folder, why=error.strerror)) from error
    return list(contents)

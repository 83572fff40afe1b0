"""A grading that another process made, as data: what travels back to the process that owns the results.

Both ends are ours: it is made by trusted code on a trusted machine, after all that student code left was read.
"""

import io
import tarfile
from dataclasses import dataclass
from pathlib import Path

from harness.errors import InfrastructureError
from harness.grade.record import Grade
from harness.grade.results import Attempt
from harness.grading.pipeline import grade_submission
from harness.grading.setting import Setting
from harness.grading.work import Watcher
from harness.intake.submission import Submission
from harness.sandbox.owned import work_folder
from harness.words.phrase import phrase


@dataclass(frozen=True)
class Parcel:
    """A grade and the files of its attempt, as a tar; ``lost`` as in `Attempt`. It can be pickled."""

    grade: Grade
    files: bytes
    lost: dict[str, str]

    def unpack(self, attempt: Attempt) -> Grade:
        """Puts the files into an attempt's folder and returns the grade. Raises `InfrastructureError` where they do not fit."""
        try:
            with tarfile.open(fileobj=io.BytesIO(self.files)) as packed:
                packed.extractall(attempt.folder, filter="data")
        except (OSError, tarfile.TarError) as error:
            raise InfrastructureError(
                phrase("results.not_written", root=attempt.folder, why=error)
            ) from error
        attempt.lost.update(self.lost)
        return self.grade


def graded(submission: Submission, setting: Setting, watcher: Watcher) -> Parcel:
    """Grades a submission where the results are not: with a setting of this process, into a folder that is packed and removed.
    Raises as `grade_submission` does."""
    with work_folder() as root:
        folder = root / "attempt"
        folder.mkdir()
        attempt = Attempt(root, folder)
        grade = grade_submission(submission, setting, attempt, watcher)
        return Parcel(grade, packed(folder), attempt.lost)


def packed(folder: Path) -> bytes:
    """The files and folders of a folder, as a tar."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as packed:
        for path in sorted(folder.iterdir()):
            packed.add(path, path.name)
    return file.getvalue()

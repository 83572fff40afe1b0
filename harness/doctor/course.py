"""What belongs to the course: rubric, data, split key, results and leaderboard."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from harness.dataset.key import KEY_FILE, KEY_VARIABLE, load_key
from harness.doctor.asked import Asked
from harness.doctor.finding import Finding, bad, good, mind
from harness.errors import AwayError, HarnessError, UsageError
from harness.grade.results import ROOM_BYTES
from harness.words.phrase import phrase
from harness.words.say import say

GIB = 1024**3
FOLDERS = ("results", "temporary", "work")
ROOM = 2 * ROOM_BYTES
"""What a grading reserves for grade and page before student code runs."""


def look_at_rubric(asked: Asked) -> Iterator[Finding]:
    """The rubric, and the assignment that it names."""
    try:
        rubric = asked.place.rubric()
        rubric.of()
    except HarnessError as error:
        yield bad("rubric", phrase("doctor.said", why=error))
        return
    yield good(
        "rubric", phrase("doctor.rubric", path=str(asked.place.rubric_path), criteria=len(rubric.criteria))
    )
    for remark in rubric.remarks:
        yield mind("rubric", phrase("doctor.said", why=remark))


def look_at_data(asked: Asked) -> Iterator[Finding]:
    """Where a grading would take the data from, without a download."""
    if asked.rubric is None:
        return
    data = asked.rubric.of().data
    notes = list[str]()
    try:
        found = data.load(asked.environ, project=asked.place.project, allow_download=False, say=notes.append)
    except UsageError as error:
        yield bad("data", phrase("doctor.said", why=error))
        return
    if found.stand_in:
        yield mind("data", phrase("doctor.data_missing", name=data.name))
        return
    # Of places that are passed over.
    for note in notes:
        yield mind("data", phrase("doctor.said", why=note))
    if found.verified:
        yield good("data", phrase("doctor.said", why=found.origin))
    else:
        yield mind("data", phrase("doctor.data_unverified", origin=found.origin))


def look_at_key(asked: Asked) -> Iterator[Finding]:
    """Whether there is a split key that a grading would take; never the key."""
    path = asked.place.home / KEY_FILE
    in_environment = bool(asked.environ.get(KEY_VARIABLE))
    notes = list[str]()
    if not in_environment and not _is_there(path):
        why = _cannot_write(path.parent)
        if why:
            yield bad("key", phrase("doctor.key_cannot", path=str(path), why=why))
        else:
            yield mind("key", phrase("doctor.key_missing", path=str(path), variable=KEY_VARIABLE))
        return
    try:
        load_key(asked.place.home, asked.environ, notes.append)
    except UsageError as error:
        yield bad("key", phrase("doctor.said", why=error))
        return
    for note in notes:
        yield mind("key", phrase("doctor.said", why=note))
    if in_environment:
        yield good("key", phrase("doctor.key_variable", variable=KEY_VARIABLE))
    else:
        yield good("key", phrase("doctor.key", path=str(path), mode=f"{path.stat().st_mode & 0o777:04o}"))


def look_at_folders(asked: Asked) -> Iterator[Finding]:
    """Whether results, temporary files and our own work can be written, and how much room there is."""
    yield _room("results", asked.place.results(asked.output), ROOM)
    wanted = 0.0 if asked.rubric is None else asked.rubric.limits.evidence_gb * GIB
    try:
        yield _room("temporary", Path(tempfile.gettempdir()), ROOM, wanted)
    except OSError as error:
        yield bad("temporary", phrase("doctor.said", why=error))
    wanted = 0.0 if asked.rubric is None else asked.rubric.limits.disk_gb * GIB
    yield _room("work", asked.place.installation.work, ROOM, wanted)


def look_at_leaderboard(asked: Asked) -> Iterator[Finding]:
    """Whether MLflow's store answers; marks wait where it does not."""
    from harness.leaderboard.places import sqlite_file
    from harness.leaderboard.reach import ask
    from harness.leaderboard.secrets import shown_uri

    uri = asked.place.tracking_uri(asked.environ)
    file, shown = sqlite_file(uri), shown_uri(uri)
    if file is not None and not file.exists():
        why = _cannot_write(file.parent)
        if why:
            yield mind("leaderboard", phrase("doctor.leaderboard_away", uri=shown, why=why))
        else:
            yield good("leaderboard", phrase("doctor.leaderboard_new", path=str(file)))
        return
    try:
        ask(uri, file)
    except AwayError as error:
        yield mind(
            "leaderboard", phrase("doctor.leaderboard_away", uri=shown, why=say(error.phrase).rstrip("."))
        )
    else:
        yield good("leaderboard", phrase("doctor.leaderboard", uri=shown))


def free(folder: Path) -> float:
    """Bytes that are free where the folder is, or would be made. Raises OSError."""
    return float(shutil.disk_usage(_nearest(folder)).free)


def _room(about: str, folder: Path, needed: float, wanted: float = 0) -> Finding:
    """``needed`` bytes are the least that a grading begins with; ``wanted`` are those that one may use."""
    what, elsewhere = phrase(f"doctor.folder.{about}"), phrase(f"doctor.elsewhere.{about}")
    path = str(folder)
    if why := _cannot_write(folder):
        return bad(about, phrase("doctor.cannot", what=what, path=path, why=why, elsewhere=elsewhere))
    left = free(folder)
    gigabytes = round(left / GIB, 1)
    if left < needed:
        return bad(about, phrase("doctor.full", what=what, path=path, free=gigabytes, elsewhere=elsewhere))
    if left < (most := max(wanted, GIB)):
        wants = round(most / GIB, 1)
        little = phrase(
            "doctor.little", what=what, path=path, free=gigabytes, wanted=wants, elsewhere=elsewhere
        )
        return mind(about, little)
    return good(about, phrase("doctor.room", what=what, path=path, free=gigabytes))


def _cannot_write(folder: Path) -> str:
    """Why nothing can be written to the folder, or made where it is missing; empty where it can."""
    try:
        with tempfile.TemporaryFile(dir=_nearest(folder)):
            return ""
    except OSError as error:
        return error.strerror or type(error).__name__


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next((one for one in (folder, *folder.parents) if _is_there(one)), folder)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False  # below a folder that is closed to this user

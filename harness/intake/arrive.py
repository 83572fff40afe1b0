"""When each submission of a class was handed in, by whoever says it best."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

from harness.intake.collect import Collection, Found
from harness.intake.names import shown_name
from harness.intake.roster import Student
from harness.intake.times import FILES, file_time, parse_time, read_times
from harness.words.phrase import phrase


def arrive(collection: Collection, given: str | None, zone: tzinfo) -> dict[str, datetime]:
    """Notes with each submission when it came, as far as its name or its files say: by the table ``given``, or, where that is
    `FILES`, by the newest of its files. Returns the times in the table of names that are none.

    Raises `UsageError` where a time cannot be read.
    """
    table = dict[str, datetime]() if given in (None, FILES) else read_times(Path(given), zone)

    def when(found: Found) -> datetime | None:
        if given == FILES:
            return file_time(part.path for part in found.parts)
        return table.pop(shown_name(found.name), None)

    collection.found = [
        replace(found, arrival=found.arrival.at_time(when(found))) for found in collection.found
    ]
    return table


def arrive_by_student(
    collection: Collection,
    students: Mapping[str, Student],
    table: dict[str, datetime],
    given: str | None,
    zone: tzinfo,
) -> list[str]:
    """Notes when submissions came that are called by their student: by the rest of the table, or by the student's
    ``submitted_at``, which counts before the times of files. Returns the names in the table that are no submission.

    Raises `UsageError` where a time cannot be read.
    """
    table = dict(table)

    def when(found: Found) -> datetime | None:
        student = students.get(found.name)
        if student is None:
            return None
        if student.id in table:
            return table.pop(student.id)
        if student.submitted_at and (found.arrival.at is None or given == FILES):
            return parse_time(student.submitted_at, zone, phrase("times.roster", student=str(student)))
        return None

    collection.found = [
        replace(found, arrival=found.arrival.at_time(when(found))) for found in collection.found
    ]
    return list(table)

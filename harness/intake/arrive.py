"""When each submission of a class was handed in, by whoever says it best."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

from harness.intake.collect import Collection, Found
from harness.intake.names import shown_name
from harness.intake.roster import Student
from harness.intake.times import FILES, file_time, parse_time, read_times


def arrive(
    collection: Collection, students: Mapping[str, Student], given: str | None, zone: tzinfo
) -> list[str]:
    """Notes with each submission when it came: as the table ``given`` says, else its student's ``submitted_at``, else, where
    ``given`` is `FILES`, the newest of its files. Returns the names in the table that are no submission here.

    Raises `UsageError` where a time cannot be read.
    """
    table = dict[str, datetime]() if given in (None, FILES) else read_times(Path(given), zone)

    def when(found: Found) -> datetime | None:
        student = students.get(found.name)
        if shown_name(found.name) in table:
            return table.pop(shown_name(found.name))
        if student is not None and student.submitted_at:
            return parse_time(student.submitted_at, zone, f"The roster, {student}")
        return file_time(part.path for part in found.parts) if given == FILES else None

    collection.found = [
        replace(found, arrival=found.arrival.at_time(when(found))) for found in collection.found
    ]
    return list(table)

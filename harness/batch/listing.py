"""What a batch took and what it did not, as JSON for other programs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from harness.errors import InfrastructureError
from harness.grade.record import Grade
from harness.intake.collect import Collection
from harness.intake.enrol import Enrolment
from harness.intake.names import results_name, shown_name
from harness.words.language import ENGLISH
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

SCHEMA_VERSION = 1


def write_listing(
    path: Path,
    collection: Collection,
    enrolment: Enrolment | None,
    grades: Sequence[Grade],
    left_out: Mapping[str, Phrase],
) -> None:
    """Writes ``path``: the layout, a record for each submission with its grade, the reason for whatever was left out, and,
    where there is a roster, who is who.

    Raises `InfrastructureError` where it cannot be written.
    """
    students = {} if enrolment is None else enrolment.students
    graded = {grade.submission: grade for grade in grades}
    record = {
        "schema_version": SCHEMA_VERSION,
        "layout": collection.layout,
        "submissions": [
            {
                "name": shown_name(found.name),
                "results": results_name(found.name),
                "student": asdict(students[found.name]) if found.name in students else None,
                "files": [shown_name(part.path.name) for part in found.parts],
                **_grade(graded.get(shown_name(found.name))),
            }
            for found in collection.found
        ],
        "left_out": [{"name": name, "why": say(why, ENGLISH)} for name, why in left_out.items()],
        **_people(enrolment),
    }
    try:
        path.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise InfrastructureError(phrase("batch.listing", path=path, why=error.strerror)) from error


def _people(enrolment: Enrolment | None) -> dict[str, Any]:
    if enrolment is None:
        return {}
    silent = [
        {**asdict(student), "perhaps": f"perhaps {', '.join(names)}" if names else ""}
        for student, names in enrolment.silent.items()
    ]
    strangers = [{"name": name, "why": say(why, ENGLISH)} for name, why in enrolment.strangers.items()]
    return {"no_work_found": silent, "not_on_the_roster": strangers}


def _grade(grade: Grade | None) -> dict[str, Any]:
    if grade is None:
        return {
            "attempt": None,
            "late": None,
            "outcome": None,
            "points": None,
            "max_points": None,
            "is_mark": False,
        }
    return {
        "attempt": grade.attempt,
        "late": None if grade.late is None else grade.late.model_dump(exclude={"said"}),
        "outcome": grade.outcome.value,
        "points": grade.points,
        "max_points": grade.max_points,
        "is_mark": grade.is_mark,
    }

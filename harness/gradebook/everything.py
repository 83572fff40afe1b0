"""All that a course's grades hold for a teacher's own tables: a line for each student and each work."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.exporters.table import plain
from harness.grade.record import Grade
from harness.gradebook.marks import Result
from harness.gradebook.people import assign
from harness.gradebook.table import Choices, Told
from harness.intake.roster import Student
from harness.report.text import one_line
from harness.report.view import View
from harness.words.say import say
from harness.words.shown import Shown

SCHEMA_VERSION = 1
COLUMNS = (
    "id",
    "name",
    "login",
    "email",
    "submission",
    "attempt",
    "mark",
    "max_points",
    "outcome",
    "why",
    "decision",
    "automatic_points",
    "decided",
    "late_days",
    "late_penalty",
)
EXACTLY = View(Shown.EXACT)
Value = str | float | int | None


@dataclass(frozen=True)
class Line:
    """A student, a work, or both. ``zero``: who has none gets 0 points."""

    student: Student | None
    result: Result | None
    zero: bool = False

    @property
    def mark(self) -> Grade | None:
        """The grade, where it is a mark."""
        return self.result.mark if self.result is not None else None

    @property
    def points(self) -> float | None:
        """Those of the mark; None where there is none."""
        return self.mark.points if self.mark is not None else 0.0 if self.zero else None


def lines_of(
    results: Sequence[Result], roster: Sequence[Student], choices: Choices
) -> tuple[list[Line], Told]:
    """A line for each student of the roster; without one, for each work."""
    told = Told()
    if not roster:
        for one in results:
            if one.why is not None:
                told.no_mark(one.submission, one, one.why)
            told.written += one.mark is not None
        return [Line(None, result) for result in results], told
    assigned, lines = assign(results, roster), list[Line]()
    for place, student in enumerate(roster):
        result = assigned.results.get(place)
        zero = choices.zero and assigned.has_none(place)
        lines.append(Line(student, result, zero))
        if result is None:
            told.no_work(str(student), zero=zero, perhaps=place in assigned.perhaps)
        elif result.why is not None:
            told.no_mark(str(student), result, result.why)
        told.written += result is not None and result.mark is not None
    told.strangers(assigned, zero=choices.zero)
    return lines, told


def record(line: Line) -> dict[str, Value]:
    """The line under `COLUMNS`, None where there is nothing to say. Numbers of points are those of marks alone."""
    student, result = line.student, line.result
    grade = result.grade if result is not None else None
    late = grade.late if grade is not None else None
    return {
        "id": student.id if student else None,
        "name": student.name if student else None,
        "login": student.login if student else None,
        "email": student.email if student else None,
        "submission": result.submission if result else None,
        "attempt": grade.attempt if grade else None,
        "mark": round(line.points, 2) if line.points is not None else None,
        "max_points": grade.max_points if grade else None,
        "outcome": grade.outcome.value if grade else None,
        "why": one_line(say(result.why), 500) if result is not None and result.why is not None else None,
        "decision": grade.decision.verdict.value if grade is not None and grade.decision else None,
        "automatic_points": round(grade.automatic_points, 2) if grade and grade.overrides else None,
        "decided": one_line(" ".join(EXACTLY.decisions(EXACTLY.of(grade))), 2000) or None if grade else None,
        "late_days": late.days if late else None,
        "late_penalty": round(late.penalty, 2) if late and line.mark else None,
    }


def criteria_of(lines: Sequence[Line]) -> list[str]:
    """The ids of all criteria that a mark has, in their order."""
    return list(dict.fromkeys(one.id for line in lines if line.mark for one in line.mark.criteria))


def criterion_points(line: Line) -> dict[str, float]:
    """Id of a criterion to its points; empty where there is no mark."""
    return {one.id: round(one.points, 2) for one in line.mark.criteria} if line.mark else {}


def as_csv(lines: Sequence[Line], separator: str) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it, every cell in quotes; nothing in it runs as a formula."""
    ids = criteria_of(lines)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *(f"points.{one}" for one in ids)])
    for line in lines:
        points = criterion_points(line)
        cells = [*record(line).values(), *(points.get(one) for one in ids)]
        writer.writerow(_cell(value) for value in cells)
    return out.getvalue().encode("utf-8-sig", "backslashreplace")


def _cell(value: Value) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, str) else f"{value:g}"


def as_json(lines: Sequence[Line]) -> bytes:
    """UTF-8; names as they are, for nothing runs them here."""
    text = json.dumps(
        {"schema_version": SCHEMA_VERSION, "grades": list(_records(lines))}, indent=2, ensure_ascii=False
    )
    return f"{text}\n".encode("utf-8", "backslashreplace")


def _records(lines: Sequence[Line]) -> Iterator[dict[str, Any]]:
    for line in lines:
        criteria = line.mark.criteria if line.mark else []
        yield record(line) | {
            "criteria": [
                {"id": one.id, "title": one.title, "points": one.points, "max_points": one.max_points}
                | ({} if one.automatic is None else {"automatic": one.automatic})
                for one in criteria
            ]
        }

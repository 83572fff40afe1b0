"""Gives the submissions of a class to the students of its roster."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from harness.intake.collect import Collection, Found
from harness.intake.names import results_name, shown_name
from harness.intake.roster import MOST_NAMED, Student, match
from harness.words.phrase import Phrase, phrase


@dataclass
class Enrolment:
    """Who is who. ``students`` are those whose work is graded or was left out, by the name of the submission; ``silent`` those
    of whom nothing was found, with what may be theirs; ``strangers`` the works of nobody on the roster, with the reason."""

    students: dict[str, Student] = field(default_factory=dict)
    silent: dict[Student, tuple[str, ...]] = field(default_factory=dict)
    strangers: dict[str, Phrase] = field(default_factory=dict)


def enrol(collection: Collection, roster: Sequence[Student]) -> Enrolment:
    """Calls each submission by the id of its student. Works that fit nobody, or several students, keep their names and are
    graded; several works of one student are attempts in the order in which they came, and left out where that is not known."""
    enrolment, perhaps = Enrolment(), defaultdict[str, list[str]](list)
    works, kept = defaultdict[Student, list[Found]](list), list[Found]()
    for found in collection.found:
        matched = match(roster, found.who)
        if matched.student is not None:
            works[matched.student].append(found)
            continue
        kept.append(found)
        why = phrase("enrol.nobody")
        if matched.fits:
            named = map(str, matched.fits[:MOST_NAMED])
            why = phrase("enrol.several", count=len(matched.fits), names=named)
            for student in matched.fits:
                perhaps[student.id].append(shown_name(found.name))
        enrolment.strangers[shown_name(found.name)] = why
    seen = set(works)
    for name, who in collection.left_who.items():
        matched = match(roster, who)
        seen |= {matched.student} if matched.student is not None else set()
        for student in matched.fits:
            perhaps[student.id].append(shown_name(name))
    taken = {results_name(found.name) for found in kept}
    for student, several in works.items():
        order = _in_order(several)
        if not order or results_name(student.id) in taken:
            _leave_out(collection, student, several, bool(order))
        else:
            enrolment.students[student.id] = student
            kept.append(replace(order[-1], name=student.id, earlier=tuple(order[:-1])))
    for student in roster:
        if student not in seen:
            enrolment.silent[student] = tuple(perhaps[student.id][:MOST_NAMED])
    collection.found = sorted(kept, key=lambda found: found.name)
    return enrolment


def _in_order(works: Sequence[Found]) -> list[Found]:
    """The works of a student in the order in which they came; none where that is not known."""
    if len(works) == 1:
        return list(works)
    came = {found.arrival.at: found for found in works if found.arrival.at is not None}
    return [came[at] for at in sorted(came)] if len(came) == len(works) else []


def _leave_out(collection: Collection, student: Student, several: Sequence[Found], is_ordered: bool) -> None:
    names = [shown_name(found.name) for found in several[:MOST_NAMED]]
    for found in several:
        collection.left_out[found.name] = (
            phrase("left.unordered", count=len(several), student=str(student), names=names)
            if not is_ordered
            else phrase("left.taken", student=str(student))
        )

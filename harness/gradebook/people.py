"""Whose work a graded submission is, among the students of a roster or of a platform's table."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from harness.gradebook.marks import Result
from harness.intake.collect import without_suffix
from harness.intake.layouts.layout import Who
from harness.intake.people import is_part, is_same
from harness.intake.roster import MOST_NAMED, Match, Student, match
from harness.words.phrase import Phrase, phrase

_OWN_ID = 3
"""The place of a course's own id among what `pair` looks at."""


@dataclass
class Assigned:
    """Who has which result, by place in the list of students; works of nobody there, and why; students who may have one of
    those; and of how many works nothing says whose they are."""

    results: dict[int, Result] = field(default_factory=dict)
    strangers: list[tuple[Result, Phrase]] = field(default_factory=list)
    perhaps: set[int] = field(default_factory=set)
    unknown: int = 0

    def has_none(self, place: int) -> bool:
        """Whether it is certain that this student has no work here."""
        return place not in self.results and place not in self.perhaps and not self.unknown


def assign(results: Sequence[Result], people: Sequence[Student], roster: Sequence[Student] = ()) -> Assigned:
    """Gives each result to its student in ``people``.

    A student of the roster is looked for first, where there is one, and then that student among the people. Several results of
    one student are given to nobody, for which of them counts is not known.
    """
    assigned, places = Assigned(), {id(person): place for place, person in enumerate(people)}
    several = defaultdict[int, list[Result]](list)
    for result in results:
        found, on_roster = _find(result.submission, people, roster)
        if found.student is not None:
            several[places[id(found.student)]].append(result)
            continue
        assigned.perhaps |= {places[id(one)] for one in found.fits}
        assigned.strangers.append((result, _why_nobody(found, on_roster)))
        assigned.unknown += not found.fits and on_roster is None
    if any(result.grade is None for result, _ in assigned.strangers):
        # Whose these are, only the grade would have said for certain.
        assigned.perhaps |= set(range(len(people)))
    for place, found_results in several.items():
        if len(found_results) == 1:
            assigned.results[place] = found_results[0]
            continue
        assigned.perhaps.add(place)
        names = [one.submission for one in found_results[:MOST_NAMED]]
        why = phrase("gradebook.several", student=str(people[place]), names=names)
        assigned.strangers += [(one, why) for one in found_results]
    return assigned


def _why_nobody(found: Match, on_roster: Student | None) -> Phrase:
    if found.fits:
        names = [str(one) for one in found.fits[:MOST_NAMED]]
        return phrase("gradebook.fits_several", names=names, count=len(found.fits))
    if on_roster is not None:
        return phrase("gradebook.not_in_table", student=str(on_roster))
    return phrase("gradebook.fits_nobody")


def _find(name: str, people: Sequence[Student], roster: Sequence[Student]) -> tuple[Match, Student | None]:
    if not roster:
        return find(name, people), None
    known = find(name, roster)
    if known.student is not None:
        return pair(known.student, people), known.student
    if known.fits:
        return Match(fits=tuple(one for fit in known.fits if (one := pair(fit, people).student))), None
    return find(name, people), None


def find(name: str, people: Sequence[Student]) -> Match:
    """Whose the submission of this name is: of the id that it is called by; of the person whom an export of Moodle
    (``Anna Berg_4711``) or Canvas (``berganna_67``) names, if name and id agree; of a login of GitHub; of the name."""
    bare = without_suffix(name)
    if fit := [one for one in people if one.id in (name, bare)]:
        return Match.of(fit)
    head, _, number = bare.rpartition("_")
    if head and number.isascii() and number.isdecimal():
        return _exported(head, number, people)
    if fit := [
        one for one in people if one.github and f"-{bare}".casefold().endswith(f"-{one.github}".casefold())
    ]:
        # user-1 ends lab-user-1 as 1 does; the longer login is the whole one.
        longest = max(len(one.github) for one in fit)
        return Match.of([one for one in fit if len(one.github) == longest])
    return match(people, Who(bare))


def _exported(head: str, number: str, people: Sequence[Student]) -> Match:
    of_canvas = head == head.lower() and " " not in head

    def known(one: Student) -> str:
        return one.canvas_id if of_canvas else one.moodle_id

    # Anonymous works are called as the table calls their authors: Participant_4711, and "Participant 4711".
    by_id = [
        one
        for one in people
        if known(one) == number
        and (not one.name or is_same(f"{head} {number}", one.id) or _agree(head, one.name))
    ]
    if by_id:
        return Match.of(by_id)
    # An id of the same platform that is another one contradicts an equal name.
    return Match.of([one for one in people if not known(one) and _agree(head, one.name)])


def _agree(one: str, other: str) -> bool:
    return is_same(one, other) or is_part(one, other)


def pair(student: Student, people: Sequence[Student]) -> Match:
    """The student of a roster among other people: by the first of these that anybody has: ids of platforms, the id, the login,
    the address, the name. Where that says several, or none, nobody is taken."""
    if any(student is one for one in people):
        return Match(student)
    keys: tuple[Callable[[Student], str], ...] = (
        lambda one: one.canvas_id,
        lambda one: one.moodle_id,
        lambda one: one.sis_id,
        lambda one: one.id,
        lambda one: one.login.casefold(),
        lambda one: one.email.casefold(),
    )
    for key in keys:
        if key(student) and (fit := [one for one in people if key(one) == key(student)]):
            # A course and a platform may count their students apart.
            return Match.of(
                [one for one in fit if key is not keys[_OWN_ID] or _agree(student.name, one.name)]
            )
    named = [one for one in people if one.name and _agree(student.name, one.name)]
    return Match.of([one for one in named if not _contradicts(student, one)])


def _contradicts(one: Student, other: Student) -> bool:
    pairs = ((one.canvas_id, other.canvas_id), (one.moodle_id, other.moodle_id), (one.sis_id, other.sis_id))
    return any(a and b and a != b for a, b in pairs)

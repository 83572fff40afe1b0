"""What a student's page shows of the hidden split: all of it, bands, or nothing. The grade itself is always exact."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from harness.checks.own_words import title_code
from harness.evidence.network import Metrics
from harness.grade.record import CheckResult, CriterionGrade, Grade
from harness.report.confusion import most_confused
from harness.report.text import number
from harness.words.language import ENGLISH, spoken
from harness.words.phrase import phrase
from harness.words.say import called, not_shown, say, say_all
from harness.words.shown import Shown, band
from harness.words.spoken import Spoken


@dataclass(frozen=True)
class View:
    """One way to show a grade."""

    shown: Shown

    @property
    def exact(self) -> bool:
        """Whether everything is shown."""
        return self.shown is Shown.EXACT

    @property
    def scores(self) -> bool:
        """Whether scores are shown in some way."""
        return self.shown is not Shown.NONE

    def of(self, grade: Grade) -> Grade:
        """The grade with its sentences in the language that is spoken, which name no more of the hidden split than this."""
        if self.exact and spoken() == ENGLISH:
            return grade
        told = self._told(grade)
        assert isinstance(told, Grade)
        return _named(told)

    def _told(self, value: Any) -> Any:
        """A record, or a list of them, with each sentence said anew; anything else as it is."""
        if isinstance(value, list):
            return [self._told(one) for one in value]
        if not isinstance(value, BaseModel):
            return value
        told = {
            name: self._told(part)
            for name, part in value
            if isinstance(part, (list, BaseModel)) and name != "said"
        }
        if isinstance(value, Spoken):
            for field, phrases in value.said.items():
                before = getattr(value, field)
                # Of these sentences some tell scores on hidden images.
                scores = field == "held" or isinstance(value, (CheckResult, CriterionGrade))
                try:
                    listed = [say(one, shown=self.shown) for one in phrases]
                    told[field] = listed if isinstance(before, list) else say_all(phrases, shown=self.shown)
                except (LookupError, TypeError, ValueError):
                    # Made by another version of the harness: which of its numbers are of hidden images is not known.
                    hidden = scores and not self.exact
                    withheld = say(phrase("view.withheld"))
                    told[field] = (
                        before if not hidden else [withheld] if isinstance(before, list) else withheld
                    )
        return value.model_copy(update=told)

    def score(self, value: float) -> str:
        """A score on hidden images."""
        return f"{value:.3f}" if self.exact else not_shown(value, self.shown)

    def share(self, value: float) -> float:
        """How long the bar of a score is."""
        return value if self.exact else band(value)[0]

    def points(self, criterion: CriterionGrade) -> str:
        """The points of a criterion. Those that a scale gives tell the score, so they are shown no finer than it."""
        if criterion.automatic is not None:
            return number(criterion.points)
        return self._points(criterion, criterion.points)

    def automatic(self, grade: Grade, criterion: CriterionGrade) -> str:
        """The points that a criterion had by itself, as a sentence, where a person set others; no finer than `points`."""
        if criterion.automatic is None:
            return ""
        points = self._points(criterion, criterion.automatic)
        then = next((one.then for one in grade.overrides if one.criterion == criterion.id), None)
        if then is None or then == criterion.automatic or not (self.exact or criterion.checks):
            return say(phrase("person.automatic", points=points))
        return say(phrase("person.automatic_was", points=points, then=then))

    def decisions(self, grade: Grade) -> list[str]:
        """What persons decided on the grade and say of it, a sentence each, with the automatic points."""
        titles = {one.id: one for one in grade.criteria}
        said = [] if grade.decision is None else [grade.decision.sentence]
        for one in grade.overrides:
            criterion = titles[one.criterion]
            said.append(f"{criterion.title}: {say(one.phrase)} {self.automatic(grade, criterion)}")
        return [*said, *(say(comment.phrase) for comment in grade.comments)]

    def _points(self, criterion: CriterionGrade, points: float) -> str:
        if self.exact or criterion.checks:
            return number(points)
        return self._coarse(points, criterion.max_points) if self.scores else "–"

    def total(self, grade: Grade) -> str:
        """The sum of the points, no finer than its parts."""
        by_score = [one for one in grade.criteria if not one.checks and one.automatic is None]
        if self.exact or not by_score:
            return number(grade.points)
        # What lateness takes off may be a share of all points, and would tell them.
        if self.scores:
            return self._coarse(grade.earned, grade.max_points)
        rest = grade.earned - sum(one.points for one in by_score)
        most = sum(one.max_points for one in by_score)
        return _from_to(rest, rest + most)

    def late(self, grade: Grade) -> str:
        """When the work came and what that costs, where the rubric has a deadline."""
        if grade.late is None or not grade.late.penalty:
            return "" if grade.late is None else grade.late.reason
        if self.exact or all(one.checks or one.automatic is not None for one in grade.criteria):
            off, earned = number(grade.late.penalty), number(grade.earned)
            taken = phrase("late.taken", penalty=off, earned=earned)
        else:
            taken = phrase("late.points_before")
        return f"{grade.late.reason} {say(taken)}"

    def earlier(self, grade: Grade) -> str:
        """When it was last graded anew, and what it had before, where that tells no more of scores than the page does."""
        last = grade.earlier[-1]
        if not self.exact:
            return say(phrase("regrade.earlier", day=last.at[:10]))
        return say(
            phrase("regrade.earlier_points", day=last.at[:10], points=last.points, most=last.max_points)
        )

    @staticmethod
    def _coarse(points: float, most: float) -> str:
        low = math.floor(points + 1e-9)
        return number(points) if points >= most else _from_to(low, min(low + 1, most))

    def confused(self, metrics: Metrics) -> list[str]:
        """Pairs of classes that are often taken for one another, as sentences without numbers."""
        names = [score.name for score in metrics.per_class]
        pairs = most_confused(metrics.confusion_matrix, names)
        return [say(phrase("view.confused", true=pair.true, predicted=pair.predicted)) for pair in pairs]


def _from_to(low: float, high: float) -> str:
    return say(phrase("numbers.from_to", low=number(low), high=number(high)))


def title_of(grade: Grade) -> str:
    """What the assignment is called in the language that is spoken."""
    return called(f"{grade.assignment}.title", grade.title)


def roles_of(assignment: str, roles: Mapping[str, str]) -> dict[str, str]:
    """What the roles of networks are called in the language that is spoken, where ``roles`` has the English words."""
    return {role: called(f"{assignment}.role.{role}", words) for role, words in roles.items()}


def check_title(assignment: str, check: CheckResult) -> str:
    """What a check is called in the language that is spoken."""
    return called(title_code(assignment, check.id), check.title)


def _named(grade: Grade) -> Grade:
    """The grade with what the assignment calls its checks, roles and itself in the language that is spoken."""
    name = grade.assignment
    criteria = [
        criterion.model_copy(
            update={
                "checks": [
                    check.model_copy(update={"title": check_title(name, check)}) for check in criterion.checks
                ]
            }
        )
        for criterion in grade.criteria
    ]
    compared = grade.compared and grade.compared.model_copy(
        update={"heading": called(f"{name}.compared", grade.compared.heading)}
    )
    return grade.model_copy(
        update={
            "criteria": criteria,
            "roles": roles_of(name, grade.roles),
            "compared": compared,
            "title": title_of(grade),
        }
    )

"""What a student's page shows of the hidden split: all of it, bands, or nothing. The grade itself is always exact."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from harness.evidence.network import Metrics
from harness.grade.record import CheckResult, CriterionGrade, Grade
from harness.report.confusion import most_confused
from harness.report.text import number
from harness.words.phrase import Phrase, phrase
from harness.words.say import say, say_all
from harness.words.shown import Shown, band, shaded


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
        """The grade with sentences that name no more of the hidden split than this."""
        if self.exact:
            return grade
        criteria = []
        for criterion in grade.criteria:
            checks = [check.model_copy(update={"reason": self._said(check)}) for check in criterion.checks]
            criteria.append(criterion.model_copy(update={"reason": self._said(criterion), "checks": checks}))
        held = grade.held
        if phrases := grade.said.get("held"):
            held = [self._words([one]) for one in phrases]
        return grade.model_copy(update={"criteria": criteria, "held": held})

    def _said(self, one: CheckResult | CriterionGrade) -> str:
        phrases = one.said.get("reason")
        return self._words(phrases) if phrases else one.reason

    def _words(self, phrases: Iterable[Phrase]) -> str:
        try:
            return say_all(phrases, shown=self.shown)
        except (LookupError, TypeError):
            # Made by another version of the harness: which of its numbers are of hidden images is not known.
            return say(phrase("view.withheld"))

    def score(self, value: float) -> str:
        """A score on hidden images."""
        return f"{value:.3f}" if self.exact else str(shaded(value, self.shown))

    def share(self, value: float) -> float:
        """How long the bar of a score is."""
        return value if self.exact else band(value)[0]

    def points(self, criterion: CriterionGrade) -> str:
        """The points of a criterion. Those that a scale gives tell the score, so they are shown no finer than it."""
        if self.exact or criterion.checks:
            return number(criterion.points)
        return self._coarse(criterion.points, criterion.max_points) if self.scores else "–"

    def total(self, grade: Grade) -> str:
        """The sum of the points, no finer than its parts."""
        by_score = [one for one in grade.criteria if not one.checks]
        if self.exact or not by_score:
            return number(grade.points)
        # What lateness takes off may be a share of all points, and would tell them.
        if self.scores:
            return self._coarse(grade.earned, grade.max_points)
        rest = grade.earned - sum(one.points for one in by_score)
        most = sum(one.max_points for one in by_score)
        return f"{number(rest)} to {number(rest + most)}"

    def late(self, grade: Grade) -> str:
        """When the work came and what that costs, where the rubric has a deadline."""
        if grade.late is None or not grade.late.penalty:
            return "" if grade.late is None else grade.late.reason
        if self.exact or all(one.checks for one in grade.criteria):
            taken = f"Taken off: {number(grade.late.penalty)} of {number(grade.earned)} points."
        else:
            taken = "The points on this page are those before it."
        return f"{grade.late.reason} {taken}"

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
        return number(points) if points >= most else f"{low} to {number(min(low + 1, most))}"

    def confused(self, metrics: Metrics) -> list[str]:
        """Pairs of classes that are often taken for one another, as sentences without numbers."""
        names = [score.name for score in metrics.per_class]
        pairs = most_confused(metrics.confusion_matrix, names)
        return [say(phrase("view.confused", true=pair.true, predicted=pair.predicted)) for pair in pairs]

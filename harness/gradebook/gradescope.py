"""A grade as Gradescope's ``results.json``, and the works that Gradescope says were graded before.

Without ``score``, at the top or in a test, there is none. ``visibility`` is of the tests: ``hidden`` is never shown to students,
``after_published`` once a teacher publishes the grades, and while such tests are there, students see no total either. Sources:
https://gradescope-autograders.readthedocs.io/en/latest/specs/ and …/submission_metadata/.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from harness.errors import UsageError
from harness.grade.counting import counts
from harness.grade.record import CriterionGrade, Grade
from harness.report.feedback import no_mark_reasons
from harness.report.text import SYMBOLS, number, visible
from harness.report.view import View
from harness.words.phrase import Phrase, phrase
from harness.words.say import say
from harness.words.shown import Shown

OURS = "harness"
"""Key of what the harness keeps for itself in ``extra_data``."""
MAX_BYTES = 64 * 1024**2
_TEXT = 20_000
_MORE = "…"


def result_of(grade: Grade, shown: Shown) -> dict[str, Any]:
    """What ``results.json`` holds for a grade: score, a test for each criterion with what its checks say, and, where scores on
    hidden images are shown exactly, the leaderboard's macro-F1.

    A grade that is not a mark has no score and no tests, and says why. Points that a scale gives for a score on hidden images
    are hidden where the rubric does not show these, and the others wait until the grades are published.
    """
    view = View(shown)
    seen = view.of(grade)
    ours = {
        "content_hash": grade.content_hash,
        "counts": counts(grade),
        "is_mark": grade.is_mark,
        "outcome": grade.outcome.value,
        "attempt": grade.attempt,
    }
    said = [seen.reason, view.late(seen), *view.decisions(seen)]
    made: dict[str, Any] = {
        **_frame(" ".join(filter(None, said))),
        "visibility": "visible" if view.exact else "after_published",
        "execution_time": round(grade.times.get("total", 0.0)),
        "extra_data": {OURS: ours},
    }
    if not grade.is_mark:
        said = [say(_no_score(grade)), *no_mark_reasons(seen), *(say(one.phrase) for one in seen.comments)]
        return made | _frame("\n".join(dict.fromkeys(said))) | {"tests": []}
    tests = [_test(one, place, seen, view) for place, one in enumerate(seen.criteria, 1)]
    made |= {"score": round(grade.points, 2), "tests": tests}
    if view.exact and grade.metrics is not None:
        made["leaderboard"] = [
            {"name": say(phrase("gradescope.f1")), "value": round(grade.metrics.macro_f1, 4), "order": "desc"}
        ]
    return made


def no_result(why: Phrase) -> dict[str, Any]:
    """What ``results.json`` holds where no grade was made: a sentence and no score."""
    return {**_frame(say(phrase("gradescope.broke", why=why))), "tests": []}


def _frame(output: str) -> dict[str, Any]:
    text = visible(output)
    # What a command prints is for the teacher.
    return {
        "output": text[:_TEXT] + _MORE * (len(text) > _TEXT),
        "stdout_visibility": "hidden",
        # Some of the words are a student's: nothing of them is markup.
        **dict.fromkeys(("output_format", "test_output_format", "test_name_format"), "text"),
    }


def _no_score(grade: Grade) -> Phrase:
    if grade.outcome.needs_human:
        return phrase("gradescope.failed_on_our_side", outcome=grade.outcome.phrase)
    return phrase("gradescope.held") if grade.waits else phrase("gradescope.not_a_mark")


def _test(one: CriterionGrade, place: int, grade: Grade, view: View) -> dict[str, Any]:
    by_score = not one.checks and one.automatic is None
    others = any(other.checks for other in grade.criteria)
    visibility = "visible" if view.exact else "hidden" if by_score and others else "after_published"
    lines = [
        say(
            phrase(
                "gradescope.check",
                symbol=SYMBOLS[check.status],
                title=check.title.rstrip("."),
                reason=f": {check.reason}" if check.reason else ".",
            )
        )
        for check in one.checks
    ]
    text = visible("\n".join([*lines, *filter(None, ["" if one.checks else one.reason])]))
    return {
        "name": visible(one.title),
        "number": str(place),
        "score": round(one.points, 2),
        "max_score": float(number(one.max_points)),
        "output": text[:_TEXT] + _MORE * (len(text) > _TEXT),
        "visibility": visibility,
    }


class Metadata:
    """What Gradescope says of a submission: when it came, and what it had made of earlier ones."""

    def __init__(self, found: dict[str, Any]) -> None:
        self._found = found

    @classmethod
    def read(cls, path: Path) -> "Metadata":
        """Reads ``submission_metadata.json``; nothing is known where it is missing. Raises `UsageError` where it is not JSON."""
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            found = json.loads(content) if len(content) <= MAX_BYTES else None
        except FileNotFoundError:
            return cls({})
        except (OSError, ValueError, RecursionError) as error:
            raise UsageError(phrase("gradescope.unreadable", path=path, error=error)) from error
        if not isinstance(found, dict):
            raise UsageError(phrase("gradescope.no_metadata", path=path))
        return cls(found)

    @property
    def created_at(self) -> datetime | None:
        """When the work was handed in; None where that is not known."""
        try:
            at = datetime.fromisoformat(str(self._found.get("created_at")))
        except ValueError:
            return None
        return at if at.tzinfo is not None else None

    def previous(self) -> list[dict[str, Any]]:
        """The results of earlier submissions that the harness made, in their order."""
        listed = self._found.get("previous_submissions")
        results = (
            [one.get("results") for one in listed if isinstance(one, dict)]
            if isinstance(listed, list)
            else []
        )
        return [one for one in results if isinstance(one, dict) and _ours(one)]

    def too_many(self, content_hash: str, most: int | None) -> dict[str, Any] | None:
        """The result that stands where this work may not be graded, since ``most`` other works were; else None."""
        counted = [one for one in self.previous() if _ours(one).get("counts")]
        had = {str(_ours(one).get("content_hash")) for one in counted}
        if most is None or content_hash in had or len(had) < most:
            return None
        last = counted[-1]
        why = say(phrase("gradescope.too_many", most=most))
        return last | {"output": "\n".join([why, str(last.get("output", "")).removeprefix(why).strip()])}


def _ours(result: dict[str, Any]) -> dict[str, Any]:
    extra = result.get("extra_data")
    ours = extra.get(OURS) if isinstance(extra, dict) else None
    return ours if isinstance(ours, dict) else {}

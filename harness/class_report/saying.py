"""Sentences of grades on a page that may not tell whose they are."""

from dataclasses import dataclass, field

from harness.grade.record import CriterionGrade
from harness.report.text import one_line
from harness.words.phrase import TEXT, Part, Phrase, phrase, plain
from harness.words.say import say, say_all

LENGTH = 400
HIDDEN = "…"
UNSAYABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What saying a phrase raises whose code or values are of another version of the harness."""


@dataclass(frozen=True)
class Names:
    """What works are called: by their ``labels``, or by themselves where there are none. With ``are_aliases``, no text that
    somebody chose is shown either, for a path, a file or a reason may name a person."""

    labels: dict[str, str] = field(default_factory=dict)
    are_aliases: bool = False

    def of(self, name: str) -> str:
        """What a submission is called. Of one without a label nothing is told where labels are aliases."""
        return self.labels.get(name, HIDDEN if self.are_aliases else name)

    def sentence(self, one: Phrase, otherwise: Phrase) -> Phrase:
        """A sentence of a grade, safe to show; ``otherwise`` where it has no words here that may be shown."""
        if self.are_aliases:
            one = _without_names(one)
            if one.code == TEXT:
                return otherwise
        try:
            return plain(one_line(say(one), LENGTH))
        except UNSAYABLE:
            # Made by another version of the harness, or of words that are not shown here.
            return otherwise

    def words(self, text: str) -> str:
        """Words that a person wrote; empty where they are not shown."""
        return "" if self.are_aliases else one_line(text, LENGTH)


def _without_names(one: Phrase) -> Phrase:
    return Phrase(
        one.code,
        {
            # One value stands for all, so that a list does not become a row of dots.
            name: tuple(dict.fromkeys(map(_hidden, value))) if isinstance(value, tuple) else _hidden(value)
            for name, value in one.values.items()
        },
    )


def _hidden(part: Part) -> Part:
    return _without_names(part) if isinstance(part, Phrase) else HIDDEN if isinstance(part, str) else part


def title_of(criterion: CriterionGrade) -> str:
    """The title of a criterion in the language that is spoken, where it has one."""
    try:
        return say_all(criterion.phrases("title"))
    except UNSAYABLE:
        return criterion.title


def nothing_said() -> Phrase:
    """In place of a sentence that is not shown."""
    return phrase("class_report.not_shown")

"""The part of a rubric that is one line of the mark."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from harness.errors import WrongValueError
from harness.words.language import Language
from harness.words.phrase import Phrase, phrase


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CheckPart(_Part):
    """A check and what it is worth; its name is explained in `harness.checks.names`."""

    check: str
    points: float = Field(gt=0)


class Titles(_Part):
    """A title in both languages."""

    en: str
    ru: str

    def of(self, language: Language) -> str:
        """The one of this language."""
        return {"en": self.en, "ru": self.ru}[language]


class CriterionPart(_Part):
    """One line of the mark: either checks, or a scale from the best network's hidden macro-F1 to points.

    ``scale`` is a list of (macro-F1, points), both rising; points between two entries are interpolated linearly.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str | Titles
    task: int = Field(ge=1)
    points: float = Field(gt=0)
    checks: list[CheckPart] = []
    scale: list[tuple[float, float]] = []

    @model_validator(mode="after")
    def _adds_up(self) -> "CriterionPart":
        if bool(self.checks) == bool(self.scale):
            raise WrongValueError(phrase("rubric.checks_or_scale", id=self.id))
        if self.checks and abs(sum(c.points for c in self.checks) - self.points) > 1e-9:
            total = sum(c.points for c in self.checks)
            raise WrongValueError(phrase("rubric.sum", id=self.id, total=total, points=self.points))
        if self.scale:
            rising = all(
                a[0] < b[0] and a[1] <= b[1] for a, b in zip(self.scale, self.scale[1:], strict=False)
            )
            if len(self.scale) < 2 or not rising or self.scale[-1][1] != self.points:
                raise WrongValueError(phrase("rubric.scale", id=self.id, points=self.points))
        return self

    @property
    def english(self) -> str:
        """Its title in English, or the only one."""
        return self.title if isinstance(self.title, str) else self.title.en

    @property
    def said(self) -> dict[str, tuple[Phrase, ...]]:
        """Its title in both languages, as a record keeps it; nothing where there is one."""
        if isinstance(self.title, str):
            return {}
        return {"title": (phrase("criterion.title", en=self.title.en, ru=self.title.ru),)}

    def scaled_points(self, macro_f1: float) -> float:
        """Points for a macro-F1, rounded down to a tenth."""
        low = self.scale[0]
        if macro_f1 <= low[0]:
            return low[1]
        for high in self.scale[1:]:
            if macro_f1 < high[0]:
                share = (macro_f1 - low[0]) / (high[0] - low[0])
                return int((low[1] + share * (high[1] - low[1])) * 10 + 1e-9) / 10
            low = high
        return low[1]

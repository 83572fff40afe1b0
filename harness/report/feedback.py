"""The feedback page: one HTML file that a student opens, with nothing loaded from anywhere."""

import functools
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from harness.evidence.diagnosis import Failure
from harness.evidence.messages import gist
from harness.evidence.network import BEST, Metrics
from harness.grade.record import Grade
from harness.intake.submission import is_script
from harness.report.audited import audited
from harness.report.confusion import confusion_sentence, confusion_svg
from harness.report.curves import drawn_curves
from harness.report.links import links_of
from harness.report.page import png, templates
from harness.report.place import place_of
from harness.report.steps import next_steps
from harness.report.structure import compare_structures, gain_sentence, optimizers_sentence
from harness.report.text import (
    SYMBOLS,
    capital,
    count,
    interval,
    kind,
    minute,
    number,
    one_line,
    seconds,
    stage,
    visible,
    words,
)
from harness.report.view import View
from harness.words.language import spoken
from harness.words.phrase import phrase
from harness.words.say import say
from harness.words.shown import Shown

LINES_AROUND = 40
LINE_LENGTH = 400


@dataclass(frozen=True)
class SourceLine:
    """One line of the failing cell; ``failing`` marks the line that raised."""

    number: int
    text: str
    failing: bool


@dataclass(frozen=True)
class Source:
    """The failing cell's lines near the failing one, and how many were left out on either side."""

    lines: list[SourceLine]
    above: int
    below: int


def render_feedback(
    grade: Grade, *, notebook_name: str | None, cells_name: str | None = None, shown: Shown = Shown.EXACT
) -> str:
    """The feedback page of one attempt, as HTML text (UTF-8), in the language that is `spoken`.

    The page is self-contained, forbids scripts and every request through its content security policy, and
    shows all text of the student escaped and without control characters.

    Args:
        grade: what to show.
        notebook_name: name of the executed notebook that lies beside the page, or None where there is none.
        cells_name: name of the same notebook as a page, with an anchor for each cell, or None likewise.
        shown: how much of what was measured on the hidden split stands on it.
    """
    view = View(shown)
    grade = view.of(grade)
    script = grade.entry is not None and is_script(grade.entry)
    # A script is one cell, to which all links would lead.
    linked = None if script else cells_name
    return _template().render(
        grade=grade,
        language=spoken(),
        notebook_name=cells_name or notebook_name,
        cells_name=linked,
        links=[links_of(grade, criterion) for criterion in grade.criteria] if linked else [],
        curves=drawn_curves(grade),
        steps=next_steps(grade, view),
        among=place_of(grade, view),
        audited=audited(grade),
        best=grade.with_role(BEST),
        symbols=SYMBOLS,
        banners=no_mark_reasons(grade),
        is_script=script,
        source=_source(grade.failure) if grade.failure else None,
        matrix=_matrix(grade.metrics) if grade.metrics and view.exact else None,
        interval=interval,
        view=view,
        structure=compare_structures(grade),
        gain=gain_sentence(grade.gain, exact=view.exact) if grade.gain and view.scores else None,
        optimizers=optimizers_sentence(grade),
    )


@functools.cache
def _template() -> Template:
    """The page's template, read and compiled once."""
    environment = templates(
        Path(__file__).parent,
        number=number,
        words=words,
        score="{:.3f}".format,
        count=count,
        capital=capital,
        seconds=seconds,
        stage=stage,
        minute=minute,
        png=png,
        line=lambda text: one_line(text, 120),
        visible=visible,
        gist=lambda text: gist(visible(text)),
        kind=kind,
        say=say,
    )
    return environment.get_template("feedback.html.j2")


def no_mark_reasons(grade: Grade) -> list[str]:
    """Why the result is not a mark, one sentence each; empty where it is one."""
    if grade.is_mark:
        return []
    if grade.decision is not None and grade.can_be_a_mark:
        return [grade.decision.sentence]
    provisional = say(phrase("no_mark.held"))
    reasons = [f"{provisional} {reason}" for reason in grade.held]
    if grade.smoke:
        reasons.append(say(phrase("no_mark.smoke")))
    if grade.stand_in:
        reasons.append(say(phrase("no_mark.stand_in", data=grade.data)))
    return reasons or [say(phrase("no_mark.conditions"))]


def _matrix(metrics: Metrics) -> dict[str, str]:
    names = [score.name for score in metrics.per_class]
    return {
        # Safe: every name is escaped where the picture is drawn.
        "svg": Markup(confusion_svg(metrics.confusion_matrix, names)),  # noqa: S704
        "sentence": confusion_sentence(metrics.confusion_matrix, names),
    }


def _source(failure: Failure) -> Source:
    lines = visible(failure.source).rstrip("\n").split("\n")
    centre = (failure.line or 1) - 1
    first = max(0, min(centre, len(lines) - 1) - LINES_AROUND)
    shown = lines[first : first + 2 * LINES_AROUND + 1]
    return Source(
        lines=[
            SourceLine(
                number=index,
                text=text if len(text) <= LINE_LENGTH else text[:LINE_LENGTH] + "…",
                failing=index == failure.line,
            )
            for index, text in enumerate(shown, start=first + 1)
        ],
        above=first,
        below=len(lines) - first - len(shown),
    )

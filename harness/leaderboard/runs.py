"""What stands on the MLflow run of one attempt: its numbers, its words, what it is found by, and its description."""

import hashlib
import re
from collections.abc import Sequence

from harness.evidence.network import BEST, Metrics
from harness.grade.record import Grade
from harness.grade.results import FEEDBACK
from harness.report.confusion import confusion_sentence
from harness.report.text import number, one_line
from harness.report.view import View
from harness.words.phrase import phrase
from harness.words.say import say
from harness.words.shown import Shown

SOURCE, STUDENT, RANK, ATTEMPT, REGRADES, SPLIT = (
    "source",
    "student",
    "rank",
    "attempt",
    "regrades",
    "split_id",
)
"""Names of tags that the ranks are made of. A tag can be taken away, which a metric cannot."""
WITHDRAWN = "withdrawn"
"""A tag: it was a mark, and no longer is one."""
GRADE, BASELINE, BATCH = "grade", "baseline", "batch"
"""Values of `SOURCE`: a mark, what students are measured against, and a command that graded a class."""
PARENT = "mlflow.parentRunId"
NOTE = "mlflow.note.content"
MOST_NOTE = 7_500
"""Characters; MLflow takes 8,000."""
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~<>&$-])")


def run_metrics(grade: Grade) -> dict[str, float]:
    """The numbers of the run: points, points of each criterion, scores of the best network."""
    values = {"points": grade.points, "max_points": grade.max_points}
    best = grade.with_role(BEST)
    if best is not None and best.parameters is not None:
        values["parameters"] = best.parameters
    if "run" in grade.times:
        values["run_seconds"] = grade.times["run"]
    if trained := [curve.seconds for curve in grade.insight.curves]:
        values["training_seconds"] = round(sum(trained), 3)
    values |= {_key(f"points.{one.id}"): one.points for one in grade.criteria}
    if grade.metrics:
        low, high = grade.metrics.macro_f1_interval
        values |= {
            "macro_f1": grade.metrics.macro_f1,
            "macro_f1_low": low,
            "macro_f1_high": high,
            "accuracy": grade.metrics.accuracy,
        }
        values |= {_key(f"f1_{score.name}"): score.f1 for score in grade.metrics.per_class}
    return values


def run_params(grade: Grade) -> dict[str, str]:
    """What was graded and where, and which network was the best."""
    values = {
        "entry": grade.entry,
        "runner": grade.runner,
        "image_id": grade.image_id,
        "split_id": grade.split_id,
    }
    best = grade.with_role(BEST)
    if best:
        parameters = None if best.parameters is None else str(best.parameters)
        values |= {"network": best.title, "network_kind": best.kind, "parameters": parameters}
    return {key: value for key, value in values.items() if value}


def run_tags(grade: Grade) -> dict[str, str]:
    """What a person filters by."""
    decision = grade.decision
    decided = {} if decision is None else {"decision": decision.verdict.value, "decided_by": decision.by}
    return {
        "outcome": grade.outcome.value,
        STUDENT: student(grade),
        ATTEMPT: f"{grade.attempt:02}",
        REGRADES: f"{len(grade.earlier):02}",
        "content_hash": grade.content_hash,
        SPLIT: grade.split_id,
        "grade_id": grade_id(grade),
        "made_id": made_id(grade),
        "harness_version": grade.versions.get("harness", "unknown"),
        **decided,
    }


def student(grade: Grade) -> str:
    """16 hex digits, equal for all attempts of one submission."""
    return hashlib.sha256(grade.submission.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def grade_id(grade: Grade) -> str:
    """`made_id`, and another one where persons set other points."""
    made, since = made_id(grade), "\0".join(f"{one.criterion}={one.points}" for one in grade.overrides)
    return hashlib.sha256(f"{made}\0{since}".encode()).hexdigest()[:32] if since else made


def made_id(grade: Grade) -> str:
    """32 hex digits, equal for one attempt however often it is logged, and different for two, and after each regrade."""
    parts = (
        *(grade.submission, str(grade.attempt), grade.started, grade.content_hash, grade.inputs_id),
        *(one.at for one in grade.earlier),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def note(grade: Grade) -> str:
    """The run's description, in Markdown and in the language that is spoken: the outcome, the points of each criterion, and what
    the network confuses."""
    grade = View(Shown.EXACT).of(grade)
    total = say(phrase("mlflow.total", points=number(grade.points), most=number(grade.max_points)))
    parts = [f"**{total}** {plain(grade.reason)}"]
    if grade.metrics is not None:
        parts += [_matrix(grade.metrics), plain(confusion_sentence(*_named(grade.metrics)))]
    if grade.criteria:
        rows = [
            [
                f"{one.task}. {plain(one.title)}",
                f"{number(one.points)} {say(phrase('page.of', most=number(one.max_points)))}",
                plain(one.reason),
            ]
            for one in grade.criteria
        ]
        columns = phrase("mlflow.criterion"), phrase("mlflow.points"), phrase("mlflow.why")
        parts.append(table(list(map(say, columns)), rows))
    where = say(phrase("mlflow.where", page=f"`{FEEDBACK}`"))
    while len(parts) > 1 and sum(map(len, parts)) > MOST_NOTE:
        parts.pop()
    return "\n\n".join([*parts, where])


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; its cells are Markdown already."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(text: str) -> str:
    """A text of anybody, on one line, as Markdown that shows it as it is."""
    return _MARKUP.sub(r"\\\1", one_line(text, 200))


def _named(metrics: Metrics) -> tuple[list[list[int]], list[str]]:
    return metrics.confusion_matrix, [score.name for score in metrics.per_class]


def _matrix(metrics: Metrics) -> str:
    matrix, names = _named(metrics)
    header = [plain(say(phrase("mlflow.true_predicted"))), *map(plain, names), "F1"]
    rows = [
        [plain(score.name), *_bold(row, score.label), f"{score.f1:.3f}"]
        for score, row in zip(metrics.per_class, matrix, strict=True)
    ]
    return table(header, rows)


def _bold(row: Sequence[int], place: int) -> list[str]:
    return [f"**{count}**" if at == place else str(count) for at, count in enumerate(row)]


def _key(name: str) -> str:
    """The name as a metric's key that also reads well in a search (``f1_some_class``)."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", name)

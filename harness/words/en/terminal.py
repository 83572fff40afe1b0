"""Labels of grades on the terminal, in English."""

from harness.words.template import Catalogue


def _points_of(of: str, provisional: bool) -> str:
    return f"{of} points{' (provisional)' if provisional else ''}"


def _decided(released: bool, who: str) -> str:
    return f"{'released' if released else 'rejected'} by {who}"


def _waiting(count: int) -> str:
    return f"{'1 grade waits' if count == 1 else f'{count} grades wait'} for a person."


def _place(cell: int | None, line: int | None, file: str, file_line: int | None) -> str:
    where = "The program" if cell is None else f"Cell {cell}"
    where += f", line {line}" if line is not None else ""
    inner = f", line {file_line}" if file_line else ""
    return where + (f" ({file}{inner})" if file else "")


WORDS: Catalogue = {
    "terminal.attempt": "{name}, attempt {attempt}",
    "terminal.of": "{points} of {most}",
    "terminal.points_of": _points_of,
    "terminal.how_to_decide": (
        'Look at the evidence (harness held says where it lies). Then harness release NAME --why "…" makes a held grade a mark, '
        'and harness reject NAME --why "…" ends it without one.'
    ),
    "terminal.note": "Note: {note}",
    "terminal.submission": "Submission",
    "terminal.points": "Points",
    "terminal.outcome": "Outcome",
    "terminal.decided": _decided,
    "terminal.held": "held, points provisional",
    "terminal.no_mark": "not a mark",
    "terminal.late": "late, {points} points taken off",
    "terminal.left_out": "Left out: {name}: {why}",
    "terminal.needs_human": "Needs a human: {who}.",
    "terminal.needs_nobody": "Nothing needs a human.",
    "terminal.evidence": "Evidence: {folder}",
    "terminal.waiting": _waiting,
    "terminal.none_waits": "No grade waits for a person.",
    "terminal.for_the_teacher": "For the teacher: {fact}",
    "terminal.audit": "Audit. {reason}",
    "terminal.held_for": "held: {reason}",
    "terminal.criterion": "Criterion",
    "terminal.title": "Title",
    "terminal.status": "Status",
    "terminal.reason": "Reason",
    "terminal.place": _place,
    "terminal.no_end": "did not come to its end",
    "terminal.hint": "Hint: {hint}",
    "terminal.best": (
        "Best network: macro-F1 {macro_f1:.3f} (95 % interval {interval}), accuracy {accuracy:.3f} on {images:,} hidden images"
    ),
    "terminal.true_and_predicted": "true \\ predicted",
    "terminal.network": "Network",
    "terminal.kind": "Kind",
    "terminal.parameters": "Parameters",
    "terminal.hidden_f1": "Hidden macro-F1",
    "terminal.visible": "Visible",
    "terminal.role": "Role",
    "terminal.remark": "Note",
    "terminal.not_scored": "not scored",
}

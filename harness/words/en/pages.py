"""What stands on a student's page around what was found, in English."""

from harness.words.several import Several
from harness.words.template import Catalogue

PROVISIONAL = " (provisional)"


def _of_points(most: str, provisional: bool) -> str:
    return f"of {most} points{PROVISIONAL * provisional}"


def _cell(cell: int | None, line: int | None, raised: bool) -> str:
    ended = "failed" if raised else "did not come to its end"
    what = "The program stopped" if cell is None else f"Cell {cell} {ended}"
    return what if line is None else f"{what} at line {line}"


def _place(file: str, line: int | None) -> str:
    return f"({file})" if line is None else f"({file}, line {line})"


def _where(cell: int | None, line: int | None) -> str:
    where = "The program" if cell is None else f"Cell {cell}"
    return where if line is None else f"{where}, line {line}"


def _confused(pairs: Several) -> str:
    said = [str(pair) for pair in pairs]
    return (", ".join(said[:-1]) + " and " if len(said) > 1 else "") + said[-1] + "."


def _pair(true: str, predicted: str, images: int, total: int) -> str:
    return f"{true} is taken for {predicted} {images} {'time' if images == 1 else 'times'} of {total}"


def _one_more(left: str, right: str, layer: str, before: str | None, after: str | None) -> str:
    between = "" if before is None or after is None else f", between {before} and {after}"
    return f"{right} is {left} with one thing more: {layer}{between}."


def _differ(left: str, right: str, added: Several, gone: Several) -> str:
    parts = [f"{right} has {added:; }"] if added else []
    parts += [f"{left} has {gone:; }"] if gone else []
    return f"Where the two differ, {' and '.join(parts)}."


WORDS: Catalogue = {
    "page.feedback": "feedback",
    "page.alias": "Your alias, should you stand on the leaderboard, is",
    "page.alias_shared": "if somebody else has the same alias:",
    "page.attempt": "attempt {number}",
    "page.script_as_run": "the script with what it printed",
    "page.notebook_as_run": "the notebook as it ran",
    "page.title": lambda name, points, most, provisional: f"{name}: {points} {_of_points(most, provisional)}",
    "page.of_points": _of_points,
    "page.of": "of {most}",
    "page.decided": "Decided.",
    "page.our_fault": (
        "This is not a fault of the submission and costs no points: a person will look at it, or it will be graded again."
    ),
    "page.graded_anew": "Graded anew.",
    "page.time": "Time.",
    "page.note": "Note.",
    "page.hint": "Hint.",
    "page.failed": _cell,
    "page.place": _place,
    "page.where": _where,
    "page.source": "Source",
    "page.lines_above": "… {count:,} lines above",
    "page.lines_below": "… {count:,} lines below",
    "page.traceback": "Whole traceback",
    "page.also_failed": "These cells failed, too",
    "page.may_follow": "Some may have failed only because the first one did.",
    "page.best": "Best network",
    "page.interval": "95 % interval {interval}",
    "page.macro_f1": "macro-F1",
    "page.accuracy": "accuracy",
    "page.hidden_images": "of {count:,} hidden images",
    "page.parameters": "parameters",
    "page.criteria": "Criteria",
    "page.task": "Task {number}",
    "page.often_confused": "Classes that are confused",
    "page.class_scores": "Scores of each class",
    "page.class": "Class",
    "page.matrix": "Confusion matrix",
    "page.matrix_caption": "Hidden images: each row is a true class, each column what the network said.",
    "page.precision": "Precision",
    "page.recall": "Recall",
    "page.images": "Images",
    "page.tried": "What was tried",
    "page.kind": "Kind",
    "page.tried_in": "Tried in trained networks",
    "page.compared": "Compared on networks equal in all else: {names:; }.",
    "page.adapted": "Changed so that your code could run",
    "page.adapted_why": (
        "Parts of it were written for another version or another place. This costs no points."
    ),
    "page.code_says": "Your code says",
    "page.it_got": "It got",
    "page.networks": "All networks",
    "page.network": "Network",
    "page.structure_and_input": "Structure and input",
    "page.parameters_column": "Parameters",
    "page.hidden_f1": "Hidden macro-F1",
    "page.visible_f1": "Visible test macro-F1",
    "page.no_structure": "No known structure was found.",
    "page.input": "Input: {how}",
    "page.unknown": "unknown",
    "page.not_scored": "not scored",
    "page.split": "Split",
    "page.runner": "Runner",
    "page.image": "Image",
    "page.started": "Started",
    "page.versions": "Versions",
    "page.seconds": "Times",
    "timed.run": "Run",
    "timed.predict": "Scoring of networks",
    "timed.check": "Checks",
    "timed.audit": "Audit, beyond scoring and checks",
    "timed.total": "Whole grading",
    "page.content": "Content",
    "row.same": "same",
    "row.added": "added",
    "row.left_out": "left out",
    "row.changed": "changed",
    "numbers.count": "{count:,}",
    "numbers.seconds": "{seconds:.1f} s",
    "numbers.interval": "{low:.3f} to {high:.3f}",
    "numbers.from_to": "{low} to {high}",
    "no_mark.held": "This is not a mark yet, and its points are provisional.",
    "no_mark.smoke": "This is not a mark: it was a smoke run, and every fit was cut to a few steps.",
    "no_mark.stand_in": (
        "This is not a mark: it was graded on stand-in data, because {data} was not at hand."
    ),
    "no_mark.conditions": "This is not a mark: the run was not made under the conditions of a real grading.",
    "late.taken": "Taken off: {penalty} of {earned} points.",
    "late.points_before": "The points on this page are those before it.",
    "matrix.none": "No image was taken for another class.",
    "matrix.confused": _confused,
    "matrix.pair": _pair,
    "matrix.title": "Confusion matrix of {count} images",
    "matrix.predicted": "predicted class",
    "matrix.true": "true class",
    "matrix.cell": lambda true, predicted, images, total, correct: (
        f"{true} taken for {predicted}: {images} of {total}" + (" (correct)" if correct else "")
    ),
    "matrix.correct": "correct",
    "matrix.mistake": "taken for another class",
    "compared.same": "{right} has the layers of {left}, and no others.",
    "compared.one_more": _one_more,
    "compared.differ": _differ,
    "compared.more": "{count} more",
    "compared.network": "‘{name}’",
    "gain.none": "no difference beyond chance in the choice of images",
    "gain.better": "{network} is better",
    "gain.optimizer": lambda name, rate: name if rate is None else f"{name} ({rate:g})",
    "gain.trained": "{first} is compiled with {one} and {second} with {other}, which may be a reason, too.",
    "gain.coarse": "On the same hidden images: {verdict}. Another training of either may end otherwise.",
    "gain.exact": (
        "On the same {images:,} hidden images the macro-F1 of {second} less that of {first} is {difference:+.3f} "
        "(95 % interval {low:+.3f} to {high:+.3f}): {verdict}. Another training of either would give other numbers."
    ),
}

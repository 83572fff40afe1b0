"""How a batch goes, in English."""

from collections.abc import Callable

from harness.words.en.plural import many
from harness.words.template import Catalogue


def _held(names: str, more: int) -> str:
    return f"held: {names}" + (f" and {more} more" if more else "")


def _eta(hours: int, minutes: int) -> str:
    return f"about {hours} h {minutes} min left" if hours else f"about {minutes} min left"


def _audits(count: int) -> str:
    if not count:
        return "None of the submissions with the most points is left to be audited."
    return f"Auditing those of the submissions with the most points that were not audited yet: {count}."


def _of(word: str) -> Callable[[int, int], str]:
    return lambda number, total: f"{word} {number} of {total}" if total else f"{word} {number}"


def _accuracy(accuracy: float, so_far: bool) -> str:
    return f"accuracy{' so far' if so_far else ''} {accuracy:.3f}"


WORDS: Catalogue = {
    "batch.audits": _audits,
    "batch.watch_best": (
        "--watch has no end after which it is known who has the most points: leave out {audit}, or give --audit all."
    ),
    "stage.run": "running {entry}",
    "stage.predict": lambda count: f"predicting with {many(count, 'network')}",
    "stage.check": "checking",
    "stage.twin": "running it on a twin of the data",
    "stage.twin_of": "running it on a twin of the data, key {number} of {count}",
    "progress.cell": "cell {number} of {total}",
    "progress.cell_failed": "cell {number} of {total} raised an error",
    "progress.epoch": _of("epoch"),
    "progress.step": _of("step"),
    "progress.accuracy": _accuracy,
    "progress.validation": "validation accuracy {accuracy:.3f}",
    "progress.cut": "further progress is left out",
    "batch.slots": "{count} at a time.",
    "batch.tried_again": "{name}: our side failed, and it is tried again in {seconds:g} seconds: {why}",
    "batch.stopped": (
        "Our side failed for one submission after another, so the batch stopped: {why} Not begun: {count}. Mend that, and give "
        "the same command again to go on."
    ),
    "batch.not_begun": "it was not begun, since our side failed for those before it",
    "held.shared_gpu": (
        "TensorFlow found no memory on a GPU that other submissions used meanwhile: grade it again, alone on its GPU."
    ),
    "batch.busy": "Another batch works on {results}: {holder}. Let it end, or give another folder with --output.",
    "batch.no_lock": "{path} cannot be locked ({why}); mend that, or give --output.",
    "batch.summary": "Batch of {begun}, {minutes:.0f} min. Submissions with a grade: {count}.",
    "batch.summary_rest": "Held: {held}. Left out: {left}. Exit code: {code}.",
    "batch.no_summary": "The summary {path} cannot be written ({why}); name another file. All grades are in the results folder.",
    "batch.ends": (
        "Ending what runs cleanly, which takes some seconds; what is done stays done. Ctrl-C once more ends at once."
    ),
    "batch.ended_at_once": (
        "Ended at once; the next command removes what is left of it. Give the same command again to go on."
    ),
    "batch.watches": "Watching {path}: what arrives is graded when it has not changed for {seconds:g} seconds. Ctrl-C ends it.",
    "batch.watch_folder": "--watch takes a folder, and {path} is none; give the folder in which works arrive.",
    "batch.quiet_and_json": "--quiet and --json are two ways to speak; give one of them.",
    "progress.left": "{left} left",
    "progress.held": _held,
    "progress.eta": _eta,
    "progress.done": "{done} of {total}",
}

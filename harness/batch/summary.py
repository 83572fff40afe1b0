"""What became of a batch, as a text for a mail."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console

from harness.errors import InfrastructureError
from harness.grade.record import Grade
from harness.grade.results import replace_file
from harness.report.terminal import print_batch
from harness.report.text import words
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

WIDTH = 100


def write_summary(
    path: Path,
    grades: Sequence[Grade],
    left_out: Mapping[str, Phrase],
    code: int,
    begun: datetime,
    ended: datetime,
) -> None:
    """Writes how many ended how, the table of all, what was left out and why, and who needs a person.

    Args:
        path: the file, written anew.
        grades: what counts of each submission.
        left_out: name to reason.
        code: the exit code of the command.
        begun: when the batch began.
        ended: when it ended.

    Raises `InfrastructureError` where it cannot be written.
    """
    text = io.StringIO()
    outcomes = Counter(words(grade.outcome) for grade in grades)
    counts = "; ".join(f"{name}: {count}" for name, count in outcomes.most_common())
    minutes = (ended - begun).total_seconds() / 60
    held = sum(grade.waits for grade in grades)
    first = phrase("batch.summary", begun=f"{begun:%Y-%m-%d %H:%M}", minutes=minutes, count=len(grades))
    print(say(first), file=text)
    if counts:
        print(f"{counts}.", file=text)
    second = phrase("batch.summary_rest", held=held, left=len(left_out), code=code)
    print(say(second), end="\n\n", file=text)
    print_batch(grades, Console(file=text, width=WIDTH, no_color=True), left_out)
    try:
        replace_file(path, text.getvalue())
    except OSError as error:
        raise InfrastructureError(phrase("batch.no_summary", path=path, why=error.strerror)) from error

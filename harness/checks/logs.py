"""What libraries and a training write as they go: lines whose many numbers are no look at the data."""

import re
from collections import Counter

PROGRESS_BAR = re.compile(r"^.*(\d[mu]?s/(step|sample|epoch)|\d%\||\dit/s|\ds/it).*$", re.MULTILINE)
"""A line of `Model.fit` or `Model.evaluate`, as every Keras prints it, or of tqdm."""
LIBRARY = re.compile(
    r"[IWEF]\d{4} \d\d:\d\d:[\d.]{2,20} |\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,9}: [IWEF] "
    r"|WARNING: All log messages before absl|To enable the following instructions:"
)
"""How a line begins that TensorFlow, or absl, which it logs with, writes to standard error."""
SCORES = re.compile(
    r"(?<![a-z])(loss|acc|accuracy)(?![a-z])|потер|точност|损失|准确|損失|精度", re.IGNORECASE
)
STEPS = re.compile(r"\b(epochs?|steps?|iter|iterations?)\b|эпох|époque|época|epoche", re.IGNORECASE)
STATISTICS = re.compile(
    r"(?<![a-z])(mean|std|avg|average)s?(?![a-z])|deviation|сред|откл|мат\. ?ож|mittel|abweich|moyenne|écart|media|média"
    r"|promedio|desv|ortalama|sapma|平均|标准差|標準偏差|[μσ]",
    re.IGNORECASE,
)
DIGITS = re.compile(r"[-+]?\d[\d.,eE]*")
ALIKE = 40
"""So many lines of an output that differ in their numbers alone are a log; a table of classes has fewer."""


def without_progress(text: str) -> str:
    """The text without progress bars, whose lines are left empty."""
    return PROGRESS_BAR.sub("", text)


def without_library(text: str) -> str:
    """The text without what TensorFlow logs of the machine, whose lines are left empty."""
    if LIBRARY.search(text) is None:
        return text
    return "\n".join("" if LIBRARY.match(line) else line for line in text.splitlines())


def without_logs(text: str) -> str:
    """The text without progress bars and logs, whose lines are left empty."""
    lines = without_progress(text).splitlines()
    forms = [" ".join(DIGITS.sub("#", line).split()) for line in lines]
    alike = Counter(forms)
    return "\n".join(
        "" if alike[form] > ALIKE or _of_training(line) else line
        for line, form in zip(lines, forms, strict=True)
    )


def _of_training(line: str) -> bool:
    steps_alone = STEPS.search(line) is not None and STATISTICS.search(line) is None
    return steps_alone or SCORES.search(line) is not None
